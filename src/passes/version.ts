import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { definedIn, rewriteRegion, walk, type ValueMap } from "../ir/rewrite.ts";
import { f64, sameType } from "../ir/types.ts";
import { AffineFinder, directionOf, leavesOf, type Affine } from "../analysis/affine.ts";
import { I32_MAX, rangesOf, type Ranges } from "../analysis/ranges.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { sizeOf } from "./inline.ts";
import { funcPass, type Pass } from "./pass.ts";

/** Larger loops are not doubled. */
const LARGEST = 400;
/** What one function may grow by. */
const BUDGET = 6000;

/**
 * Checks the bounds of a whole loop before it: where all are kept, a copy of the loop runs that does
 * not check and computes its subscripts in integers; where not, the loop as it was, so that an error
 * is the same, at the same point, with the same things done before it.
 *
 *     for 0, %n { (%i)                  %ok = 0 ≤ %b, %b + %n - 1 < %l, %b is an integer
 *       %1 = add %b, (to_f64 %i)   →    if %ok { for 0, %n { (%i)  %2 = add %b', %i … } }
 *       %2 = bounds (to_index %1), %l      else { the loop }
 *
 * For innermost counted loops of step 1 or -1, and subscripts linear in the index. Done once, at the
 * end: it doubles code, and what is differentiated should stay small. Linear.
 */
export const version: Pass = funcPass(
  "version",
  "checks the bounds of whole loops before them",
  versionFunc,
);

function versionFunc(func: Func): Func {
  const structure = structureOf(func.region);
  const ranges = rangesOf(structure);
  let room = BUDGET;
  return editFunc(func, {
    instr: (instr, b) => {
      if (instr.op !== op.forOp || Math.abs(Number(instr.attrs["step"])) !== 1) return undefined;
      const size = sizeOf(instr.regions[0]!);
      if (size > Math.min(room, LARGEST) || hasLoop(instr.regions[0]!)) return undefined;
      const checks = checksIn(instr, structure, ranges);
      if (checks.size === 0) return undefined;
      room -= size;
      return versioned(instr, checks, b, structure);
    },
  });
}

function hasLoop(region: Region): boolean {
  let found = false;
  walk(region, ({ op: what }) => {
    found ||= what === op.forOp || what === op.loopOp || what === op.callOp || what === op.deriveOp;
  });
  return found;
}

/**
 * Checks of the loop that can be made before it, with their subscripts; and, as in the reverse
 * sweep of a derivative, subscripts that are used without a check, since one was made before.
 */
function checksIn(loop: Instr, structure: Structure, ranges: Ranges): Map<Instr, Affine> {
  const body = loop.regions[0]!;
  const inside = definedIn(body);
  const finder = new AffineFinder(loop, structure, ranges, (v) => inside.has(v));
  const found = new Map<Instr, Affine>();
  const bare = new Set<Value>(body.yields);
  walk(body, (instr) => {
    if (instr.op === op.bounds && !inside.has(instr.args[1]!)) {
      const subscript = finder.subscript(instr.args[0]!);
      if (subscript !== undefined) found.set(instr, subscript);
      return;
    }
    for (const v of instr.args) bare.add(v);
    for (const inner of instr.regions) for (const v of inner.yields) bare.add(v);
  });
  walk(body, (instr) => {
    if (instr.op !== op.toIndex || !bare.has(instr.results[0]!)) return;
    const subscript = finder.subscript(instr.results[0]!);
    if (subscript !== undefined) found.set(instr, subscript);
  });
  return found;
}

function versioned(
  loop: Instr,
  checks: ReadonlyMap<Instr, Affine>,
  b: Builder,
  structure: Structure,
): readonly Value[] {
  const conditions = new Conditions(loop, b, structure);
  for (const [{ op: what, args }, subscript] of checks) {
    // an index is below the largest i32 anyway
    conditions.inside(subscript, what === op.bounds ? args[1]! : op.int(b, I32_MAX));
  }
  const fast = unchecked(loop, checks);
  const own = loop.results.map((r): Value => ({ type: r.type, hint: r.hint }));
  const slow = { ...loop, results: own };
  b.append({
    op: op.ifOp,
    args: [conditions.all()],
    attrs: {},
    regions: [
      { params: [], body: [fast], yields: fast.results },
      { params: [], body: [slow], yields: own },
    ],
    results: loop.results,
    span: loop.span,
  });
  return loop.results;
}

