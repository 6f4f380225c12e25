// What the options of an operator ask for.
import { arrayContent, newItems, newObject } from "./content.ts";
import type { Budget } from "../ir/budget.ts";
import type { Machine } from "./machine.ts";
import { getMember } from "./properties.ts";
import { constant, undef, type Abs, type Primitive } from "./values.ts";

/** Positions of the independent arguments; `many` if the result is a list. */
export interface Positions {
  readonly positions: readonly number[];
  readonly many: boolean;
}

/** What is differentiated by, and what reverse mode may keep. */
export interface Wrt extends Positions {
  readonly budget: Budget | undefined;
  /** Whether to end with an error where the function is not smooth. */
  readonly strict: boolean;
}

/** @throws NB5006, NB5009, NB5010, NB2008 */
export function wrtOf(m: Machine, options: Abs | undefined): Wrt {
  if (isWatched(m, options)) m.watched = true;
  return {
    ...positionsOf(m, options),
    budget: budgetOf(m, options),
    strict: isStrict(m, options),
  };
}

function positionsOf(m: Machine, options: Abs | undefined): Positions {
  const wrt = optionOf(m, options, "wrt");
  if (wrt.kind === "const" && wrt.value === undefined) return { positions: [0], many: false };
  if (wrt.kind === "const" && typeof wrt.value === "number") {
    return { positions: [wrt.value], many: false };
  }
  const content = wrt.kind === "array" ? arrayContent(m, wrt) : undefined;
  const items = content?.kind === "items" ? content.items : [];
  const positions = items.map((item) => (item.kind === "const" ? item.value : undefined));
  if (positions.length === 0 || positions.some((at) => typeof at !== "number")) {
    return m.fault(
      wrt.kind === "const" || content?.kind === "items" ? "NB5006" : "NB2008",
      "`wrt` must be the position of an argument, or a list of them, and known when compiling",
      "write `{ wrt: 1 }` for the second argument, `{ wrt: [0, 1] }` for the first two",
    );
  }
  return { positions: positions as number[], many: true };
}

function isStrict(m: Machine, options: Abs | undefined): boolean {
  const strict = optionOf(m, options, "strict");
  if (strict.kind !== "const") {
    return m.fault("NB2008", "`strict` is not known when compiling", "write `{ strict: true }`");
  }
  const { value = false } = strict;
  if (typeof value === "boolean") return value;
  return m.fault("NB5010", `\`strict\` is ${JSON.stringify(value)}`, "write `{ strict: true }`");
}

function isWatched(m: Machine, options: Abs | undefined): boolean {
  const debug = optionOf(m, options, "debug");
  if (debug.kind !== "const") {
    return m.fault("NB2008", "`debug` is not known when compiling", 'write `{ debug: "nan" }`');
  }
  if (debug.value === undefined || debug.value === "nan") return debug.value === "nan";
  return m.fault(
    "NB5010",
    `\`debug\` is ${JSON.stringify(debug.value)}`,
    'write `{ debug: "nan" }`',
  );
}

const units: Readonly<Record<string, number>> = { kB: 1e3, MB: 1e6, GB: 1e9 };

function budgetOf(m: Machine, options: Abs | undefined): Budget | undefined {
  const memory = optionOf(m, options, "memory");
  if (!isAbsent(memory)) {
    const bytes = memory.kind === "const" ? bytesOf(memory.value) : undefined;
    if (bytes !== undefined) return { kind: "memory", bytes };
    return m.fault(
      "NB5009",
      "`memory` must be a number of bytes, or one with a unit, and known when compiling",
      'write `{ memory: "64MB" }`; the units are kB, MB and GB',
    );
  }
  const snapshots = optionOf(m, options, "snapshots");
  if (isAbsent(snapshots)) return undefined;
  const most = snapshots.kind === "const" ? snapshots.value : undefined;
  if (typeof most === "number" && Number.isInteger(most) && most > 0) {
    return { kind: "snapshots", most };
  }
  return m.fault(
    "NB5009",
    "`snapshots` must be a whole number above 0, known when compiling",
    "write `{ snapshots: 64 }`",
  );
}

const isAbsent = (abs: Abs): boolean => abs.kind === "const" && abs.value === undefined;

function bytesOf(size: unknown): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?) ?([kMG]B)?$/.exec(String(size)) ?? [];
  const bytes = Number(digits) * (units[unit] ?? 1);
  return bytes > 0 ? bytes : undefined;
}

/** How a Jacobian is computed; "either" by what it costs. */
export type Mode = "forward" | "reverse" | "either";

/** @throws NB5010, NB2008 */
export function modeOf(m: Machine, options: Abs | undefined, otherwise: Mode): Mode {
  const mode = optionOf(m, options, "mode");
  if (mode.kind !== "const") {
    return m.fault("NB2008", "`mode` is not known when compiling", 'write `{ mode: "forward" }`');
  }
  if (mode.value === undefined) return otherwise;
  if (mode.value === "forward" || mode.value === "reverse") return mode.value;
  return m.fault(
    "NB5010",
    `\`mode\` is ${JSON.stringify(mode.value)}`,
    '"forward" or "reverse"; without it, what costs less is taken',
  );
}

export function optionOf(m: Machine, options: Abs | undefined, name: string): Abs {
  return options?.kind === "object" ? getMember(m, options, name) : undef;
}

/** Options that an operator was given outside of compiled code, as it reads them here. */
export function importOptions(m: Machine, options: Readonly<Record<string, unknown>>): Abs {
  const known = Object.entries(options).filter(([name]) => name !== "scope");
  return newObject(m, new Map(known.map(([name, value]) => [name, optionValue(m, value)])));
}

function optionValue(m: Machine, value: unknown): Abs {
  if (Array.isArray(value)) {
    return newItems(
      m,
      value.map((item) => optionValue(m, item)),
    );
  }
  if (typeof value !== "object" || value === null) return constant(value as Primitive);
  return newObject(
    m,
    new Map(Object.entries(value).map(([name, field]) => [name, optionValue(m, field)])),
  );
}
