/** Contents of memory that a region changes: found out beforehand, kept, and put back. */
import { partAt } from "../diagnostics/span.ts";
import { locationsOf } from "../analysis/apart.ts";
import { heldTypes, reachable, type Cell } from "../analysis/cells.ts";
import { changedParams } from "../analysis/changed-params.ts";
import { memoryOf, type Memory } from "../analysis/memory.ts";
import type { Builder } from "../ir/builder.ts";
import type { Module, Value } from "../ir/func.ts";
import { funcNamed } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import { allocate, int } from "../ops/index.ts";
import { streamsOf, walkReach, type Stream } from "./reach.ts";

/** What a function does with the memory that one of its parameters leads to. */
export interface Touch {
  readonly index: number;
  readonly param: Value;
  /** Whether it may read any of it, under any name. */
  readonly reads: boolean;
  /** Whether it may write into it, through this parameter. */
  readonly writes: boolean;
  /** Whether references in it may be replaced, through this parameter. */
  readonly relinks: boolean;
}

/** For each parameter of the function `name` that is a reference. */
export function touches(module: Module, name: string): Touch[] {
  const func = funcNamed(module, name);
  const memory = memoryOf(module, name);
  const { reads, writes } = memory.effectsOf(func.region);
  const changed = changedParams(module, func);
  return func.region.params.flatMap((param, index): Touch[] => {
    if (!isReference(param.type)) return [];
    const cells = [...reachable([memory.classes.cellOf(param)])];
    const any = (among: ReadonlySet<number>): boolean =>
      cells.some((cell) => locationsOf(cell, memory).some((l) => among.has(l)));
    const links = cells.flatMap((cell) => linksOf(cell, memory));
    return [
      {
        index,
        param,
        reads: any(reads),
        writes: changed.has(index) && any(writes),
        relinks: changed.has(index) && links.some((l) => writes.has(l)),
      },
    ];
  });
}

// Where members of `cell` hold references.
function linksOf(cell: Cell, memory: Memory): number[] {
  return heldTypes(cell.type).map(([key]) => memory.locationOfCell(cell, key));
}

/**
 * What `m` leads to, to be put back by `putBack`: the numbers and the references. The references in
 * its shadow are kept beside, for they are moved as those in it are.
 */
export function keepContents(b: Builder, m: Value, shadow: Value | undefined): Value[] {
  return b.at(partAt(b.span, "kept"), () => contentsOf(b, m, shadow));
}

function contentsOf(b: Builder, m: Value, shadow: Value | undefined): Value[] {
  const streams = streamsOf(m.type, { links: true, shadow: shadow !== undefined });
  const start = streams.map(() => int(b, 0));
  const lists = walkReach(b, { m, shadow, streams, at: start }).map((size, i) =>
    allocate(b, (streams[i] as Stream).type, size),
  );
  walkReach(b, { m, shadow, streams, at: start, lists, mode: "keep" });
  return lists;
}

/** How many values `keepContents` gives. */
export function partsOf(m: Value, shadow: Value | undefined): number {
  return streamsOf(m.type, { links: true, shadow: shadow !== undefined }).length;
}

export function putBack(
  b: Builder,
  m: Value,
  shadow: Value | undefined,
  lists: readonly Value[],
): void {
  const streams = streamsOf(m.type, { links: true, shadow: shadow !== undefined });
  const at = streams.map(() => int(b, 0));
  walkReach(b, { m, shadow, streams, at, lists, mode: "put back" });
}
