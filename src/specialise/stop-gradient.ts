// `stopGradient(x)`: the value by way of one that has no tangent.
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { isFloat, isReference, type MemType } from "../ir/types.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { forRange } from "../ops/control.ts";
import { length as lengthOf, load, storeTo } from "../ops/memory.ts";
import { stop } from "../ops/stop.ts";
import { arrayContent, fieldsOf, newArray, newItems, newObject } from "./content.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import type { Abs, Obj } from "./values.ts";

/** Numbers become constants; of arrays and objects there are copies, which hold constants. */
export function stopGradient(m: Machine, abs: Abs, made: Map<Obj, Abs> = new Map()): Abs {
  switch (abs.kind) {
    case "num":
      return { kind: "num", value: stopped(m.b, abs.value) };
    case "nd":
      return { kind: "nd", value: stopped(m.b, abs.value) };
    case "typed":
      return { ...abs, mem: stoppedMemory(m.b, abs.mem) };
    case "array":
    case "object": {
      const known = made.get(abs.obj);
      if (known !== undefined) return known;
      const copy = abs.kind === "array" ? newItems(m, []) : newObject(m, new Map());
      made.set(abs.obj, copy); // before its insides, which may lead back to it
      const whole = abs.kind === "array" ? ofArray(m, abs, made) : ofObject(m, abs, made);
      m.state.set((copy as typeof abs).obj.cell, m.get((whole as typeof abs).obj.cell));
      return copy;
    }
    default:
      return abs;
  }
}

function ofArray(m: Machine, abs: Extract<Abs, { kind: "array" }>, made: Map<Obj, Abs>): Abs {
  const content = arrayContent(m, abs);
  if (content.kind === "run") {
    return newArray(m, { ...content, mem: stoppedMemory(m.b, content.mem), fixed: false });
  }
  return newItems(
    m,
    content.items.map((item) => stopGradient(m, item, made)),
  );
}

function ofObject(m: Machine, abs: Extract<Abs, { kind: "object" }>, made: Map<Obj, Abs>): Abs {
  const { fields, prototype } = fieldsOf(m, abs);
  const all = [...fields].map(([name, field]) => [name, stopGradient(m, field, made)] as const);
  return newObject(m, new Map(all), prototype);
}

function stopped(b: Builder, value: Value): Value {
  return isFloat(value.type) ? stop(b, value) : value;
}

function stoppedMemory(b: Builder, mem: Value): Value {
  const length = lengthOf(b, mem);
  const made = newMemory(b, mem.type as MemType, length);
  forRange(b, [intLiteral(b, 0), length, 1], [], (inner, i) => {
    const item = load(inner, mem, i);
    const constant = isReference(item.type) ? stoppedMemory(inner, item) : stopped(inner, item);
    storeTo(inner, made, i, constant);
    return [];
  });
  return made;
}
