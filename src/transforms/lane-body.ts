// The body of a function for many lanes, instruction by instruction.
import { changedParams } from "../analysis/changed-params.ts";
import { Builder } from "../ir/builder.ts";
import { instrWith, type Func, type Instr, type Region, type Value } from "../ir/func.ts";
import { laneType } from "../ir/lanes.ts";
import { isReference, type Type } from "../ir/types.ts";
import {
  bounds,
  broadcast,
  call,
  callOp,
  deriveOp,
  forOp,
  ifOp,
  item,
  loopOp,
  reduceMax,
  reduceMin,
  zero,
} from "../ops/index.ts";
import type { Batching } from "./batch.ts";
import { branch, countedLoop, loop } from "./lane-control.ts";
import { LaneMemories, memoryInstr, Widened } from "./lane-memory.ts";
import { Unbatchable } from "./unbatchable.ts";

/** The body, and which of its results have lanes. */
interface Made {
  readonly region: Region;
  readonly results: readonly boolean[];
}

/** A function being made. Values of the source have others in their place, some of all lanes. */
export class LaneBody {
  readonly batching: Batching;
  readonly size: number;
  readonly memories: LaneMemories = new LaneMemories();
  /** How many regions around are run for some of the lanes only. */
  depth: number = 0;
  readonly #func: Func;
  readonly #batched: readonly boolean[];
  readonly #map = new Map<Value, Value>();
  readonly #laned = new Set<Value>();

  constructor(batching: Batching, func: Func, batched: readonly boolean[]) {
    this.batching = batching;
    this.size = batching.size;
    this.#func = func;
    this.#batched = batched;
  }

  /**
   * Results have lanes that are not the same in all, or `all`.
   *
   * @throws Unbatchable
   */
  made(all: boolean): Made {
    for (;;) {
      try {
        return this.#attempt(all);
      } catch (error) {
        if (!(error instanceof Widened)) throw error;
      }
    }
  }

