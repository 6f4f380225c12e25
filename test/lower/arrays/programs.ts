// Random programs on arrays, all of whose numbers are exact: multiples of 1/4 that stay small.
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, withFuncs, type Func, type Module, type Value } from "../../../src/ir/func.ts";
import { tensorData } from "../../../src/ir/tensor.ts";
import {
  arrayOf,
  f64,
  isReference,
  memOf,
  memOfRefs,
  sameType,
  sizeOf,
  type ArrayType,
  type Dtype,
  type RefType,
  type Type,
} from "../../../src/ir/types.ts";
import { tangentType } from "../../../src/ir/tangent.ts";
import { newMemory, zerosLikeDatum, type Datum } from "../../../src/backends/interp/index.ts";
import { broadcastTo } from "../../../src/ops/arrays/broadcast.ts";
import * as op from "../../../src/ops/index.ts";
import { derive } from "../../../src/transforms/derive.ts";

/** Decisions, read one by one; 0 when there are none left. */
export class Choices {
  readonly #bytes: readonly number[];
  #next = 0;

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  /** A number below `n`. */
  below(n: number): number {
    return (this.#bytes[this.#next++] ?? 0) % n;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const shapes: readonly (readonly number[])[] = [
  [3],
  [2, 3],
  [],
  [1],
  [3, 2],
  [2, 1, 3],
  [6],
  [0, 3],
  [4, 6],
  [2, 2, 2],
  [1, 4],
  [12],
  [2, 17],
  [140],
  [3, 0],
];
const dtypes: readonly Dtype[] = ["f64", "f64", "f64", "i32", "f32", "bool"];

export interface ArrayProgram {
  readonly module: Module;
  readonly name: string;
  readonly args: () => Datum[];
}

export interface ProgramOptions {
  /** Only operations on f64 that have derivatives. */
  readonly smooth?: boolean;
  readonly steps?: number;
}

const boxed: RefType = {
  kind: "ref",
  record: {
    name: "box",
    fields: [
      { name: "w", type: arrayOf("f64", [3]) },
      { name: "k", type: f64 },
      { name: "s", type: arrayOf("f64", []) },
    ],
  },
};

/** The program that `bytes` decide on. */
export function programOf(bytes: readonly number[], options: ProgramOptions = {}): ArrayProgram {
  return new Maker(new Choices(bytes), options).program();
}

class Maker {
  readonly #choose: Choices;
  readonly #smooth: boolean;
  readonly #steps: number;
  readonly #funcs: Func[] = [];

  constructor(choose: Choices, { smooth = false, steps = 8 }: ProgramOptions) {
    this.#choose = choose;
    this.#smooth = smooth;
    this.#steps = steps;
  }

  program(): ArrayProgram {
    const b = new Builder();
    const list23 = memOfRefs(arrayOf("f64", [2, 3]));
    const types: Type[] = [this.#arrayType(), this.#arrayType(), f64, memOf("f64"), boxed, list23];
    const [x, y, k, m, box, list] = types.map((type) => b.param(type));
    const arrays = [x!, y!];
    const single = broadcastTo(b, k!, []);
    arrays.push(single, op.arrayOfMemory(b, arrayOf("f64", [3]), m!));
    arrays.push(b.emit1(op.recordGet, [box!], { field: "w" }));
    arrays.push(op.load(b, list!, op.int(b, this.#choose.below(3))));
    this.#body(b, arrays, this.#steps, 0);
    const last = arrays.slice(-3);
    const three = arrays.findLast((v) => sameType(v.type, arrayOf("f64", [3])));
    b.emit(op.put, [m!, three!]);
    b.emit(op.recordSet, [box!, three!], { field: "w" });
    const stored = arrays.findLast((v) => sameType(v.type, arrayOf("f64", [2, 3])));
    if (stored !== undefined) op.storeTo(b, list!, op.int(b, this.#choose.below(3)), stored);
    const func = { name: "f", region: b.finish([...last, op.num(b, 1)]) };
    const seed = this.#choose.below(256);
    const args = (): Datum[] => {
      let next = seed;
      const number = (): number => ((next = (next * 37 + 11) % 64) - 20) / 4;
      return types.map((type) => this.#datum(type, number));
    };
    return { module: moduleOf(func, ...this.#funcs), name: "f", args };
  }

  #datum(type: Type, number: () => number): Datum {
    if (type.kind === "scalar") return number();
    if (type.kind === "ref") {
      const fields = type.record.fields.map((field) => this.#datum(field.type, number));
      return { kind: "cell", record: type.record, fields };
    }
    if (type.kind === "mem") {
      const made = newMemory(type, 3);
      if (type.elem.kind === "store")
        (made.data as Float64Array).forEach((_, i, all) => (all[i] = number()));
      return made;
    }
    const data = tensorData(type.dtype, sizeOf(type.shape));
    for (let i = 0; i < data.length; i++) {
      const x = number();
      data[i] = type.dtype === "bool" ? Number(x > 0) : type.dtype === "i32" ? Math.floor(x) : x;
    }
    return { kind: "tensor", dtype: type.dtype, shape: type.shape, data };
  }

  #arrayType(): ArrayType {
    const shape = this.#choose.of(shapes);
    return arrayOf(this.#smooth ? "f64" : this.#choose.of(dtypes), shape);
  }

  #body(b: Builder, arrays: Value[], steps: number, depth: number): void {
    for (let i = 0; i < steps; i++) this.#step(b, arrays, depth);
  }

  // An array of `type` made of one there is.
  #fitted(b: Builder, arrays: readonly Value[], type: ArrayType): Value {
    const found = arrays.findLast((v) => sameType(v.type, type));
    if (found !== undefined) return found;
    if (type.dtype === "bool" && type.shape.length > 0)
      return op.gt(
        b,
        this.#fitted(b, arrays, arrayOf("i32", type.shape)),
        b.emit1(op.iota, [], { type: arrayOf("i32", type.shape), axis: 0 }),
      );
    return op.literal(b, type.dtype === "bool" ? 1 : this.#choose.below(5) - 1, type);
  }

  #step(b: Builder, arrays: Value[], depth: number): void {
    const choose = this.#choose;
    const x = arrays[arrays.length - 1 - choose.below(Math.min(arrays.length, 4))]!;
    const type = x.type as ArrayType;
    const made = this.#made(b, arrays, x, type, depth);
    for (const v of made)
      if (v.type.kind === "array" && sizeOf(v.type.shape) <= 600) arrays.push(v);
    void choose;
  }

  #made(b: Builder, arrays: Value[], x: Value, type: ArrayType, depth: number): Value[] {
    const choose = this.#choose;
    const { shape, dtype } = type;
    const rank = shape.length;
    const float = dtype === "f64" || dtype === "f32";
    const axis = rank > 0 ? choose.below(rank) : -1;
    const other = (): Value =>
      this.#fitted(
        b,
        arrays.filter((v) => v !== x),
        type,
      );
    const emit = (
      o: Parameters<Builder["emit1"]>[0],
      args: Value[],
      attrs: Parameters<Builder["emit1"]>[2] = {},
    ): Value[] => [b.emit1(o, args, attrs)];
    const half = (v: Value): Value => (float ? op.mul(b, v, op.literal(b, 0.5, v.type)) : v);
    switch (choose.below(this.#smooth ? 15 : 27)) {
      case 0:
        return dtype === "bool" ? [op.xor(b, x, other())] : [half(op.add(b, x, other()))];
      case 1:
        return float ? [op.sub(b, op.neg(b, x), half(other()))] : [x];
      case 2:
        return float
          ? [this.#tame(b, op.mul(b, x, other()))]
          : emit(op.reshape, [x], { shape: [sizeOf(shape)] });
      case 3: {
        const perm = shape.map((_, i) => (i + 1 + axis) % rank);
        return emit(op.transpose, [x], { perm });
      }
      case 4: {
        const n = sizeOf(shape);
        const to = choose.of([
          [n],
          [1, n],
          n % 2 === 0 ? [n / 2, 2] : [n],
          n % 3 === 0 ? [3, n / 3] : [n, 1],
        ]);
        return emit(op.reshape, [x], { shape: to });
      }
      case 5: {
        const wide = [...shape, 2];
        return emit(op.broadcast, [x], { shape: wide, axes: shape.map((_, i) => i) });
      }
      case 6:
        return rank === 0 ? [x] : emit(op.reverse, [x], { axes: [axis] });
      case 7: {
        if (rank === 0) return [x];
        const start = shape.map((n, i) => (i === axis ? Math.min(n, choose.below(2)) : 0));
        const step = shape.map((_, i) => (i === axis ? 1 + choose.below(2) : 1));
        return emit(op.slice, [x], { start, stop: shape, step });
      }
      case 8: {
        if (dtype === "bool") return [x];
        const low = shape.map((n, i) => (i === axis ? Math.max(-n, choose.below(4) - 1) : 0));
        const high = shape.map((_, i) => (i === axis ? choose.below(3) : 0));
        const interior = shape.map((_, i) => (i === axis ? choose.below(2) : 0));
        return emit(op.pad, [x], { low, high, interior });
      }
      case 9:
        return rank === 0 ? [x] : emit(op.concat, [x, other(), x], { axis });
      case 10: {
        if (dtype === "bool") return [x];
        const axes = shape.map((_, i) => i).filter((i) => i === axis || choose.below(2) === 0);
        return emit(op.reduceSum, [x], { axes }).map((v) => this.#tame(b, v));
      }
      case 11: {
        const i = b.emit1(op.iota, [], { type: arrayOf("i32", [2, 2]), axis: choose.below(2) });
        return rank === 0 || shape[0]! < 2 ? [x] : emit(op.gather, [x, i]);
      }
      case 12:
        return float ? [op.max(b, x, other())] : [x];
      case 13: {
        if (!float || rank === 0) return [x];
        const k = shape.at(-1)!;
        const m = sizeOf(shape) === 0 ? 0 : sizeOf(shape) / k;
        const left = b.emit1(op.reshape, [x], { shape: [1, m, k] });
        const right = b.emit1(op.reshape, [x], {
          shape: choose.below(2) === 0 ? [1, m, k] : [1, m, k],
        });
        const [ta, tb] = choose.below(2) === 0 ? [true, false] : [false, true];
        return [this.#tame(b, b.emit1(op.matmul, [left, right], { ta, tb }))];
      }
      case 14:
        return depth > 1 ? [x] : this.#control(b, arrays, x, depth);
      case 15:
        return rank === 0 || dtype === "bool"
          ? [x]
          : emit(choose.of([op.scanMax, op.scanMin, op.scanSum]), [x], {
              axis,
              reverse: choose.below(2) === 0,
            }).map((v) => this.#tame(b, v));
      case 16:
        return emit(choose.of([op.reduceMax, op.reduceMin]), [x], { axes: axis < 0 ? [] : [axis] });
      case 17:
        return rank === 0 || shape[axis] === 0
          ? [x]
          : emit(choose.of([op.argMax, op.argMin]), [x], { axis });
      case 18:
        return rank === 0
          ? [x]
          : emit(op.argSort, [x], { axis, descending: choose.below(2) === 0 });
      case 19:
        return dtype === "bool" ? [op.boolToI32(b, x)] : [op.lt(b, x, other())];
      case 20: {
        const c = this.#fitted(b, arrays, arrayOf("bool", shape));
        return [op.select(b, c, x, other())];
      }
      case 21: {
        const n = shape[0] ?? 0;
        if (n === 0 || dtype === "bool") return [x];
        const i = b.emit1(op.dense, [], { type: arrayOf("i32", [3]), values: [0, n - 1, 0] });
        const checked = b.emit1(op.indices, [i], { extent: n });
        const u = b.emit1(op.gather, [other(), i]);
        return emit(choose.of([op.scatterAdd, op.scatterSet]), [x, checked, u]);
      }
      case 22: {
        const values = Array.from({ length: sizeOf(shape) }, (_, i) =>
          dtype === "bool" ? i % 2 : i % 5,
        );
        return emit(op.dense, [], { type, values });
      }
      case 23:
        return dtype === "i32"
          ? [op.toF64(b, x)]
          : dtype === "f64"
            ? [op.toF32(b, x)]
            : dtype === "f32"
              ? [op.widen(b, x)]
              : [op.toF64(b, x)];
      case 24: {
        if (!float || sizeOf(shape) === 0) return [x];
        const n = sizeOf(shape);
        const image = b.emit1(op.reshape, [x], {
          shape: n % 2 === 0 ? [1, 2, 1, n / 2] : [1, 1, 1, n],
        });
        const c = n % 2 === 0 ? 2 : 1;
        const groups = choose.below(2) === 0 ? 1 : c;
        const o = choose.of([1, 5]) * groups;
        const ones = b.emit1(op.iota, [], {
          type: arrayOf(dtype, [o, c / groups, 2, 2]),
          axis: choose.below(4),
        });
        const low = [1, choose.below(3)];
        const attrs = {
          stride: [1, 1 + choose.below(2)],
          low,
          high: [1, 1 + choose.below(2)],
          lhs: [1, 1 + choose.below(2)],
          rhs: [1, 1 + choose.below(2)],
          groups,
        };
        return [this.#tame(b, b.emit1(op.conv, [image, ones], attrs))];
      }
      case 25: {
        if (dtype === "bool" || sizeOf(shape) === 0 || sizeOf(shape) % 2 !== 0) return [x];
        const image = b.emit1(op.reshape, [x], { shape: [1, 2, sizeOf(shape) / 2] });
        return emit(op.windowArgMax, [image], {
          window: [2, 2],
          stride: [1, 2],
          low: [1, 1],
          high: [1, 0],
        });
      }
      default: {
        const k = b.emit1(op.elements, [x]);
        if (dtype !== "f64" || sizeOf(shape) === 0) return [x];
        const first = op.load(b, k, op.int(b, 0));
        return [broadcastTo(b, first, [3])];
      }
    }
  }

  // Back to small multiples of 1/4.
  #tame(b: Builder, x: Value): Value {
    if (this.#smooth || x.type.kind !== "array" || !["f64", "f32"].includes(x.type.dtype)) return x;
    const lit = (n: number): Value => op.literal(b, n, x.type);
    const small = op.max(b, op.min(b, x, lit(8)), lit(-8));
    return op.mul(b, op.floor(b, op.mul(b, small, lit(4))), lit(0.25));
  }

  #control(b: Builder, arrays: Value[], x: Value, depth: number): Value[] {
    const choose = this.#choose;
    const inner = (nested: Builder, seen: readonly Value[]): Value => {
      const own = [...arrays, ...seen];
      this.#body(nested, own, 2, depth + 1);
      return this.#fitted(nested, own, x.type as ArrayType);
    };
    switch (choose.below(4)) {
      case 0: {
        const c = choose.below(2) === 0;
        const number = op.num(b, 2);
        const sure = op.gt(b, number, op.num(b, c ? 1 : 3));
        return [
          ...op.ifElse(
            b,
            sure,
            (then) => [inner(then, [])],
            (otherwise) => [inner(otherwise, [])],
          ),
        ];
      }
      case 1:
        return [
          ...op.forRange(
            b,
            [op.int(b, 0), op.int(b, choose.below(4)), 1],
            [x, x],
            (body, _, carried) => {
              const next = inner(body, carried);
              return choose.below(2) === 0 ? [next, carried[0]!] : [carried[1]!, next];
            },
          ),
        ];
      case 2: {
        const [n, ...made] = op.loopWhile(b, [op.int(b, 0), x], (body, [i, carried]) => {
          const next = op.add(body, i!, op.int(body, 1));
          return [op.lt(body, next, op.int(body, 2)), next, inner(body, [carried!])];
        });
        void n;
        return made;
      }
      default: {
        const f = new Builder();
        const p = f.param(x.type);
        const own = [p];
        this.#body(f, own, 2, 2);
        const out = [p, own.at(-1)!];
        const name = `g${this.#funcs.length}`;
        this.#funcs.push({ name, region: f.finish(out) });
        return [
          ...op.call(
            b,
            name,
            [x],
            out.map((v) => v.type),
          ),
        ];
      }
    }
  }
}

/** The gradient of a smooth program, by all of its arguments, for cotangents of 1. */
export function gradientOf({ module, args }: ArrayProgram): ArrayProgram {
  const { region } = module.funcs.get("f")!;
  const b = new Builder();
  const params = region.params.map((p) => b.param(p.type));
  const references = params.filter((p) => isReference(p.type));
  const shadows = references.map((p) => b.param(tangentType(p.type)!));
  const seeds = region.yields.map((v) => op.literal(b, 1, v.type));
  const numbers = params.filter((p) => !isReference(p.type));
  const given = op.derive(
    b,
    { mode: "vjp", callee: "f", active: [params.map(() => true)] },
    [...params, ...shadows, ...seeds],
    [...region.yields, ...numbers].map((v) => v.type),
  );
  const all = derive(withFuncs(module, { name: "df", region: b.finish(given) }));
  const withShadows = (): Datum[] => {
    const given = args();
    const own = given.filter((_, i) => isReference(params[i]!.type));
    return [...given, ...own.map((x, i) => zerosLikeDatum(x, shadows[i]!.type, 1, () => {}))];
  };
  return { module: all, name: "df", args: withShadows };
}