/** What must hold before the loop for its checks to be kept in it. */
class Conditions {
  private readonly b: Builder;
  private readonly first: Value | undefined;
  private readonly last: Value;
  private readonly step: number;
  private readonly made: Value[] = [];
  private readonly whole = new Set<Value>();

  constructor(loop: Instr, b: Builder, structure: Structure) {
    this.b = b;
    const [lo, hi] = loop.args as [Value, Value];
    const start = structure.definitionOf(lo)?.instr;
    const fromZero = start?.op === op.constant && op.literalOf(start.attrs) === 0;
    this.first = fromZero ? undefined : op.toF64(b, lo);
    this.step = Number(loop.attrs["step"]);
    // the last index is next to the bound, as the step is 1 or -1
    this.last = op.sub(b, op.toF64(b, hi), op.num(b, this.step));
  }

  inside(subscript: Affine, length: Value): void {
    for (const leaf of leavesOf(subscript)) this.integer(leaf);
    const { b } = this;
    const end = (index: Value | undefined): Value => at(b, subscript, index) ?? op.num(b, 0);
    const ends = [end(this.first), end(this.last)] as const;
    const direction = directionOf(subscript);
    // the ends are those of the index as it runs, which falls where the step is negative
    const rises = (direction ?? 0) * this.step > 0;
    const lows = direction === undefined ? ends : [rises ? ends[0] : ends[1]];
    const highs = direction === undefined ? ends : [rises ? ends[1] : ends[0]];
    for (const low of lows) this.made.push(op.ge(b, low, op.num(b, 0)));
    for (const high of highs) this.made.push(op.lt(b, high, op.toF64(b, length)));
  }

  all(): Value {
    return this.made.reduce((p, q) => op.and(this.b, p, q));
  }

  // Of an i32, as the proof for subscripts wants it.
  private integer(leaf: Value): void {
    if (!sameType(leaf.type, f64) || this.whole.has(leaf)) return;
    this.whole.add(leaf);
    const { b } = this;
    this.made.push(op.eq(b, op.toF64(b, op.clampI32(b, leaf)), leaf));
  }
}

/** The subscript in doubles where the index is `index`; undefined stands for 0. */
function at(b: Builder, a: Affine, index: Value | undefined): Value | undefined {
  switch (a.kind) {
    case "index":
      return index;
    case "literal":
      return a.value === 0 ? undefined : op.num(b, a.value);
    case "leaf":
      return sameType(a.value.type, f64) ? a.value : op.toF64(b, a.value);
    case "op": {
      // leaves are finite where this matters, so that 0 · x is 0; of a zero the sign does not matter
      const [x, y] = a.args.map((arg) => at(b, arg, index));
      if (a.op === op.neg) return x && op.neg(b, x);
      if (a.op === op.mul) return x && y && op.mul(b, x, y);
      if (x === undefined) return a.op === op.sub ? y && op.neg(b, y) : y;
      return y === undefined ? x : b.emit1(a.op, [x, y]);
    }
  }
}

/** The subscript in wrapping integers. */
function integerAt(b: Builder, a: Affine, index: Value): Value {
  switch (a.kind) {
    case "index":
      return index;
    case "literal":
      return op.int(b, a.value);
    case "leaf":
      return sameType(a.value.type, f64) ? op.clampI32(b, a.value) : a.value;
    case "op":
      return b.emit1(
        a.op,
        a.args.map((x) => integerAt(b, x, index)),
      );
  }
}

// A copy of the loop in which the subscripts of `checks` are computed, not checked.
function unchecked(loop: Instr, checks: ReadonlyMap<Instr, Affine>): Instr {
  const body = loop.regions[0]!;
  const map: ValueMap = new Map();
  const region = rewriteRegion(
    body,
    (_, b, old) => {
      const subscript = checks.get(old);
      return subscript && [integerAt(b, subscript, map.get(body.params[0]!)!)];
    },
    map,
  );
  const results = loop.results.map((r): Value => ({ type: r.type, hint: r.hint }));
  return { ...loop, regions: [region], results };
}