  #attempt(all: boolean): Made {
    const { region, span } = this.#func;
    this.memories.forget();
    this.depth = 0;
    const b = new Builder(span);
    region.params.forEach((p, i) => {
      const has = this.#batched[i] === true;
      this.set(p, b.param(has ? this.typeOf(p.type) : p.type, p.hint), has);
    });
    if (region.yields.some((v) => isReference(v.type))) throw new Unbatchable();
    let yields: Value[];
    let results = region.yields.map(() => true);
    if (this.size === 0) {
      yields = region.yields.map((v) => zero(b, this.typeOf(v.type)));
    } else {
      this.region(b, region);
      results = region.yields.map((v) => all || this.has(v));
      yields = region.yields.map((v, i) => (results[i] ? this.inLanes(b, v) : this.of(v)));
    }
    return { region: b.finish(yields), results };
  }

  /** Whether a value of the source has lanes here. */
  has(v: Value): boolean {
    return this.#laned.has(v);
  }

  /** What stands for a value of the source. */
  of(v: Value): Value {
    const found = this.#map.get(v);
    if (found === undefined) throw new Unbatchable();
    return found;
  }

  set(v: Value, made: Value, hasLanes: boolean): void {
    this.#map.set(v, made);
    if (hasLanes) this.#laned.add(v);
    else this.#laned.delete(v);
  }

  /** Runs `body` with other values in the place of some that have lanes. */
  with(others: ReadonlyMap<Value, Value>, body: () => void): void {
    const before = [...others.keys()].map((v) => [v, this.of(v)] as const);
    for (const [v, other] of others) this.#map.set(v, other);
    body();
    for (const [v, own] of before) this.#map.set(v, own);
  }

  /** The type of the values of all lanes. */
  typeOf(type: Type): Type {
    const whole = laneType(type, this.size);
    if (whole.kind !== "array") throw new Unbatchable();
    return whole;
  }

  /** The value for all lanes, repeated where it is one. */
  inLanes(b: Builder, v: Value): Value {
    const own = this.of(v);
    if (this.has(v)) return own;
    const type = this.typeOf(v.type);
    const shape = type.kind === "array" ? type.shape : [];
    return b.emit1(broadcast, [own], { shape, axes: shape.slice(1).map((_, i) => i + 1) });
  }

  region(b: Builder, { body }: Region): void {
    for (const instr of body) {
      b.span = instr.span;
      this.#instr(b, instr);
    }
  }

  #instr(b: Builder, instr: Instr): void {
    switch (instr.op) {
      case ifOp:
        return branch(this, b, instr);
      case forOp:
        return countedLoop(this, b, instr);
      case loopOp:
        return loop(this, b, instr);
      case callOp:
        return this.#call(b, instr);
      case deriveOp:
        throw new Error("internal: a derivative that is not taken yet, for many lanes");
    }
    if (memoryInstr(this, b, instr)) return;
    const { op, args, attrs } = instr;
    const batched = args.map((a) => this.has(a));
    if (!batched.includes(true)) {
      if (op.effect === "write") throw new Unbatchable();
      return this.keep(b, instr);
    }
    const [result] = instr.results;
    if (result === undefined || [...args, result].some((v) => !isPlain(v.type))) {
      throw new Unbatchable();
    }
    if (op === bounds) return this.#bounds(b, instr);
    const operands = args.map((a) => this.of(a));
    if (op.batch !== undefined) {
      this.set(result, op.batch(b, operands, { size: this.size, batched }, attrs, op), true);
    } else if (op.eval !== undefined) {
      this.set(result, this.#elementwise(b, instr, result), true);
    } else throw new Unbatchable();
  }

  /** The instruction as it is. */
  keep(b: Builder, instr: Instr): void {
    const args = instr.args.map((a) => this.of(a));
    const results = instr.results.map(({ type, hint }): Value => ({ type, hint }));
    b.append(instrWith(instr, args, [], results));
    instr.results.forEach((r, i) => this.set(r, results[i]!, false));
  }

  #elementwise(b: Builder, { op, args, attrs }: Instr, result: Value): Value {
    const shape = shapeOf(this.typeOf(result.type));
    const operands = args.map((a) => {
      const scalar = a.type.kind === "scalar" && result.type.kind === "array";
      if (!scalar) return this.inLanes(b, a);
      // the condition of a choice between arrays
      const own = this.of(a);
      return this.has(a) ? b.emit1(broadcast, [own], { shape, axes: [0] }) : own;
    });
    return b.emit1(op, operands, attrs);
  }

  // All indices are inside if the extreme ones are.
  #bounds(b: Builder, { args, results }: Instr): void {
    const [index, length] = args as [Value, Value];
    if (this.has(length)) throw new Unbatchable();
    for (const extreme of [reduceMin, reduceMax]) {
      const one = b.emit1(item, [b.emit1(extreme, [this.of(index)], { axes: [0] })]);
      bounds(b, one, this.of(length));
    }
    this.set(results[0]!, this.of(index), true);
  }

  #call(b: Builder, instr: Instr): void {
    const { args, attrs, results } = instr;
    const { callee, ...rest } = attrs;
    const source = this.batching.func(String(callee));
    if (!this.batching.isQuiet(source.name)) throw new Unbatchable();
    const changed = changedParams(this.batching.source, source);
    const batched = args.map((a) => this.has(a));
    if (!batched.includes(true)) {
      args.forEach((a, i) => {
        if (changed.has(i)) this.memories.requireOwn(a, this.depth);
        if (this.memories.hasLanes(a)) throw new Unbatchable();
      });
      this.keep(b, instr);
      return;
    }
    if (changed.size > 0) throw new Unbatchable();
    const made = this.batching.callee(source.name, batched);
    const operands = args.map((a, i) => {
      if (this.memories.hasLanes(a)) throw new Unbatchable();
      return made.params[i] === true ? this.inLanes(b, a) : this.of(a);
    });
    const types = results.map((r, i) => (made.results[i] === true ? this.typeOf(r.type) : r.type));
    const found = call(b, made.name, operands, types, rest);
    results.forEach((r, i) => this.set(r, found[i]!, made.results[i] === true));
  }
}

/** Whether there are arrays of its values. */
const isPlain = (type: Type): boolean =>
  type.kind === "array" || (type.kind === "scalar" && type.dtype !== "i64");

const shapeOf = (type: Type): readonly number[] => (type.kind === "array" ? type.shape : []);
