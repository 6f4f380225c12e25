import type { Instr, Value } from "../../ir/func.ts";
import { freeValues } from "../../ir/rewrite.ts";
import { edgesOf, type Block } from "./flow.ts";

/** What is the same wherever it is computed, and costs nothing: it is never handed on. */
export function isConstant({ op }: Instr): boolean {
  return op.name === "const" || op.name === "null" || op.name === "table";
}

/**
 * For each of `blocks`, the values from before it that it, or a block after it, uses: in a fixed
 * order, parameters and constants aside. Blocks are those of one function; iterates to a fixed point.
 */
export function liveness(blocks: readonly Block[]): ReadonlyMap<Block, readonly Value[]> {
  const constants = new Set<Value>();
  for (const { body } of blocks) {
    for (const instr of body) if (isConstant(instr)) constants.add(instr.results[0]!);
  }
  const local = new Map(blocks.map((block) => [block, localTo(block, constants)]));
  const live = new Map(blocks.map((block) => [block, new Set<Value>()]));
  for (let changed = true; changed;) {
    changed = false;
    // what comes later is mostly done first
    for (const block of blocks.toReversed()) {
      const now = live.get(block)!;
      const before = now.size;
      const { used, defined } = local.get(block)!;
      for (const v of used) now.add(v);
      for (const next of followers(block)) {
        for (const v of live.get(next)!) if (!defined.has(v)) now.add(v);
      }
      changed ||= now.size > before;
    }
  }
  return new Map([...live].map(([block, values]) => [block, [...values]]));
}

function followers(block: Block): Block[] {
  const next = edgesOf(block).map(({ to }) => to);
  if (block.end.kind === "call") next.push(block.end.next);
  return next;
}

interface Local {
  /** Values used that the block does not define. */
  readonly used: ReadonlySet<Value>;
  /** Values that it defines for those after it; the parameters of these among them. */
  readonly defined: ReadonlySet<Value>;
}

function localTo(block: Block, constants: ReadonlySet<Value>): Local {
  const { params, body, end } = block;
  const defined = new Set(params);
  const used = new Set<Value>();
  const use = (v: Value): void => {
    if (!defined.has(v) && !constants.has(v)) used.add(v);
  };
  for (const { args, regions, results } of body) {
    args.forEach(use);
    for (const region of regions) freeValues(region).forEach(use);
    for (const r of results) defined.add(r);
  }
  for (const { args } of edgesOf(block)) args.forEach(use);
  if (end.kind === "branch") use(end.condition);
  else if (end.kind === "call") end.args.forEach(use);
  else if (end.kind === "return") end.values.forEach(use);
  return { used, defined };
}
