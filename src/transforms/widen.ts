// Forward mode in several directions at once: the primal part once, the linear part for each.
import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { tangentField, tangentType } from "../ir/tangent.ts";
import { arrayOf, sizeOf, type ArrayType, type Type } from "../ir/types.ts";
import {
  add,
  arrayOfMemory,
  concatenated,
  constant,
  copy,
  elementsOf,
  fill,
  forRange,
  int,
  length,
  load,
  mul,
  put,
  recordGet,
  recordSet,
  reshaped,
  sliced,
  storeTo,
  zero,
} from "../ops/index.ts";
import type { Activity } from "./activity.ts";
import type { LinearProgram, Twin } from "./linear-program.ts";
import { WideShadows } from "./wide-shadows.ts";

/** The tangents of one number, by direction; undefined is zero. */
export type Tangents = readonly (Value | undefined)[];

/** Emits a call in several directions. */
export type WideCall = (wide: Widening, b: Builder, instr: Instr) => void;

/**
 * Copies a linear program, whose tangents become lists with one for each direction. The primal part
 * stays as it is, one for all. A tangent that is zero in a direction is not computed in it: each
 * direction has its own `activities`.
 *
 * The tangents of an element of memory lie side by side, direction by direction: a shadow has
 * `directions` times the elements, so that a back end can take them as lanes of a vector.
 */
export class Widening {
  readonly lin: LinearProgram;
  readonly activities: readonly Activity[];
  readonly #call: WideCall;
  readonly #shadows: WideShadows;
  readonly #tangents = new Map<Value, Tangents>();

  constructor(lin: LinearProgram, activities: readonly Activity[], call: WideCall) {
    this.lin = lin;
    this.activities = activities;
    this.#call = call;
    this.#shadows = new WideShadows(lin, activities.length);
  }

  get directions(): number {
    return this.activities.length;
  }

  /** The wide shadow of a reference of the source. */
  shadow(ref: Value): Value {
    return this.#shadows.of(this.lin.shadow(ref));
  }

  /** The tangents of a number of the source. */
  tangents(v: Value): Tangents {
    const tangent = this.lin.tangent(v);
    return tangent === undefined ? this.activities.map(() => undefined) : this.#list(tangent);
  }

  /** A new value for the wide shadow of a reference of the source. */
  newShadow(ref: Value): Value {
    return this.#shadows.define(this.lin.shadow(ref));
  }

  /** New values for the tangents of a number of the source, in those directions `where` says. */
  newTangents(v: Value, where: (direction: number) => boolean): Value[] {
    const tangent = this.lin.tangent(v);
    const type = tangentType(v.type) as Type;
    const made = this.#fresh(type, v.hint, where);
    if (tangent !== undefined) this.#tangents.set(tangent, made);
    return made.filter((t) => t !== undefined);
  }

  body(b: Builder, region: Region): void {
    for (const instr of region.body) {
      b.span = instr.span;
      this.#instr(b, instr);
    }
  }

