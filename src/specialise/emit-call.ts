// Calls of functions of the module: what is passed, and how what comes back is taken over.
import type { Attrs, Value } from "../ir/func.ts";
import { call } from "../ops/control.ts";
import { build, coerce, coerceCell } from "./coerce.ts";
import { type Compiled, resultTypes, isNever } from "./compiled.ts";
import { becomeRow, replaceContent } from "./content.ts";
import { goOn } from "./guards.ts";
import { wayFor } from "./handlers.ts";
import { Dead, Left, type Machine } from "./machine.ts";
import { matchObjects } from "./matching.ts";
import { refuseSplit } from "./moved.ts";
import type { FreshShape, Shape } from "./shapes.ts";
import { bool, never, type Abs, type Content, type Obj } from "./values.ts";

/** The values that a call passes: arguments, then what is captured. */
export function operands(m: Machine, compiled: Compiled, args: readonly Abs[]): Value[] {
  const seen = new Set<Shape>();
  const values = compiled.args.flatMap((shape, i) => coerce(m, shape, args[i] as Abs, seen));
  for (const [cell, shape] of compiled.captures) {
    values.push(...coerceCell(m, shape, cell, new Set()));
  }
  compiled.args.forEach((shape, i) => refuseSplit(m, shape, args[i] as Abs));
  for (const [cell, shape] of compiled.captures) {
    refuseSplit(m, shape, m.state.get(cell) ?? never, cell);
  }
  return values;
}

/** A call of the function, with attributes that say how it is differentiated. */
export function emitCall(
  m: Machine,
  compiled: Compiled,
  args: readonly Abs[],
  attrs: Attrs = {},
): Abs {
  compiled.used = true;
  // what it gives is not known yet, or nothing: it ends with an error
  const ends = compiled.building && isNever(compiled.result) && compiled.throws.size === 0;
  if (ends && !compiled.ends) throw new Dead();
  const passed = operands(m, compiled, args);
  const results = call(m.b, compiled.name, passed, resultTypes(compiled), attrs);
  return received(m, compiled, args, results);
}

/** Takes over what a call gave: its value, and what it changed. */
export function received(
  m: Machine,
  compiled: Compiled,
  args: readonly Abs[],
  results: readonly Value[],
): Abs {
  let next = 0;
  const leaf = (): Value => results[next++] as Value;
  const actual = new Map<FreshShape, Obj>();
  compiled.args.forEach((shape, i) => matchObjects(m, shape, args[i] as Abs, actual));
  const outside = new Map<Obj, Obj>();
  for (const [shape, obj] of compiled.inside) {
    const own = actual.get(shape);
    if (own) outside.set(obj, own);
  }
  const using = { leaf, made: new Map(), substitute: (obj: Obj): Obj => outside.get(obj) ?? obj };
  const value = build(m, compiled.result, using) as Abs;
  for (const [cell, shape] of compiled.written) m.state.set(cell, build(m, shape, using));
  for (const [shape, content] of compiled.changed) {
    const held = build(m, content, using) as Content;
    const obj = actual.get(shape);
    if (obj) replaceContent(m, obj, held);
  }
  for (const of of compiled.rows) {
    const cell = "kind" in of ? actual.get(of)?.cell : of;
    if (cell) becomeRow(m.state, cell);
  }
  for (const [kind, { value: cell }] of compiled.throws) {
    const flag = bool(results[next++] as Value);
    if (m.handler === undefined) throw new Error("internal: an error that nobody catches");
    const way = wayFor(m.handler, kind);
    m.state.set(way.value, m.get(cell));
    m.state.exits.set(way.target, flag);
  }
  if (isNever(compiled.result)) {
    if (compiled.throws.size === 0) throw new Dead();
    m.state.leave(m.state.takeExits(), true);
    throw new Left();
  }
  goOn(m);
  return value;
}
