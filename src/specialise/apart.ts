// Arguments that share objects with others, which a derivative has to tell apart.
import { arrayContent, fieldsOf, newArray, newItems, newObject } from "./content.ts";
import type { Machine } from "./machine.ts";
import { deepCopy } from "./memory.ts";
import { forEachCell } from "./merge.ts";
import type { Abs, Cell, Held, Obj } from "./values.ts";

/**
 * The arguments with copies in place of those at `wrt` that have an object in common with another
 * argument, or with `outside`, cells that the function reads by itself. Undefined if none has.
 */
export function takenApart(
  m: Machine,
  args: readonly Abs[],
  wrt: readonly number[],
  outside: ReadonlyMap<Cell, unknown>,
): Abs[] | undefined {
  const reached = args.map((arg) => reachedFrom(m, arg));
  const isShared = (i: number): boolean =>
    [...reached[i]!].some(
      (cell) => outside.has(cell) || reached.some((other, j) => j !== i && other.has(cell)),
    );
  const shared = [...args.keys()].filter((i) => wrt.includes(i) && isShared(i));
  if (shared.length === 0) return undefined;
  return args.map((arg, i) => (shared.includes(i) ? copied(m, arg) : arg));
}

function reachedFrom(m: Machine, held: Held, into: Set<Cell> = new Set()): Set<Cell> {
  forEachCell(held, (cell) => {
    if (into.has(cell)) return;
    into.add(cell);
    const inside = m.state.get(cell);
    if (inside !== undefined) reachedFrom(m, inside, into);
  });
  return into;
}

/** A copy that shares nothing; what is one object twice in `abs` is one in the copy, too. */
export function copied(m: Machine, abs: Abs, made: Map<Obj, Abs> = new Map()): Abs {
  if (abs.kind === "typed") return { ...abs, mem: deepCopy(m.b, abs.mem) };
  if (abs.kind !== "array" && abs.kind !== "object") return abs;
  const known = made.get(abs.obj);
  if (known !== undefined) return known;
  const copy = abs.kind === "array" ? newItems(m, []) : newObject(m, new Map());
  made.set(abs.obj, copy); // before its insides, which may lead back to it
  const whole = abs.kind === "array" ? copyOfArray(m, abs, made) : copyOfObject(m, abs, made);
  m.state.set((copy as typeof abs).obj.cell, m.get((whole as typeof abs).obj.cell));
  return copy;
}

function copyOfArray(m: Machine, abs: Extract<Abs, { kind: "array" }>, made: Map<Obj, Abs>): Abs {
  const content = arrayContent(m, abs);
  if (content.kind === "run") {
    return newArray(m, { ...content, mem: deepCopy(m.b, content.mem), fixed: false });
  }
  return newItems(
    m,
    content.items.map((item) => copied(m, item, made)),
  );
}

function copyOfObject(m: Machine, abs: Extract<Abs, { kind: "object" }>, made: Map<Obj, Abs>): Abs {
  const { fields, prototype } = fieldsOf(m, abs);
  const all = [...fields].map(([name, field]) => [name, copied(m, field, made)] as const);
  return newObject(m, new Map(all), prototype);
}
