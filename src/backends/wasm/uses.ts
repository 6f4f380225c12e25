import type { Instr, Region, Value } from "../../ir/func.ts";
import type { Type } from "../../ir/types.ts";
import { componentsOf } from "./representation.ts";

/** Which values of a function are needed, and how often. */
export interface Uses {
  /** Times a component is needed; 2 also where one use is in a loop its definition is outside of. */
  readonly count: (value: Value, component: number) => number;
  /** Whether leaving it out changes nothing. */
  readonly isDead: (instr: Instr) => boolean;
}

/** Components of operand `i` that an instruction looks at, where it is not all of them. */
const looksAt: Readonly<Record<string, (i: number, type: Type) => readonly number[] | undefined>> =
  {
    length: () => [1],
    load: (i) => (i === 0 ? [0] : undefined),
    store: (i) => (i === 0 ? [0] : undefined),
    view: (i) => (i === 0 ? [0] : undefined),
    copy: (i) => (i === 0 ? [0] : undefined),
    gemm: (i) => (i < 3 ? [0] : undefined),
    zeros_like: (_, type) => (isRunOfScalars(type) ? [1] : undefined),
  };

export function isRunOfScalars(type: Type): boolean {
  return type.kind === "mem" && type.elem.kind === "store";
}

export function findUses(region: Region): Uses {
  const loops = loopOfEach(region);
  const counts = new Map<Value, number[]>();
  const dead = new Set<Instr>();
  let loop = 0;
  const use = (v: Value, components?: readonly number[]): void => {
    const weight = loops.defined.get(v) === loop ? 1 : 2;
    let count = counts.get(v);
    if (count === undefined) counts.set(v, (count = componentsOf(v.type).map(() => 0)));
    for (const c of components ?? count.keys()) count[c]! += weight;
  };
  const needed = (v: Value): boolean => counts.get(v)?.some((n) => n > 0) ?? false;

  const visitInstr = (instr: Instr): void => {
    if (!instr.results.some(needed) && !mustRun(instr)) {
      dead.add(instr);
      return;
    }
    const outer = loop;
    for (const inner of instr.regions) {
      loop = loops.entered.get(inner) ?? outer;
      const isBranch = loop === outer;
      visitRegion(
        inner,
        isBranch ? inner.yields.filter((_, i) => needed(instr.results[i]!)) : inner.yields,
      );
      loop = outer;
    }
    instr.args.forEach((a, i) => use(a, looksAt[instr.op.name]?.(i, a.type)));
  };
  // backwards: whether a value is needed is known when its definition is met
  const visitRegion = (r: Region, yields: readonly Value[]): void => {
    for (const v of yields) use(v);
    for (let i = r.body.length - 1; i >= 0; i--) visitInstr(r.body[i]!);
  };
  visitRegion(region, region.yields);
  return {
    count: (value, component) => counts.get(value)?.[component] ?? 0,
    isDead: (instr) => dead.has(instr),
  };
}

/** Loops are kept even if nothing comes of them: they may not end. */
function mustRun(instr: Instr): boolean {
  switch (instr.op.effect) {
    case "pure":
    case "alloc":
    case "read":
      return false;
    case "write":
    case "trap":
      return true;
    case "nested":
      return instr.op.name !== "if" || instr.regions.some((r) => r.body.some(mustRun));
  }
}

interface Loops {
  /** Number of the innermost loop a value is defined in; 0 outside of all. */
  readonly defined: ReadonlyMap<Value, number>;
  /** Number of the loop whose body a region is. */
  readonly entered: ReadonlyMap<Region, number>;
}

function loopOfEach(region: Region): Loops {
  const defined = new Map<Value, number>();
  const entered = new Map<Region, number>();
  let loops = 0;
  const visit = (r: Region, loop: number): void => {
    for (const p of r.params) defined.set(p, loop);
    for (const instr of r.body) {
      for (const v of instr.results) defined.set(v, loop);
      for (const inner of instr.regions) {
        if (instr.op.name === "if") visit(inner, loop);
        else {
          entered.set(inner, ++loops);
          visit(inner, loops);
        }
      }
    }
  };
  visit(region, 0);
  return { defined, entered };
}
