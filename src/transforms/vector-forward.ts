// Forward mode in many directions at once: tangents are vectors in memory.
import type { Memory } from "../analysis/memory.ts";
import type { Builder } from "../ir/builder.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { vectorType } from "../ir/derivative.ts";
import { tangentField } from "../ir/tangent.ts";
import { memOf } from "../ir/types.ts";
import {
  add,
  allocate,
  constant,
  copy,
  fill,
  forEachDirection,
  forOp,
  forRange,
  int,
  length,
  load,
  mul,
  recordGet,
  recordSet,
  storeTo,
  zero,
} from "../ops/index.ts";
import type { Narrowing } from "./family.ts";
import { alone, groupsOf, type Group, type Groups } from "./direction-groups.ts";
import type { LinearProgram, Twin } from "./linear-program.ts";
import { narrowedTo } from "./narrowing.ts";
import { supportOf } from "./support.ts";
import { tripCount } from "./trips.ts";
import { WideShadows } from "./wide-shadows.ts";

/** The directions in which anything is to be computed: even numbers. */
export interface Interval {
  readonly from: Value;
  readonly to: Value;
}

/** Emits a call of what has tangents. */
export type VectorCall = (forward: VectorForward, b: Builder, instr: Instr) => void;

/** So many times the work of looking for directions in which there is nothing to do must be theirs. */
const LOOK = 4;

interface Parts {
  /** Directions that there is room for. */
  readonly width: number;
  /** What runs before everything else: vectors are made there. */
  readonly entry: Builder;
  readonly call: VectorCall;
  /** Of the source. */
  readonly memory: Memory;
  readonly narrowing: Narrowing;
}

/**
 * Copies a linear program, whose tangents become vectors with an element for each direction. The
 * primal part stays as it is, one for all. Linear instructions that follow one another become a loop
 * over directions, in which their tangents are numbers; what is needed outside of the loop lies in a
 * memory of its own, its _vector_. Shadows are as in several directions (`WideShadows`).
 */
export class VectorForward {
  readonly lin: LinearProgram;
  readonly width: number;
  /** Undefined until the parameters are there. */
  interval: Interval | undefined;
  readonly #call: VectorCall;
  readonly #memory: Memory;
  readonly #narrowing: Narrowing;
  readonly #shadows: WideShadows;
  readonly #entry: Builder;
  readonly #groups: Groups;
  readonly #vectors = new Map<Value, Value>();
  #sums: Value | undefined;

  constructor(
    lin: LinearProgram,
    region: Region,
    { width, entry, call, memory, narrowing }: Parts,
  ) {
    this.lin = lin;
    this.#memory = memory;
    this.#narrowing = narrowing;
    this.width = width;
    this.#call = call;
    this.#shadows = new WideShadows(lin, width);
    this.#entry = entry;
    this.#groups = groupsOf(lin, region);
  }

  shadow(ref: Value): Value {
    return this.#shadows.of(this.lin.shadow(ref));
  }

  newShadow(ref: Value): Value {
    return this.#shadows.define(this.lin.shadow(ref));
  }

  /** The vector of tangents of a number of the source; one of zeros if it does not vary. */
  tangents(v: Value): Value {
    const tangent = this.lin.tangent(v);
    return tangent === undefined ? this.#newVector(v) : this.#vectorOf(tangent);
  }

  /** Says where the tangents of a number of the source are. */
  setTangents(v: Value, vector: Value): void {
    const tangent = this.lin.tangent(v);
    if (tangent !== undefined) this.#vectors.set(tangent, vector);
  }

  body(b: Builder, region: Region): void {
    for (const part of this.#groups.partsOf(region)) {
      if (part.kind === "group") this.#group(b, part);
      else {
        b.span = part.instr.span;
        this.#instr(b, part.instr, region);
      }
    }
  }

