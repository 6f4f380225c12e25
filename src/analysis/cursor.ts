import type { Instr, Region, Value } from "../ir/func.ts";
import { f64, i32, sameType } from "../ir/types.ts";
import * as op from "../ops/index.ts";
import type { Structure } from "./structure.ts";

/** So many elements of a memory, from its start on: `base + plus`; without a base, `plus`. */
export interface Cursor {
  readonly base: Value | undefined;
  readonly plus: number;
}

/** A sum of an index of a loop, or none, and a cursor. */
interface Sum extends Cursor {
  readonly index: Value | undefined;
}

/**
 * Finds how much of a memory is written from its start on, one element after the other, by
 * instructions that do nothing else with it. A place to write at is the element that is next, or
 * one before it; so a base, f64 or i32, is an index that has been written at, or the next one, and
 * sums with it are exact.
 */
export class CursorFinder {
  readonly #structure: Structure;

  constructor(structure: Structure) {
    this.#structure = structure;
  }

  /** What instructions from `from` on write of the new `memory`, and the first that does not only that. */
  written(body: readonly Instr[], from: number, memory: Value): { cursor: Cursor; stop: number } {
    let cursor: Cursor = { base: undefined, plus: 0 };
    for (let at = from; at < body.length; at++) {
      const next = this.#step(body[at]!, memory, cursor);
      if (next === undefined) return { cursor, stop: at };
      cursor = next;
    }
    return { cursor, stop: body.length };
  }

  /** The cursor behind an instruction; undefined where the memory is used for something else. */
  #step(instr: Instr, memory: Value, cursor: Cursor): Cursor | undefined {
    if (!mentions(instr, memory)) return cursor;
    const { args } = instr;
    switch (instr.op) {
      case op.length:
        return cursor;
      case op.store: {
        const sum = args[0] === memory && args[2] !== memory ? this.#sum(args[1]!) : undefined;
        if (sum === undefined || sum.index !== undefined) return undefined;
        if (sum.base !== cursor.base || sum.plus < 0 || sum.plus > cursor.plus) return undefined;
        return sum.plus === cursor.plus ? { base: cursor.base, plus: cursor.plus + 1 } : cursor;
      }
      case op.forOp:
        return args.includes(memory) ? undefined : this.#loop(instr, memory, cursor);
      case op.ifOp:
        return this.#branches(instr, memory, cursor);
      default:
        return undefined;
    }
  }

  #all({ body, yields }: Region, memory: Value, start: Cursor): Cursor | undefined {
    let cursor: Cursor | undefined = start;
    for (const instr of body) {
      cursor = this.#step(instr, memory, cursor);
      if (cursor === undefined) return undefined;
    }
    return yields.includes(memory) ? undefined : cursor;
  }

  #loop(loop: Instr, memory: Value, cursor: Cursor): Cursor | undefined {
    const body = loop.regions[0]!;
    const [lo, hi] = [this.#literal(loop.args[0]!), this.#literal(loop.args[1]!)];
    if (Number(loop.attrs["step"]) !== 1) return undefined;
    // carried: each iteration goes on where the one before has ended
    for (const [k, carried] of body.params.slice(1).entries()) {
      if (!this.#isAt(loop.args[k + 2]!, cursor) || !this.#moves(carried, body.yields[k]!))
        continue;
      const end = this.#all(body, memory, { base: carried, plus: 0 });
      if (end !== undefined && this.#isAt(body.yields[k]!, end)) {
        return { base: loop.results[k]!, plus: 0 };
      }
    }
    // counted: one element for each iteration
    if (lo === undefined || hi === undefined) return undefined;
    let written = false;
    for (const instr of body.body) {
      if (!mentions(instr, memory)) continue;
      const [m, i, x] = instr.args;
      if (written || instr.op !== op.store || m !== memory || x === memory) return undefined;
      const sum = this.#sum(i!);
      if (sum === undefined || sum.index !== body.params[0]) return undefined;
      if (sum.base !== cursor.base) return undefined;
      if (sum.plus + lo !== cursor.plus) return undefined;
      written = true;
    }
    if (!written || body.yields.includes(memory)) return undefined;
    return { base: cursor.base, plus: cursor.plus + Math.max(0, hi - lo) };
  }

  #branches({ regions, results }: Instr, memory: Value, cursor: Cursor): Cursor | undefined {
    const ends = regions.map((region) => this.#all(region, memory, cursor));
    const [first, second] = ends;
    if (first === undefined || second === undefined) return undefined;
    if (first.base === second.base && first.plus === second.plus) return first;
    const k = results.findIndex((_, i) =>
      ends.every((end, r) => this.#isAt(regions[r]!.yields[i]!, end!)),
    );
    return k < 0 ? undefined : { base: results[k]!, plus: 0 };
  }

  // Whether `next` may be a cursor that goes on from `carried`: for a quick no.
  #moves(carried: Value, next: Value): boolean {
    if (!sameType(carried.type, f64) && !sameType(carried.type, i32)) return false;
    const base = this.#sum(next)?.base;
    if (base === undefined || base === carried) return base === carried;
    return (this.#structure.definitionOf(base)?.instr?.regions.length ?? 0) > 0;
  }

  #isAt(v: Value, cursor: Cursor): boolean {
    const sum = this.#sum(v);
    if (sum === undefined || sum.index !== undefined) return false;
    return sum.base === cursor.base && sum.plus === cursor.plus;
  }

  isLiteral(v: Value): boolean {
    return this.#literal(v) !== undefined;
  }

  #literal(v: Value): number | undefined {
    const made = this.#structure.definitionOf(v)?.instr;
    return made?.op === op.constant ? Number(op.literalOf(made.attrs)) : undefined;
  }

  /** `v` as a sum; undefined if it is anything else. */
  #sum(v: Value): Sum | undefined {
    const literal = this.#literal(v);
    if (literal !== undefined) return { base: undefined, index: undefined, plus: literal };
    const definition = this.#structure.definitionOf(v);
    if (definition === undefined) return undefined;
    const { instr, region, index } = definition;
    if (instr === undefined) {
      const counts = this.#structure.ownerOf(region)?.op === op.forOp && index === 0;
      return counts
        ? { base: undefined, index: v, plus: 0 }
        : { base: v, index: undefined, plus: 0 };
    }
    switch (instr.op) {
      case op.bounds:
      case op.toIndex:
        return this.#sum(instr.args[0]!);
      case op.toF64:
        if (!sameType(instr.args[0]!.type, i32)) return undefined;
        return this.#sum(instr.args[0]!);
      case op.add: {
        const [x, y] = [this.#sum(instr.args[0]!), this.#sum(instr.args[1]!)];
        if (x === undefined || y === undefined) return undefined;
        if (x.base !== undefined && y.base !== undefined) return undefined;
        if (x.index !== undefined && y.index !== undefined) return undefined;
        const plus = x.plus + y.plus;
        return { base: x.base ?? y.base, index: x.index ?? y.index, plus };
      }
      default:
        return { base: v, index: undefined, plus: 0 };
    }
  }
}

function mentions(instr: Instr, v: Value): boolean {
  return (
    instr.args.includes(v) ||
    instr.regions.some((r) => r.yields.includes(v) || r.body.some((inner) => mentions(inner, v)))
  );
}
