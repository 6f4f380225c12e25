// What the machine of a group of functions consists of, before any of it is emitted.
import type { Func, Value } from "../../ir/func.ts";
import { blocksFrom, edgesOf, flowOf, typesOf, type Block } from "./flow.ts";
import { liveness } from "./live.ts";
import { Slots } from "./slots.ts";

/** A block that the machine is sent to by its number. Others are part of those they follow. */
export interface Target {
  readonly block: Block;
  readonly number: number;
  /** Values from before it that it needs. */
  readonly live: readonly Value[];
  /** Where its parameters are in registers; then, unless it resumes a call, where the live values are. */
  readonly registers: readonly number[];
  /** If it resumes a call: fields of the frame with the live values. */
  readonly fields: readonly number[] | undefined;
}

export interface MachinePlan {
  readonly targets: ReadonlyMap<Block, Target>;
  /** First blocks, by the name of their function. */
  readonly entries: ReadonlyMap<string, Block>;
  /** Where results are, by the name of their function. */
  readonly results: ReadonlyMap<string, readonly number[]>;
  /** What goes from target to target. */
  readonly registers: Slots;
  /** What a frame can keep. */
  readonly fields: Slots;
}

/** Instructions of a block that is copied to where it is gone to. */
const small = 12;

export function planMachine(group: readonly Func[]): MachinePlan {
  const names = new Set(group.map((f) => f.name));
  const registers = new Slots();
  const fields = new Slots();
  const targets = new Map<Block, Target>();
  const entries = new Map<string, Block>();
  const results = new Map<string, readonly number[]>();
  for (const func of group) {
    const entry = flowOf(func, names);
    const blocks = blocksFrom(entry);
    entries.set(func.name, entry);
    results.set(func.name, registers.of(typesOf(func.region.yields)));
    const live = liveness(blocks);
    const resumed = new Set(blocks.flatMap(({ end }) => (end.kind === "call" ? [end.next] : [])));
    const coming = countEdges(blocks);
    for (const block of blocks) {
      const isTarget =
        block === entry || resumed.has(block) || (coming.get(block)! > 1 && !isCopied(block));
      if (!isTarget) continue;
      const needed = live.get(block)!;
      const resumes = resumed.has(block);
      targets.set(block, {
        block,
        number: targets.size,
        live: needed,
        registers: registers.of(typesOf(resumes ? block.params : [...block.params, ...needed])),
        fields: resumes ? fields.of(typesOf(needed)) : undefined,
      });
    }
  }
  return { targets, entries, results, registers, fields };
}

function countEdges(blocks: readonly Block[]): Map<Block, number> {
  const coming = new Map(blocks.map((block) => [block, 0]));
  for (const block of blocks) {
    for (const { to } of edgesOf(block)) coming.set(to, coming.get(to)! + 1);
  }
  return coming;
}

/** Whether a block is little more than the return it leads to. */
function isCopied(block: Block): boolean {
  let size = 0;
  // no jump leads back: only branches do
  for (let at = block; ; at = at.end.edge.to) {
    size += at.body.length + 1;
    if (size > small || at.body.some(({ regions }) => regions.length > 0)) return false;
    if (at.end.kind !== "jump") return at.end.kind === "return";
  }
}
