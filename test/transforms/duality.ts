/**
 * The dot-product identity ⟨w, J v⟩ = ⟨Jᵀ w, v⟩ on any function of the IR, memory and records
 * included: what is written in place is an output, what is shared is counted once.
 */
import { expect } from "vitest";
import {
  interpret,
  isMemory,
  isTensor,
  newMemory,
  readElement,
  writeElement,
  type Cell,
  type Datum,
  type Memory,
  type TensorDatum,
} from "../../src/backends/interp/index.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { funcNamed, type Module, type Value } from "../../src/ir/func.ts";
import { tangentType } from "../../src/ir/tangent.ts";
import { isReference, loadedType, type MemType, type Type } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import type { AdOptions } from "../../src/transforms/family.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { vjp } from "../../src/transforms/vjp.ts";

/** Numbers in (-1, 1), the same each time. */
export function randoms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * Structures of the tangent types of data that share where the data share. A run may change which
 * cell leads to which, so what they hold is known by the cells that were made at first.
 */
export class Shadows {
  readonly #elements = new Map<unknown, Memory["data"]>();
  readonly #cells = new Map<Cell, Cell>();

  of(x: Datum, type: Type, number: () => number): Datum {
    const tangent = tangentType(type);
    if (tangent === undefined) throw new Error("no tangent type");
    if (tangent.kind === "scalar") return fround(number(), tangent);
    if (tangent.kind === "array") return this.#array(x as TensorDatum, number);
    if (tangent.kind === "mem") return this.#memory(x as Memory, type as MemType, tangent, number);
    return this.#cell(x as Cell | null, type, number);
  }

  #memory(x: Memory, type: MemType, tangent: MemType, number: () => number): Memory {
    let data = this.#elements.get(x.data);
    if (data === undefined) {
      const whole: Memory = { ...x, start: 0, length: x.data.length };
      const made = newMemory(tangent, whole.length);
      data = made.data;
      this.#elements.set(x.data, data);
      for (let i = 0; i < whole.length; i++) {
        const elem = loadedType(type.elem);
        writeElement(made, i, this.of(readElement(whole, i), elem, number));
      }
    }
    return { kind: "memory", elem: tangent.elem, data, start: x.start, length: x.length };
  }

  #array(x: TensorDatum, number: () => number): TensorDatum {
    return { ...x, data: x.data.map(number) };
  }

  #cell(x: Cell | null, type: Type, number: () => number): Cell | null {
    const tangent = tangentType(type);
    if (x === null || tangent?.kind !== "ref") return null;
    const known = this.#cells.get(x);
    if (known !== undefined) return known;
    const made: Cell = { kind: "cell", record: tangent.record, fields: [] };
    this.#cells.set(x, made);
    x.record.fields.forEach((f, i) => {
      if (tangentType(f.type) === undefined) return;
      made.fields.push(this.of(x.fields[i] as Datum, f.type, number));
    });
    return made;
  }

  /** All numbers, in the order in which their cells were made. */
  numbers(): number[] {
    const found: number[] = [];
    for (const data of this.#elements.values()) {
      for (const x of data as Datum[]) found.push(...numbersOf(x));
    }
    for (const cell of this.#cells.values()) {
      for (const f of cell.fields) found.push(...numbersOf(f));
    }
    return found;
  }
}

/** A number, or those of an array; not what a reference leads to. */
function numbersOf(x: Datum): readonly number[] {
  if (typeof x === "number") return [x];
  return isTensor(x) ? [...x.data] : [];
}

function fround<T extends Datum>(x: T, type: Type): T {
  return (type.kind === "scalar" && type.dtype === "f32" ? Math.fround(x as number) : x) as T;
}

function dot(xs: readonly number[], ys: readonly number[]): number {
  return xs.reduce((sum, x, i) => sum + x * (ys[i] as number), 0);
}

/** Something of the shape of the tangent `t` with numbers of its own, nothing shared, not too deep. */
function unshared(t: Datum, number: () => number, depth = 0): Datum {
  if (typeof t !== "object" || t === null) return typeof t === "number" ? number() : t;
  if (isMemory(t)) {
    const made = newMemory({ kind: "mem", elem: t.elem }, t.length);
    for (let i = 0; i < t.length; i++) {
      writeElement(made, i, unshared(readElement(t, i), number, depth + 1));
    }
    return made;
  }
  if (depth > 5) return null;
  if (t.kind === "tensor") return { ...t, data: t.data.map(number) };
  return { ...t, fields: t.fields.map((f) => unshared(f, number, depth + 1)) };
}

/** ⟨c, t⟩ along every path of `c`. */
function along(c: Datum, t: Datum): number {
  if (typeof c === "number") return c * (t as number);
  if (typeof c !== "object" || c === null || t === null) return 0;
  let sum = 0;
  if (isMemory(c)) {
    for (let i = 0; i < c.length; i++) sum += along(readElement(c, i), readElement(t as Memory, i));
  } else if (c.kind === "tensor") {
    c.data.forEach((x, i) => (sum += x * (t as TensorDatum).data[i]!));
  } else c.fields.forEach((f, i) => (sum += along(f, (t as Cell).fields[i] as Datum)));
  return sum;
}

const hasShadow = (v: Value): boolean => isReference(v.type) && tangentType(v.type) !== undefined;

/** Shadows of the parameters that have one; inactive ones, which come first, are zero. */
function shadowsOf(
  params: readonly Value[],
  args: readonly Datum[],
  active: readonly boolean[],
  number: () => number,
  none: () => number,
): { readonly all: Shadows; readonly list: readonly Datum[] } {
  const all = new Shadows();
  const made = new Map<number, Datum>();
  for (const wanted of [false, true] as const) {
    params.forEach((p, i) => {
      if (!hasShadow(p) || (active[i] === true) !== wanted) return;
      made.set(i, all.of(args[i] as Datum, p.type, wanted ? number : none));
    });
  }
  return { all, list: params.flatMap((_, i) => (made.has(i) ? [made.get(i) as Datum] : [])) };
}

