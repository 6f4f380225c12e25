import type { Instr, Region } from "../../ir/func.ts";

/**
 * The `alloc`s that are made in one go with others, each with its group, the first of which makes
 * all. They are of one length, none needs zeros, and between them nothing happens.
 */
export function findTogether(
  region: Region,
  needsNoZeros: (alloc: Instr) => boolean,
): ReadonlyMap<Instr, readonly Instr[]> {
  const groups = new Map<Instr, readonly Instr[]>();
  const visit = ({ body }: Region): void => {
    let group: Instr[] = [];
    const close = (): void => {
      if (group.length > 1) for (const instr of group) groups.set(instr, group);
      group = [];
    };
    for (const instr of body) {
      instr.regions.forEach(visit);
      const { effect } = instr.op;
      if (instr.regions.length > 0 || (effect !== "pure" && effect !== "alloc")) close();
      if (instr.op.name !== "alloc" || !needsNoZeros(instr)) continue;
      if (group.length > 0 && group[0]!.args[0] !== instr.args[0]) close();
      group.push(instr);
    }
    close();
  };
  visit(region);
  return groups;
}
