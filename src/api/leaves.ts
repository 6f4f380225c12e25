import { stridesOf } from "../ir/tensor.ts";
import { NdArray } from "../nd/array.ts";
import { astype } from "../nd/create.ts";

/** A float that a value holds, with the way to it in the user's notation. */
export interface Leaf {
  readonly path: string;
  get(): number;
  set(x: number): void;
}

/** The float leaves of `value` and of its derivative, which has the same structure, pairwise. */
export function* leavesOf(holder: unknown[], position: number, name: string): Generator<Leaf> {
  yield* walk(holder as Record<number, unknown>, position, name, new Set());
}

/** Makes the N-d arrays of f32 and f16 inside of `holder` f64, of which differences can be taken. */
export function widenArrays(holder: object, seen: Set<object> = new Set()): void {
  if (seen.has(holder) || ArrayBuffer.isView(holder)) return;
  seen.add(holder);
  const wide = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (!(value instanceof NdArray)) widenArrays(value, seen);
    else if (value.dtype === "f32" || value.dtype === "f16") return astype(value, "f64");
    return value;
  };
  const inside = holder as Record<string, unknown>;
  for (const key of Object.keys(inside)) {
    const found = wide(inside[key]);
    if (found !== inside[key]) inside[key] = found;
  }
  if (holder instanceof Map) for (const [key, value] of holder) holder.set(key, wide(value));
}

function* walk(
  holder: Record<string | number, unknown>,
  key: string | number,
  path: string,
  seen: Set<object>,
): Generator<Leaf> {
  const value = holder[key];
  if (typeof value === "number") {
    yield {
      path,
      get: () => holder[key] as number,
      set: (x) => {
        holder[key] = x;
      },
    };
  }
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (ArrayBuffer.isView(value) && !isFloatArray(value)) return;
  if (value instanceof NdArray) return yield* elements(holder, key, value, path);
  const inside = value as Record<string | number, unknown>;
  if (value instanceof Map) yield* entries(value as Map<unknown, unknown>, path, seen);
  else if (Array.isArray(value) || isFloatArray(value)) {
    for (let i = 0; i < value.length; i++) yield* walk(inside, i, `${path}[${i}]`, seen);
  } else {
    for (const k of Object.keys(value)) yield* walk(inside, k, `${path}.${k}`, seen);
  }
}

function* entries(map: Map<unknown, unknown>, path: string, seen: Set<object>): Generator<Leaf> {
  for (const [key, value] of map) {
    const at = `${path}.get(${typeof key === "string" ? JSON.stringify(key) : String(key)})`;
    // the entry as a property
    const holder = {
      get value() {
        return map.get(key);
      },
      set value(x: unknown) {
        map.set(key, x);
      },
    };
    if (typeof value === "number" || (typeof value === "object" && value !== null)) {
      yield* walk(holder as Record<string, unknown>, "value", at, seen);
    }
  }
}

// Arrays do not change: one with another element takes the place of the one that is there.
function* elements(
  holder: Record<string | number, unknown>,
  key: string | number,
  { dtype, shape, size }: NdArray,
  path: string,
): Generator<Leaf> {
  if (dtype === "i32" || dtype === "bool") return;
  const strides = stridesOf(shape);
  for (let i = 0; i < size; i++) {
    const index = shape.map((n, axis) => Math.floor(i / strides[axis]!) % n);
    yield {
      path: `${path}.at(${index.join(", ")})`,
      get: () => (holder[key] as NdArray).data[i]!,
      set: (x) => {
        const data = (holder[key] as NdArray).data.slice();
        data[i] = x;
        holder[key] = new NdArray(dtype, shape, data);
      },
    };
  }
}

function isFloatArray(value: object): value is Float64Array | Float32Array {
  return value instanceof Float64Array || value instanceof Float32Array;
}
