import type { Machine } from "./machine.ts";
import { arrayContent, fieldsOf, newArray, newItems, newObject } from "./content.ts";
import { numValue } from "./convert.ts";
import { isNumeric } from "./shapes.ts";
import { deepCopy } from "./memory.ts";
import { num, type Abs, type Obj } from "./values.ts";

/**
 * The same value in new arrays and objects, its numbers floats: integers and constants have no
 * derivative. The memory of arrays is new as well if `copies`.
 */
export function fresh(m: Machine, abs: Abs, copies: boolean, made: Map<Obj, Abs> = new Map()): Abs {
  if (isNumeric(abs)) return num(numValue(m, abs));
  if (abs.kind === "typed") return copies ? { ...abs, mem: deepCopy(m.b, abs.mem) } : abs;
  if (abs.kind !== "array" && abs.kind !== "object") return abs;
  const known = made.get(abs.obj);
  if (known !== undefined) return known;
  const copy = abs.kind === "array" ? newItems(m, []) : newObject(m, new Map());
  made.set(abs.obj, copy); // before its insides, which may lead back to it
  const whole = abs.kind === "array" ? array(m, abs, copies, made) : object(m, abs, copies, made);
  m.state.set((copy as typeof abs).obj.cell, m.get((whole as typeof abs).obj.cell));
  return copy;
}

function array(
  m: Machine,
  abs: Extract<Abs, { kind: "array" }>,
  copies: boolean,
  made: Map<Obj, Abs>,
): Abs {
  const content = arrayContent(m, abs);
  if (content.kind === "items") {
    return newItems(
      m,
      content.items.map((item) => fresh(m, item, copies, made)),
    );
  }
  const mem = copies ? deepCopy(m.b, content.mem) : content.mem;
  return newArray(m, { ...content, mem, fixed: false });
}

function object(
  m: Machine,
  abs: Extract<Abs, { kind: "object" }>,
  copies: boolean,
  made: Map<Obj, Abs>,
): Abs {
  const { fields, prototype } = fieldsOf(m, abs);
  const all = [...fields].map(([name, field]) => [name, fresh(m, field, copies, made)] as const);
  return newObject(m, new Map(all), prototype);
}