  #instr(b: Builder, instr: Instr, around: Region): void {
    const { lin } = this;
    if (lin.linear.has(instr)) return this.#whole(b, instr);
    if (lin.twins.has(instr)) return this.#structured(b, instr, around);
    if (lin.origin.has(instr)) return this.#shadows.move(b, instr);
    if (instr.attrs["callee"] !== undefined) return this.#call(this, b, instr);
    b.append(instr);
  }

  // --- Vectors ----------------------------------------------------------------------------------

  #newVector({ type }: Value): Value {
    return allocate(this.#entry, vectorType(type), int(this.#entry, this.width));
  }

  #vectorOf(tangent: Value): Value {
    const known = this.#vectors.get(tangent);
    if (known !== undefined) return known;
    const made = this.#newVector(tangent);
    this.#vectors.set(tangent, made);
    return made;
  }

  // --- Groups -----------------------------------------------------------------------------------

  #group(b: Builder, group: Group): void {
    const { from, to } = this.interval as Interval;
    const elements = new Map<Instr, Value>();
    for (const instr of group.instrs) {
      if (instr.op !== load && instr.op.name !== "store") continue;
      b.span = instr.span;
      const index = this.#groups.indexOf(instr.args[1] as Value);
      elements.set(instr, mul(b, index, int(b, this.width)));
    }
    forEachDirection(b, from, to, (inner, d) => {
      const one = new OneDirection(this, inner, d, (t) => this.#vectorOf(t));
      for (const instr of group.instrs) one.instr(instr, elements.get(instr));
      const moved = group.moves.map(({ from: t }) => one.tangent(t) ?? zero(inner, t.type));
      group.moves.forEach(({ to: t }, i) =>
        storeTo(inner, this.#vectorOf(t), d, moved[i] as Value),
      );
      for (const t of group.escaping) {
        const x = one.tangent(t);
        if (x !== undefined) storeTo(inner, this.#vectorOf(t), d, x);
      }
    });
  }

  /** Fills and copies are of all directions; a record has a field for each. */
  #whole(b: Builder, { op, args, attrs, results }: Instr): void {
    if (!alone.has(op)) throw new Error(`internal: ${op.name} in vectors`);
    const to = this.#shadows.of(args[0] as Value);
    if (op === recordGet || op === recordSet) {
      const tangent = (op === recordGet ? results[0] : args[1]) as Value;
      return this.#fields(b, to, String(attrs["field"]), { tangent, read: op === recordGet });
    }
    if (op === copy) {
      b.emit(copy, [to, this.#shadows.of(args[1] as Value)]);
      return;
    }
    const dx = args[1] as Value;
    if (this.#groups.isZero(dx)) {
      b.emit(fill, [to, zero(b, dx.type)]);
      return;
    }
    const vector = this.#vectorOf(dx);
    const { from, to: end } = this.interval as Interval;
    forRange(b, [int(b, 0), length(b, to), this.width], [], (inner, first) => {
      forEachDirection(inner, from, end, (c, d) => {
        storeTo(c, to, add(c, first, d), load(c, vector, d));
      });
      return [];
    });
  }

  // In records there are tangents of functions that keep numbers for a reverse sweep.
  #fields(
    b: Builder,
    record: Value,
    field: string,
    { tangent, read }: { readonly tangent: Value; readonly read: boolean },
  ): void {
    const isZero = this.#groups.isZero(tangent);
    const vector = isZero ? undefined : this.#vectorOf(tangent);
    for (let d = 0; d < this.width; d++) {
      const one = { field: tangentField(field, d, this.width) };
      const at = int(b, d);
      if (read) storeTo(b, vector as Value, at, b.emit1(recordGet, [record], one));
      else {
        const dx = vector === undefined ? zero(b, tangent.type) : load(b, vector, at);
        b.emit(recordSet, [record, dx], one);
      }
    }
  }

  wide(shadow: Value): Value {
    return this.#shadows.of(shadow);
  }

  isZero(tangent: Value): boolean {
    return this.#groups.isZero(tangent);
  }

  // --- Control ----------------------------------------------------------------------------------

  // Tangents that are carried or chosen have one vector, in which the group before has put them.
  #structured(b: Builder, instr: Instr, around: Region): void {
    const twins = this.lin.twins.get(instr) as readonly Twin[];
    const isChoice = instr.op.name === "if";
    const args = isChoice ? instr.args : this.#references(twins, instr.args);
    twins.forEach(({ kind }, i) => {
      if (kind === "shadow") return;
      const at = (values: readonly Value[]): Value =>
        values[values.length - twins.length + i] as Value;
      const vector = this.#vectorOf(at(instr.results));
      if (!isChoice) for (const { params } of instr.regions) this.#vectors.set(at(params), vector);
    });
    const whole = this.interval;
    if (instr.op === forOp) this.interval = this.#narrowed(b, instr, around);
    const regions = instr.regions.map((region) => {
      const inner = b.nested();
      inner.params.push(...(isChoice ? [] : this.#defined(twins, region.params)));
      this.body(inner, region);
      inner.span = instr.span;
      return inner.finish(this.#references(twins, region.yields));
    });
    this.interval = whole;
    b.span = instr.span;
    b.append({ ...instr, args, regions, results: this.#defined(twins, instr.results) });
  }

  // Directions in which a loop has nothing to do are left out, if looking for them is little work.
  #narrowed(b: Builder, loop: Instr, around: Region): Interval {
    const whole = this.interval as Interval;
    if (this.#narrowing === "never") return whole;
    const support = supportOf(this.lin, loop, around, this.#memory);
    if (support === undefined) return whole;
    const { shadows, tangents, work } = support;
    // what the loop begins with is where it is carried by now
    const carried = loop.results.filter((r) => this.lin.tangents.has(r));
    const memories = [
      ...shadows.map((v) => this.#shadows.of(v)),
      ...[...tangents, ...carried]
        .filter((t) => !this.#groups.isZero(t))
        .map((t) => this.#vectorOf(t)),
    ];
    if (memories.length === 0) return whole;
    const [lo, hi] = loop.args as [Value, Value];
    const trips = tripCount(b, lo, hi, Number(loop.attrs["step"]));
    const worth =
      this.#narrowing === "always"
        ? int(b, 2 ** 31 - 1)
        : mul(b, trips, int(b, Math.ceil(work / LOOK)));
    this.#sums ??= allocate(this.#entry, memOf("f64"), int(this.#entry, this.width));
    return narrowedTo(b, whole, { memories, width: this.width }, { sums: this.#sums, worth });
  }

  /** `values`, which end in twins, without tangents. */
  #references(twins: readonly Twin[], values: readonly Value[]): Value[] {
    const n = values.length - twins.length;
    const shadows = values.slice(n).filter((_, i) => twins[i]?.kind === "shadow");
    return [...values.slice(0, n), ...shadows.map((v) => this.#shadows.of(v))];
  }

  #defined(twins: readonly Twin[], values: readonly Value[]): Value[] {
    const n = values.length - twins.length;
    const shadows = values.slice(n).filter((_, i) => twins[i]?.kind === "shadow");
    return [...values.slice(0, n), ...shadows.map((v) => this.#shadows.define(v))];
  }
}

/** The instructions of a group in direction `d`. */
class OneDirection {
  readonly #forward: VectorForward;
  readonly #b: Builder;
  readonly #d: Value;
  readonly #vectorOf: (tangent: Value) => Value;
  /** Undefined is zero. */
  readonly #known = new Map<Value, Value | undefined>();

  constructor(forward: VectorForward, b: Builder, d: Value, vectorOf: (tangent: Value) => Value) {
    this.#forward = forward;
    this.#b = b;
    this.#d = d;
    this.#vectorOf = vectorOf;
  }

  tangent(t: Value): Value | undefined {
    if (!this.#known.has(t)) {
      const isZero = this.#forward.isZero(t);
      this.#known.set(t, isZero ? undefined : load(this.#b, this.#vectorOf(t), this.#d));
    }
    return this.#known.get(t);
  }

  /** `first`: where the tangents of the element are that is read or written. */
  instr(instr: Instr, first: Value | undefined): void {
    const b = this.#b;
    b.span = instr.span;
    const { op, args, results } = instr;
    const [shadow, , x] = args as [Value, Value, Value];
    const at = (): Value => add(b, first as Value, this.#d);
    switch (op.name) {
      case "load":
        return void this.#known.set(results[0] as Value, load(b, this.#forward.wide(shadow), at()));
      case "store":
        return storeTo(b, this.#forward.wide(shadow), at(), this.tangent(x) ?? zero(b, x.type));
    }
    if (op === constant) return;
    const [y] = results as [Value];
    const { tangents } = this.#forward.lin;
    const dx = args.map((a) => (tangents.has(a) ? this.tangent(a) : undefined));
    if (dx.every((t) => t === undefined)) return void this.#known.set(y, undefined);
    if (args.every((a, i) => !tangents.has(a) || dx[i] !== undefined)) {
      const result: Value = { type: y.type };
      b.append({ ...instr, args: args.map((a, i) => dx[i] ?? a), results: [result] });
      return void this.#known.set(y, result);
    }
    // it is linear in its tangents: so it is its own derivative, which leaves out what is zero
    if (op.rule.kind !== "linear") throw new Error(`internal: ${op.name} is not linear`);
    this.#known.set(y, op.rule.jvp(b, args, dx, y, instr.attrs));
  }
}