export interface Check {
  readonly args: () => Datum[];
  readonly active?: readonly boolean[];
  readonly options?: AdOptions;
  readonly seed?: number;
  /** Infinity where only the primal results are to be compared. */
  readonly tolerance?: number;
}

/** Runs both modes and compares. Gives the gradient, all its numbers in order. */
export function expectDual(module: Module, name: string, check: Check): readonly number[] {
  const { params, yields } = funcNamed(module, name).region;
  const active = check.active ?? params.map(() => true);
  const number = randoms(check.seed ?? 1);
  const plain = check.args();
  const expected = interpret(module, name, plain);

  // forward
  const f = jvp(module, name, active, check.options);
  verifyModule(f.module);
  const args = check.args();
  const v = shadowsOf(params, args, active, number, () => 0);
  const v0 = v.all.numbers();
  let next = 0;
  const values: Datum[] = [];
  const inputs = params.flatMap((p, i): Datum[] => {
    if (hasShadow(p)) return [v.list[next++] as Datum];
    if (active[i] !== true || tangentType(p.type) === undefined) return [];
    values.push(new Shadows().of(args[i] as Datum, p.type, number));
    return [values.at(-1) as Datum];
  });
  const out = interpret(f.module, f.name, [...args, ...inputs]);
  const tangents = out.slice(yields.length);
  expect(text(out.slice(0, yields.length))).toEqual(text(expected));
  expect(text(args)).toEqual(text(plain));

  // reverse
  const r = vjp(module, name, active, check.options);
  verifyModule(r.module);
  const again = check.args();
  const w = shadowsOf(params, again, active, number, number);
  const w0 = w.all.numbers();
  const results = yields.filter((y) => tangentType(y.type) !== undefined);
  const cts = results.map((y, i) => fround(unshared(tangents[i] as Datum, number), y.type));
  const back = interpret(r.module, r.name, [...again, ...w.list, ...cts]);
  expect(text(back.slice(0, yields.length))).toEqual(text(expected));
  expect(text(again)).toEqual(text(plain));

  const v1 = v.all.numbers();
  const w1 = w.all.numbers();
  const left = cts.reduce<number>((s, c, i) => s + along(c, tangents[i] as Datum), dot(v1, w0));
  const numbers = back.slice(yields.length).flatMap(numbersOf);
  const right = dot(v0, w1) + dot(numbers, values.flatMap(numbersOf));
  const scale = Math.sqrt(1 + dot(v1, v1) + dot(w1, w1) + dot(numbers, numbers));
  if (Number.isFinite(scale) && check.tolerance !== Infinity) {
    const error = Math.abs(left - right) / scale;
    expect(error, `${left} against ${right}`).toBeLessThan(check.tolerance ?? 1e-13);
  }
  return [...numbers, ...w1];
}

/** Data as text, so that what is shared is compared too. */
export function text(xs: readonly Datum[]): string {
  const seen = new Map<unknown, number>();
  const visit = (x: Datum): string => {
    if (typeof x !== "object" || x === null) return Object.is(x, -0) ? "-0" : String(x);
    if (x.kind === "tensor") return `[${x.shape.join()}](${x.data.join(" ")})`;
    const known = seen.get(isMemory(x) ? x.data : x);
    const at = isMemory(x) ? `${x.start}+${x.length}` : "";
    if (known !== undefined) return `#${known}${at}`;
    seen.set(isMemory(x) ? x.data : x, seen.size);
    const parts = isMemory(x) ? Array.from(x.data as ArrayLike<Datum>) : x.fields;
    return `${at}[${parts.map(visit).join(" ")}]`;
  };
  return xs.map(visit).join("; ");
}

/** A function with arguments for it. */
export interface Sample {
  readonly module: Module;
  readonly name: string;
  readonly args: () => Datum[];
}

/** The derivative of `sample` in all its parameters as a function to be tested itself. */
export function derivativeOf(mode: "jvp" | "vjp", sample: Sample, options?: AdOptions): Sample {
  const { params, yields } = funcNamed(sample.module, sample.name).region;
  const active = params.map(() => true);
  const made = (mode === "jvp" ? jvp : vjp)(sample.module, sample.name, active, options);
  const results = yields.filter((y) => tangentType(y.type) !== undefined);
  const args = (): Datum[] => {
    const number = randoms(7);
    const given = sample.args();
    const { list } = shadowsOf(params, given, active, number, number);
    if (mode === "jvp") {
      let next = 0;
      const inputs = params.flatMap((p): Datum[] => {
        if (tangentType(p.type) === undefined) return [];
        if (hasShadow(p)) return [list[next++] as Datum];
        return [new Shadows().of(given[params.indexOf(p)] as Datum, p.type, number)];
      });
      return [...given, ...inputs];
    }
    const shapes = interpret(sample.module, sample.name, sample.args());
    const all = new Shadows();
    const cts = results.map((y) => {
      const shape = shapes[yields.indexOf(y)] as Datum;
      return unshared(all.of(shape, y.type, number), number);
    });
    return [...given, ...list, ...cts];
  };
  return { module: made.module, name: made.name, args };
}

/** Whether the program ends with an error of the user's. */
export function fails(module: Module, name: string, args: readonly Datum[]): boolean {
  try {
    interpret(module, name, args);
    return false;
  } catch (error) {
    if (error instanceof NablaError) return true;
    throw error;
  }
}
