import type { Func, Instr, Module, Region, Value } from "../ir/func.ts";
import { calleesOf } from "../ir/rewrite.ts";
import { isReference, showType } from "../ir/types.ts";
import { classesOf, type Classes } from "./alias.ts";
import { callOrder } from "./callgraph.ts";
import { ELEMENT, find, reachable, shapeOf, type Cell } from "./cells.ts";
import {
  effectsOf,
  noEffects,
  OUTPUT,
  type Effects,
  type EffectSummary,
  type EffectTable,
  type Location,
} from "./effects.ts";

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

/** What has been found out about a function. */
interface Found {
  readonly memory: Memory;
  readonly effects: () => EffectSummary;
}

type FoundByName = Map<string, Found | undefined>;

/** Functions that call one another, with what was known of those they call besides. */
interface Solved {
  readonly group: readonly Func[];
  readonly callees: FoundByName;
  readonly found: readonly Found[];
}

const byModule = new WeakMap<Module, FoundByName>();

/** By the first function of the group. */
const solved = new WeakMap<Func, Solved>();

/**
 * Facts about the memory of the function `name`. Those of a whole module are found at once, callees
 * before callers, in almost linear time. As long as a function and what is known of those it calls
 * are the same, so are its facts: then they are one object, in whatever module.
 */
export function memoryOf(module: Module, name: string): Memory {
  let facts = byModule.get(module);
  if (facts === undefined) {
    facts = solve(module);
    byModule.set(module, facts);
  }
  const found = facts.get(name);
  if (found === undefined) throw new Error(`internal: no function @${name} in the module`);
  return found.memory;
}

function solve(module: Module): FoundByName {
  const facts: FoundByName = new Map();
  for (const group of callOrder(module)) {
    const before = solved.get(group[0]!);
    const { found } =
      before !== undefined && isStill(before, group, facts) ? before : solveGroup(group, facts);
    group.forEach((func, i) => facts.set(func.name, found[i]!));
  }
  return facts;
}

function isStill({ group, callees }: Solved, now: readonly Func[], facts: FoundByName): boolean {
  if (group.length !== now.length || group.some((func, i) => func !== now[i])) return false;
  for (const [name, found] of callees) if (facts.get(name) !== found) return false;
  return true;
}

function solveGroup(group: readonly Func[], facts: FoundByName): Solved {
  const callees: FoundByName = new Map();
  for (const { region } of group) {
    for (const name of calleesOf(region)) callees.set(name, facts.get(name));
  }
  const recursive = group.filter(({ name }) => callees.delete(name)).length > 0;
  const known = new Map(callees);
  // the first round of a recursive group knows nothing of it; more is known until no more is
  for (let before = "?"; ;) {
    for (const func of group) {
      const found = analyse(func, known);
      // with what is known in this round
      if (recursive) found.effects();
      known.set(func.name, found);
    }
    if (!recursive) break;
    const now = group.map(({ name }) => shapeOfFound(known.get(name)!)).join("\n");
    if (now === before) break;
    before = now;
  }
  const made = { group, callees, found: group.map(({ name }) => known.get(name)!) };
  solved.set(group[0]!, made);
  return made;
}

function shapeOfFound({ memory, effects }: Found): string {
  const { params, results } = memory.classes.summary;
  return `${shapeOf([...params, ...results])}\n${showEffects(effects())}`;
}

function analyse(func: Func, known: FoundByName): Found {
  const classes = classesOf(func, (name) => known.get(name)?.memory.classes.summary);
  const numbers = new Map<Cell, Map<string, Location>>();
  const shared = new Map<string, Location>();
  let count = 0;
  // Without `disjoint` all that parameters of one type, and of one group, lead to may be the same.
  const groups = groupsOf(func, classes);
  const poolOf = (cell: Cell): string | undefined =>
    func.disjoint !== true && classes.external.has(cell)
      ? `${groups.get(cell) ?? ""} ${showType(cell.type)}`
      : undefined;
  const locate = (cell: Cell, key: string): Location => {
    let byKey = numbers.get(cell);
    if (byKey === undefined) numbers.set(cell, (byKey = new Map()));
    let number = byKey.get(key);
    if (number !== undefined) return number;
    const pool = poolOf(cell);
    const text = `${pool} ${key}`;
    number = (pool === undefined ? undefined : shared.get(text)) ?? count++;
    if (pool !== undefined) shared.set(text, number);
    byKey.set(key, number);
    return number;
  };
  const external = new Set<Location>([OUTPUT]);
  for (const cell of classes.external) {
    external.add(locate(cell, ELEMENT));
    if (cell.type.kind !== "ref") continue;
    for (const field of cell.type.record.fields) external.add(locate(cell, field.name));
  }
  let found: EffectTable | undefined;
  const table = (): EffectTable =>
    (found ??= effectsOf(classes, (name) => known.get(name)?.effects(), locate));
  const locationOf = (v: Value, field: string = ELEMENT): Location =>
    locate(classes.cellOf(v), field);
  const memory: Memory = {
    func,
    locationOfCell: (cell, field = ELEMENT) => locate(find(cell), field),
    classes,
    effectsOf: (part) => {
      if ("op" in part && part.op.effect === "pure") return noEffects;
      const effects = "op" in part ? table().of.get(part) : table().regions.get(part);
      if (effects === undefined) throw new Error("internal: effects of what is not here");
      return effects;
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
  return { memory, effects: () => table().summary };
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
