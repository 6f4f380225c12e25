import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { inlineRegion, walk } from "../ir/rewrite.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { sizeOf } from "./inline.ts";
import { funcPass, type Pass } from "./pass.ts";
import { loopsOverSmall } from "./small.ts";

/** Iterations, and instructions of all of them, up to which a loop is written out. */
const TRIPS = 8;
const SIZE = 128;
/** The same for loops that keep a small memory from being values. */
const TRIPS_OVER_SMALL = 16;
const SIZE_OVER_SMALL = 512;
/** What one function may grow by. */
const BUDGET = 4000;

const doc = "writes out short loops";

/**
 * Writes out short loops of a known number of iterations, so that the subscripts in them are
 * constants and small memories can become values.
 *
 *     %s = for 0, 2, %x { (%i, %a)           %1 = load %m, 0
 *       %1 = load %m, %i                     %2 = add %x, %1
 *       %2 = add %a, %1               →      %3 = load %m, 1
 *       yield %2                             %s = add %2, %3
 *     }
 *
 * Inner loops come first, so that a small nest goes as a whole. Linear in the size of the result.
 */
export const unroll: Pass = funcPass("unroll", doc, (func) => unrollFunc(func, new Set()), [
  op.forOp,
]);

/**
 * The same, and longer loops where a small memory becomes values by that. Checks of bounds have been
 * moved out of loops by now, and derivatives been taken, which would be of more code.
 */
export const unrollFinal: Pass = funcPass(
  "unroll-final",
  `${doc}, and longer ones over small memories`,
  (func) => unrollFunc(func, loopsOverSmall(func.region)),
  [op.forOp],
);

function unrollFunc(func: Func, overSmall: ReadonlySet<Instr>): Func {
  const literals = new Map<Value, number>();
  let room = BUDGET;
  return editFunc(func, {
    placed: (instr) => {
      if (instr.op !== op.constant) return;
      literals.set(instr.results[0]!, Number(op.literalOf(instr.attrs)));
    },
    instr: (instr, b, old) => {
      if (instr.op !== op.forOp) return undefined;
      const small = overSmall.has(old);
      const indices = indicesOf(instr, literals, small ? TRIPS_OVER_SMALL : TRIPS);
      const body = instr.regions[0]!;
      if (indices === undefined || !(small || isPlain(body))) return undefined;
      const size = sizeOf(body) * indices.length;
      if (size > Math.min(small ? SIZE_OVER_SMALL : SIZE, room)) return undefined;
      room -= size;
      return writtenOut(instr, body, indices, b);
    },
  });
}

function indicesOf(
  loop: Instr,
  literals: ReadonlyMap<Value, number>,
  most: number,
): number[] | undefined {
  const [lo, hi] = [literals.get(loop.args[0]!), literals.get(loop.args[1]!)];
  if (lo === undefined || hi === undefined) return undefined;
  const step = Number(loop.attrs["step"]);
  const trips = Math.max(0, Math.ceil((hi - lo) / step));
  return trips > most ? undefined : Array.from({ length: trips }, (_, k) => lo + k * step);
}

function isPlain(region: Region): boolean {
  let plain = true;
  walk(region, ({ op: what }) => {
    if (what === op.forOp || what === op.loopOp || what === op.deriveOp) plain = false;
  });
  return plain;
}

function writtenOut(
  loop: Instr,
  body: Region,
  indices: readonly number[],
  b: Builder,
): readonly Value[] {
  let carried: readonly Value[] = loop.args.slice(2);
  for (const index of indices) {
    b.span = loop.span;
    carried = inlineRegion(b, body, [op.int(b, index), ...carried]);
  }
  return carried;
}
