// When memories made in a region are used there, for passes that let one stand for another.
import type { Cell } from "../analysis/cells.ts";
import type { Memory } from "../analysis/memory.ts";
import { constantNumber, type Structure } from "../analysis/structure.ts";
import { funcNamed, type Instr, type Module, type Region, type Value } from "../ir/func.ts";
import { calleesOf, walk } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** How the memory of one class is used in a region, by places in its body. */
export interface Uses {
  readonly first: number;
  last: number;
  /** Whether it may be reached in other ways from then on. */
  kept: boolean;
  /** Whether something may ask how long it is. */
  sized: boolean;
}

/** Of each class of memory that `region`, of a function of `module`, uses. */
export function usesIn(
  module: Module,
  memory: Memory,
  { body, yields }: Region,
): ReadonlyMap<Cell, Uses> {
  const uses = new Map<Cell, Uses>();
  const use = (v: Value, at: number, kept: boolean, sized: boolean): void => {
    if (!isReference(v.type)) return;
    const cell = memory.classes.cellOf(v);
    const known = uses.get(cell);
    if (known === undefined) uses.set(cell, { first: at, last: at, kept, sized });
    else {
      known.last = at;
      known.kept ||= kept;
      known.sized ||= sized;
    }
  };
  body.forEach((top, at) => {
    const visit = (instr: Instr): void => {
      const kept = !lends(instr);
      const sized = asksLength(module, instr);
      for (const v of instr.args) use(v, at, kept, sized);
      for (const inner of instr.regions) inner.body.forEach(visit);
    };
    visit(top);
  });
  for (const v of yields) use(v, body.length, true, true);
  return uses;
}

/** Whether an instruction, or what it calls, asks how long a memory is. */
function asksLength(module: Module, { op: what, attrs }: Instr): boolean {
  if (what !== op.callOp) return what === op.length;
  const reached = new Set([String(attrs["callee"])]);
  for (const name of reached) {
    const { region } = funcNamed(module, name);
    if (hasLength(region)) return true;
    for (const callee of calleesOf(region)) reached.add(callee);
  }
  return false;
}

const lengths = new WeakMap<Region, boolean>();

function hasLength(region: Region): boolean {
  let found = lengths.get(region);
  if (found === undefined) {
    found = false;
    walk(region, ({ op: what }) => {
      found ||= what === op.length;
      return !found;
    });
    lengths.set(region, found);
  }
  return found;
}

/** Operations that keep no reference to an operand, but for results that are of its class. */
const lenders: ReadonlySet<unknown> = new Set([
  op.copy,
  op.fill,
  op.gemm,
  op.length,
  op.load,
  op.store,
  op.view,
]);

function lends({ op: what, args, results }: Instr): boolean {
  // what is called may keep it in an object that it gives
  const references = [...args, ...results].filter(({ type }) => isReference(type));
  return references.every(isPlain) && (what === op.callOp || lenders.has(what));
}

const isPlain = ({ type }: Value): boolean => type.kind === "mem" && type.elem.kind === "store";

/** The instruction in `region` that makes `v`, new memory of numbers. */
export function madeIn(structure: Structure, region: Region, v: Value): Instr | undefined {
  const made = structure.definitionOf(v);
  if (made?.instr?.op !== op.alloc || made.region !== region || !isPlain(v)) return undefined;
  return made.instr;
}

/** The number that `v` is, where it is a constant. */
export function numberOf(structure: Structure, v: Value): number | undefined {
  return constantNumber(structure.definitionOf(v)?.instr);
}

/** Whether both memories that are made have as many elements. */
export function sameCount(structure: Structure, a: Instr, b: Instr): boolean {
  const [m, n] = [a.args[0]!, b.args[0]!];
  if (m === n) return true;
  const count = numberOf(structure, m);
  return count !== undefined && count === numberOf(structure, n);
}
