import type { Func, Instr, Module, Region, Value } from "../ir/func.ts";
import { isReference, showType } from "../ir/types.ts";
import { classesOf, type AliasSummary, type Classes } from "./alias.ts";
import { callOrder } from "./callgraph.ts";
import { ELEMENT, find, reachable, shapeOf, type Cell } from "./cells.ts";
import { effectsOf, OUTPUT, type Effects, type EffectSummary, type Location } from "./effects.ts";

/** What is known of the memory that one function works on. */
export interface Memory {
  readonly func: Func;
  /** Effects of an instruction of the function, or of a region with all in it. */
  effectsOf(part: Instr | Region): Effects;
  /**
   * Number of the location that accesses through `v` may touch: the elements of a memory, or a
   * field of a record. Equal numbers may be the same place, different ones never are.
   */
  locationOf(v: Value, field?: string): Location;
  /** The same for a class. */
  locationOfCell(cell: Cell, field?: string): Location;
  /** Whether two references may lead to common elements or fields. */
  mayAlias(a: Value, b: Value): boolean;
  /** Whether `v` may refer to something the caller can reach when the function is entered. */
  isExternal(v: Value): boolean;
  /** Whether the caller can reach the location when the function is entered. */
  isExternalLocation(location: Location): boolean;
  readonly classes: Classes;
}

const known = new WeakMap<Module, Map<string, Memory>>();

/**
 * Facts about the memory of the function `name`. Those of a whole module are found at once, callees
 * before callers, in almost linear time, and kept for as long as the module is.
 */
export function memoryOf(module: Module, name: string): Memory {
  let facts = known.get(module);
  if (facts === undefined) {
    facts = solve(module);
    known.set(module, facts);
  }
  const memory = facts.get(name);
  if (memory === undefined) throw new Error(`internal: no function @${name} in the module`);
  return memory;
}

function solve(module: Module): Map<string, Memory> {
  const facts = new Map<string, Memory>();
  const aliases = new Map<string, AliasSummary>();
  const effects = new Map<string, EffectSummary>();
  for (const group of callOrder(module)) {
    // the first round of a recursive group knows nothing of it; more is known until no more is
    for (let before = "?"; ;) {
      const shapes: string[] = [];
      for (const func of group) {
        const { memory, summary } = analyse(func, aliases, effects);
        const { params, results } = memory.classes.summary;
        facts.set(func.name, memory);
        aliases.set(func.name, memory.classes.summary);
        effects.set(func.name, summary);
        shapes.push(shapeOf([...params, ...results]), showEffects(summary));
      }
      const now = shapes.join("\n");
      if (group.every((f) => !callsInto(f, group)) || now === before) break;
      before = now;
    }
  }
  return facts;
}

function callsInto(func: Func, group: readonly Func[]): boolean {
  return group.length > 1 || calls(func.region, func.name);
}

function calls(region: Region, name: string): boolean {
  return region.body.some(
    (instr) => instr.attrs["callee"] === name || instr.regions.some((r) => calls(r, name)),
  );
}

function analyse(
  func: Func,
  aliases: ReadonlyMap<string, AliasSummary>,
  effects: ReadonlyMap<string, EffectSummary>,
): { memory: Memory; summary: EffectSummary } {
  const classes = classesOf(func, aliases);
  const numbers = new Map<string, number>();
  // Without `disjoint` all that parameters of one type, and of one group, lead to may be the same.
  const groups = groupsOf(func, classes);
  const poolOf = (cell: Cell): string | undefined =>
    func.disjoint !== true && classes.external.has(cell)
      ? `${groups.get(cell) ?? ""} ${showType(cell.type)}`
      : undefined;
  const locate = (cell: Cell, key: string): Location => {
    const text = `${poolOf(cell) ?? cell.id} ${key}`;
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, (number = numbers.size));
    return number;
  };
  const external = new Set<Location>([OUTPUT]);
  for (const cell of classes.external) {
    external.add(locate(cell, ELEMENT));
    if (cell.type.kind !== "ref") continue;
    for (const field of cell.type.record.fields) external.add(locate(cell, field.name));
  }
  const table = effectsOf(classes, effects, locate);
  const locationOf = (v: Value, field: string = ELEMENT): Location =>
    locate(classes.cellOf(v), field);
  const memory: Memory = {
    func,
    locationOfCell: (cell, field = ELEMENT) => locate(find(cell), field),
    classes,
    effectsOf: (part) => {
      const found = "op" in part ? table.of.get(part) : table.regions.get(part);
      if (found === undefined) throw new Error("internal: effects of what is not here");
      return found;
    },
    locationOf,
    mayAlias: (a, b) => {
      if (!isReference(a.type) || !isReference(b.type)) return false;
      const [x, y] = [classes.cellOf(a), classes.cellOf(b)];
      if (x === y) return true;
      const pool = poolOf(x);
      return pool !== undefined && pool === poolOf(y);
    },
    isExternalLocation: (location) => external.has(location),
    isExternal: (v) => classes.external.has(classes.cellOf(v)),
  };
  return { memory, summary: table.summary };
}

/** The group of what parameters lead to; groups that lead to the same are one. */
function groupsOf({ apart }: Func, { summary }: Classes): ReadonlyMap<Cell, number> {
  const groups = new Map<Cell, number>();
  if (apart === undefined) return groups;
  summary.params.forEach((param, i) => {
    if (param === undefined) return;
    for (const cell of reachable([param])) {
      const [before, now] = [groups.get(cell), apart[i] as number];
      groups.set(cell, now);
      if (before === undefined || before === now) continue;
      for (const [other, group] of groups) if (group === before) groups.set(other, now);
    }
  });
  return groups;
}

function showEffects({ reads, writes, traps, tells }: EffectSummary): string {
  const list = (all: readonly { cell: Cell; key: string }[]): string =>
    all
      .map(({ cell, key }) => `${find(cell).id}${key}`)
      .toSorted()
      .join(" ");
  return `${list(reads)};${list(writes)};${traps};${tells === true}`;
}
