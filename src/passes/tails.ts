import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { f64, loadedType, sameType, type MemType } from "../ir/types.ts";
import { CursorFinder } from "../analysis/cursor.ts";
import { structureOf } from "../analysis/structure.ts";
import * as op from "../ops/index.ts";
import { editFunc } from "./edit.ts";
import { funcPass, type Pass } from "./pass.ts";

/**
 * New memory that is written from its start on, element after element, needs zeros only behind the
 * last of them.
 *
 *     %m = alloc %n                           %m = alloc {raw: true} %n
 *     %c = for 0, %k, 0 { (%i, %at)           %c = for 0, %k, 0 { (%i, %at)
 *       store %m, %at, %x                 →     store %m, %at, %x
 *       yield (add %at, 1)                      yield (add %at, 1)
 *     }                                       }
 *                                             fill (view %m, %c, (sub %n, %c)), 0
 *     return %m                               return %m
 *
 * Before checks are moved out of loops, which makes several forms of each. Size times depth.
 */
export const tails: Pass = funcPass(
  "tails",
  "zeros only what is left of memory that is written in order",
  tailsFunc,
  [op.alloc],
);

/** So many elements of a new memory are written: `base + plus`. */
interface Written {
  readonly made: Instr;
  readonly base: Value;
  readonly plus: number;
}

function tailsFunc(func: Func): Func {
  const finder = new CursorFinder(structureOf(func.region));
  const raw = new Set<Instr>();
  /** What is written before an instruction, or at the end of a region. */
  const ends = new Map<Instr | Region, Written[]>();
  const visit = (region: Region): void => {
    region.body.forEach((made, at) => {
      made.regions.forEach(visit);
      if (!isNumbers(made) || finder.isLiteral(made.args[0]!)) return;
      const { cursor, stop } = finder.written(region.body, at + 1, made.results[0]!);
      // otherwise there are only a few elements
      const { base, plus } = cursor;
      if (base === undefined) return;
      raw.add(made);
      const place = region.body[stop] ?? region;
      ends.set(place, [...(ends.get(place) ?? []), { made, base, plus }]);
    });
  };
  visit(func.region);
  if (raw.size === 0) return func;
  const endRegion = (region: Region, b: Builder): void => {
    for (const written of ends.get(region) ?? []) zeroTail(b, written);
  };
  const edited = editFunc(func, {
    leave: (old, index, inner) => endRegion(old.regions[index]!, inner),
    instr: (instr, b, old) => {
      const here = ends.get(old);
      if (here === undefined && !raw.has(old)) return undefined;
      for (const written of here ?? []) zeroTail(b, written);
      b.append(raw.has(old) ? { ...instr, attrs: { ...instr.attrs, raw: true } } : instr);
      return instr.results;
    },
  });
  if (!ends.has(func.region)) return edited;
  const b = new Builder();
  endRegion(func.region, b);
  const { region } = edited;
  return { ...edited, region: { ...region, body: [...region.body, ...b.body] } };
}

function isNumbers({ op: what, results: [m] }: Instr): boolean {
  return what === op.alloc && m?.type.kind === "mem" && m.type.elem.kind === "store";
}

function zeroTail(b: Builder, { made, base, plus }: Written): void {
  const [length, memory] = [made.args[0]!, made.results[0]!];
  const type = memory.type as MemType;
  b.span = made.span;
  const from = sameType(base.type, f64) ? op.clampI32(b, base) : base;
  const start = plus === 0 ? from : op.add(b, from, op.int(b, plus));
  const rest = op.view(b, memory, start, op.sub(b, length, start));
  b.emit(op.fill, [rest, op.zeroOf(b, loadedType(type.elem))]);
}