  #instr(b: Builder, instr: Instr): void {
    const { lin } = this;
    if (lin.linear.has(instr)) return this.#linear(b, instr);
    if (lin.twins.has(instr)) return this.#structured(b, instr);
    if (lin.origin.has(instr)) return this.#shadows.move(b, instr);
    if (instr.attrs["callee"] !== undefined) return this.#call(this, b, instr);
    b.append(instr);
  }

  // --- Values -----------------------------------------------------------------------------------

  #list(tangent: Value): Tangents {
    const list = this.#tangents.get(tangent);
    if (list === undefined) throw new Error("internal: a tangent without its directions");
    return list;
  }

  #fresh(type: Type, hint: string | undefined, where: (d: number) => boolean): Tangents {
    return this.activities.map((_, d) =>
      where(d) ? { type, hint: hint && `${hint}'${d}` } : undefined,
    );
  }

  // --- The linear part --------------------------------------------------------------------------

  #linear(b: Builder, instr: Instr): void {
    const { op, results } = instr;
    if (op === constant) {
      // a tangent that is zero in all directions
      this.#tangents.set(
        results[0] as Value,
        this.activities.map(() => undefined),
      );
      return;
    }
    if (op.rule.kind === "structural") return this.#memory(b, instr);
    const [y] = results as [Value];
    this.#tangents.set(
      y,
      this.activities.map((_, d) => this.#scalar(b, instr, d)),
    );
  }

  #scalar(b: Builder, instr: Instr, d: number): Value | undefined {
    const { op, args } = instr;
    const [y] = instr.results as [Value];
    const isTangent = args.map((a) => this.lin.tangents.has(a));
    const dx = args.map((a, i) => (isTangent[i] ? this.#list(a)[d] : undefined));
    if (dx.every((t) => t === undefined)) return undefined;
    const result: Value = { type: y.type };
    if (isTangent.every((is, i) => !is || dx[i] !== undefined)) {
      b.append({ ...instr, args: args.map((a, i) => dx[i] ?? a), results: [result] });
      return result;
    }
    // it is linear in its tangents: so it is its own derivative, which leaves out what is zero
    if (op.rule.kind !== "linear") throw new Error(`internal: ${op.name} is not linear`);
    return op.rule.jvp(b, args, dx, y, instr.attrs);
  }

  #memory(b: Builder, { op, args, attrs, results }: Instr): void {
    const shadow = args[0] as Value;
    const to = this.#shadows.of(shadow);
    const field = attrs["field"] === undefined ? undefined : String(attrs["field"]);
    const source = this.lin.primal.get(shadow) as Value;
    const varies = (d: number): boolean =>
      (this.activities[d] as Activity).cellVaries(source, field);
    switch (op.name) {
      case "load": {
        const at = this.#elements(b, args[1] as Value);
        return this.#define(results, (d) => (varies(d) ? load(b, to, at(d)) : undefined));
      }
      case "get":
        return this.#define(results, (d) =>
          varies(d)
            ? b.emit1(recordGet, [to], { field: this.#field(field as string, d) })
            : undefined,
        );
      case "store": {
        const at = this.#elements(b, args[1] as Value);
        return this.#each(b, args[2] as Value, varies, (d, dx) => storeTo(b, to, at(d), dx));
      }
      case "set":
        return this.#each(b, args[1] as Value, varies, (d, dx) => {
          b.emit(recordSet, [to, dx], { field: this.#field(field as string, d) });
        });
      case "array": {
        const { dtype, shape } = attrs["type"] as ArrayType;
        const n = sizeOf(shape);
        const all = arrayOfMemory(b, arrayOf(dtype, [n, this.directions]), to);
        return this.#define(results, (d) =>
          varies(d) ? reshaped(b, sliced(b, all, [0, d], [n, d + 1]), shape) : undefined,
        );
      }
      case "put": {
        const n = elementsOf(args[1] as Value);
        const lanes = this.#list(args[1] as Value).map((t) =>
          reshaped(b, t ?? zero(b, (args[1] as Value).type), [n, 1]),
        );
        b.emit(put, [to, concatenated(b, lanes, 1)]);
        return;
      }
      case "fill":
        return this.#fill(b, to, args[1] as Value, varies);
      case "copy":
        if (this.activities.some((_, d) => varies(d))) {
          b.emit(copy, [to, this.#shadows.of(args[1] as Value)]);
        }
        return;
    }
    throw new Error(`internal: ${op.name} in several directions`);
  }

  #define(results: readonly Value[], tangent: (d: number) => Value | undefined): void {
    this.#tangents.set(
      results[0] as Value,
      this.activities.map((_, d) => tangent(d)),
    );
  }

  #each(
    b: Builder,
    dx: Value,
    varies: (d: number) => boolean,
    emit: (d: number, dx: Value) => void,
  ): void {
    this.#list(dx).forEach((t, d) => {
      if (varies(d)) emit(d, t ?? zero(b, dx.type));
    });
  }

  #fill(b: Builder, to: Value, dx: Value, varies: (d: number) => boolean): void {
    if (!this.activities.some((_, d) => varies(d))) return;
    if (this.#list(dx).every((t) => t === undefined)) {
      b.emit(fill, [to, zero(b, dx.type)]);
      return;
    }
    forRange(b, [int(b, 0), length(b, to), this.directions], [], (inner, i) => {
      const at = (d: number): Value => (d === 0 ? i : add(inner, i, int(inner, d)));
      this.#each(inner, dx, varies, (d, t) => storeTo(inner, to, at(d), t));
      return [];
    });
  }

  /** The places of the tangents of element `i`. */
  #elements(b: Builder, i: Value): (d: number) => Value {
    const first = mul(b, i, int(b, this.directions));
    return (d) => (d === 0 ? first : add(b, first, int(b, d)));
  }

  #field(field: string, d: number): string {
    return tangentField(field, d, this.directions);
  }

  // --- Control ----------------------------------------------------------------------------------

  #structured(b: Builder, instr: Instr): void {
    const twins = this.lin.twins.get(instr) as readonly Twin[];
    const where = this.#where(twins, instr.results);
    const args = instr.op.name === "if" ? instr.args : this.#values(b, twins, where, instr.args);
    const regions = instr.regions.map((region) => {
      const inner = b.nested();
      inner.params.push(
        ...(instr.op.name === "if" ? [] : this.#newTwins(twins, where, region.params)),
      );
      this.body(inner, region);
      inner.span = instr.span;
      return inner.finish(this.#values(inner, twins, where, region.yields));
    });
    b.span = instr.span;
    b.append({ ...instr, args, regions, results: this.#newTwins(twins, where, instr.results) });
  }

  /** For each twin that is a tangent, the directions in which there is one. */
  #where(twins: readonly Twin[], results: readonly Value[]): ((d: number) => boolean)[] {
    return twins.map(
      ({ of }) =>
        (d) =>
          (this.activities[d] as Activity).varies(results[of] as Value),
    );
  }

  /** `values`, which end in twins, with all their tangents. */
  #values(
    b: Builder,
    twins: readonly Twin[],
    where: readonly ((d: number) => boolean)[],
    values: readonly Value[],
  ): Value[] {
    const n = values.length - twins.length;
    const wide = twins.flatMap(({ kind }, i) => {
      const v = values[n + i] as Value;
      if (kind === "shadow") return [this.#shadows.of(v)];
      return this.#list(v).flatMap((t, d) => (where[i]?.(d) ? [t ?? zero(b, v.type)] : []));
    });
    return [...values.slice(0, n), ...wide];
  }

  /** The same where the values are defined. */
  #newTwins(
    twins: readonly Twin[],
    where: readonly ((d: number) => boolean)[],
    values: readonly Value[],
  ): Value[] {
    const n = values.length - twins.length;
    const wide = twins.flatMap(({ kind }, i) => {
      const v = values[n + i] as Value;
      if (kind === "shadow") return [this.#shadows.define(v)];
      const list = this.#fresh(v.type, v.hint?.replace(/'$/, ""), where[i]!);
      this.#tangents.set(v, list);
      return list.filter((t) => t !== undefined);
    });
    return [...values.slice(0, n), ...wide];
  }
}
