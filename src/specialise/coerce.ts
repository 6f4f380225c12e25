// Values brought into a shape, and made from one.
import type { Value } from "../ir/func.ts";
import { bool as boolType, f64, i32, memOf, type Type } from "../ir/types.ts";
import { flag } from "../ops/constant.ts";
import { select } from "../ops/arith.ts";
import { zeroOf } from "../ops/control.ts";
import { memoryOf } from "../values/leaves.ts";
import { storageOf } from "../values/typed.ts";
import { blankToRun, itemsToRun, putOnHeap, refuseStale } from "./content.ts";
import { boolValue, intValue, numValue } from "./convert.ts";
import { toHeap } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { refuseMoved } from "./moved.ts";
import { canHold, readUnion, slotOf, staleSites, unionValues } from "./slots.ts";
import {
  bool,
  int,
  alsoOf,
  mergedObj,
  missing,
  num,
  type Abs,
  type Cell,
  type Content,
  type Held,
  type Obj,
  type TextPart,
} from "./values.ts";

import {
  type FreshShape,
  type MaybeShape,
  type Shape,
  leafTypes,
  isAbsent,
  isAmong,
} from "./shapes.ts";

/** The leaves of `held`, of shape `shape`, at the current point of the machine. */
export function coerce(
  m: Machine,
  shape: Shape,
  held: Held,
  seen: Set<Shape> = new Set(),
): Value[] {
  if (shape.kind === "maybe") return coerceMaybe(m, shape, held, seen);
  if (held.kind === "never") return leafTypes(shape, seen).map((type) => zeroOf(m.b, type));
  switch (shape.kind) {
    case "num":
      return [numValue(m, held)];
    case "int":
      return [intValue(m, held)];
    case "bool":
      return [boolValue(m, held)];
    case "text":
      if (held.kind !== "text") break;
      return shape.parts.flatMap((part, i) => {
        if (typeof part === "string") return [];
        return coerce(m, part.shape, (held.parts[i] as TextPart).value, seen);
      });
    case "nd":
      if (held.kind !== "nd") break;
      return [held.value];
    case "typed":
      if (held.kind !== "typed") break;
      return [held.mem];
    case "run": {
      const run =
        held.kind === "items"
          ? itemsToRun(m, held.items, shape.elem)
          : held.kind === "blank"
            ? blankToRun(m, held, shape.elem)
            : held;
      if (run.kind !== "run") break;
      return [run.mem, run.length];
    }
    case "items":
      if (held.kind !== "items") break;
      return shape.items.flatMap((item, i) => coerce(m, item, held.items[i]!, seen));
    case "fields":
      if (held.kind !== "fields") break;
      return [...shape.fields].flatMap(([name, field]) =>
        coerce(m, field, held.fields.get(name) ?? missing, seen),
      );
    case "fresh": {
      if (seen.has(shape)) return [];
      seen.add(shape);
      if (held.kind !== shape.of) break;
      return coerceCell(m, shape.content, held.obj.cell, seen);
    }
    case "choice":
      return coerceChoice(m, shape, held);
    case "union":
      if (!canHold(m.state, held)) putOnHeap(m, staleSites(m.state, held));
      shape.heap.join(shape.slot, slotOf(m.state, held));
      return unionValues(m, shape.slot, held);
    case "mirror":
      if (held.kind !== "mirror") break;
      return [held.primal, held.shadow];
    case "record":
    case "list":
      if (held.kind !== "record" && held.kind !== "list") break;
      shape.heap.unite(shape.family, held.family);
      return [held.ref];
    case "same":
    case "conflict":
      return [];
  }
  if (held.kind === "stale") return refuseStale(m, held);
  throw new Error(`internal: ${held.kind} does not have the shape ${shape.kind}`);
}

/** Bools that say which of the values of `shape` it is. */
function coerceChoice(m: Machine, shape: Shape, held: Held): Value[] {
  if (shape.kind !== "choice") return [];
  if (held.kind === "choice") {
    const [one, other] = held.of.map((x) => coerceChoice(m, shape, x)) as [Value[], Value[]];
    return one.map((x, i) => select(m.b, held.first, x, other[i] as Value));
  }
  const first = isAmong(shape.of[0], held);
  const none: Held = { kind: "never" };
  return [
    flag(m.b, first),
    ...shape.of.flatMap((one, i) =>
      (i === 0) === first ? coerceChoice(m, one, held) : coerce(m, one, none),
    ),
  ];
}

function coerceMaybe(m: Machine, shape: MaybeShape, held: Held, seen: Set<Shape>): Value[] {
  if (held.kind === "maybe") return [held.present, ...coerce(m, shape.inner, held.value, seen)];
  const present = !isAbsent(held) && held.kind !== "never";
  const inner: Held = present ? held : { kind: "never" };
  return [flag(m.b, present), ...coerce(m, shape.inner, inner, seen)];
}

/** As `coerce`, of what `cell` holds, which then holds it in this shape. */
export function coerceCell(m: Machine, shape: Shape, cell: Cell, seen: Set<Shape>): Value[] {
  const held = m.state.get(cell) ?? { kind: "never" };
  const isHeld = held.kind === "record" || held.kind === "list";
  if (isHeld && ["fields", "items", "run"].includes(shape.kind) && cell.obj !== undefined) {
    // it has gone to the heap since the shape was found: it is better there from the start
    refuseMoved(m, cell);
  }
  if ((shape.kind === "record" || shape.kind === "list") && cell.obj !== undefined) {
    if (held.kind === "never") return coerce(m, shape, held, seen);
    toHeap(m, { kind: shape.kind === "record" ? "object" : "array", obj: cell.obj });
    return coerce(m, shape, m.get(cell), seen);
  }
  if (shape.kind !== "run" || (held.kind !== "items" && held.kind !== "blank")) {
    return coerce(m, shape, held, seen);
  }
  // whatever else leads to this array is to find it in the same memory
  const made =
    held.kind === "items" ? itemsToRun(m, held.items, shape.elem) : blankToRun(m, held, shape.elem);
  const run = { ...made, fixed: shape.fixed, grows: shape.grows };
  m.state.set(cell, run);
  return [run.mem, run.length];
}

/** Where the leaves of a value under construction come from, and what it shares. */
export interface Building {
  readonly leaf: (type: Type) => Value;
  readonly made: Map<FreshShape, Obj>;
  /** The objects that were made for shapes before, which are to be the same again. */
  readonly before?: ReadonlyMap<FreshShape, Obj> | undefined;
  /** The object that stands for one of another state. */
  readonly substitute?: ((obj: Obj) => Obj) | undefined;
}

/** The value of shape `shape`; objects that it makes get their content in the current state. */
export function build(m: Machine, shape: Shape, using: Building): Held {
  switch (shape.kind) {
    case "num":
      return num(using.leaf(f64));
    case "int":
      return int(using.leaf(i32), shape.min, shape.max);
    case "bool":
      return bool(using.leaf(boolType));
    case "text": {
      const parts = shape.parts.map((part) => {
        if (typeof part === "string") return part;
        return { ...part, shape: undefined, value: build(m, part.shape, using) as Abs };
      });
      return { kind: "text", parts };
    }
    case "nd":
      return { kind: "nd", value: using.leaf(shape.type) };
    case "typed": {
      const { element } = shape;
      return { kind: "typed", element, mem: using.leaf(memOf(storageOf[element])) };
    }
    case "run": {
      const mem = using.leaf(memoryOf(shape.elem));
      const length = using.leaf(i32);
      const { elem, fixed, grows } = shape;
      return { kind: "run", mem, length, elem, fixed, grows };
    }
    case "items":
      return { kind: "items", items: shape.items.map((item) => build(m, item, using) as never) };
    case "fields": {
      const fields = new Map<string, never>();
      for (const [name, field] of shape.fields) fields.set(name, build(m, field, using) as never);
      return { kind: "fields", prototype: shape.prototype, fields };
    }
    case "fresh": {
      const known = using.made.get(shape);
      if (known !== undefined) return { kind: shape.of, obj: known };
      const before = using.before?.get(shape);
      const obj = before ? alsoOf(before, shape.origins) : mergedObj(shape.name, shape.origins);
      using.made.set(shape, obj);
      m.state.set(obj.cell, build(m, shape.content, using) as Content);
      return { kind: shape.of, obj };
    }
    case "mirror": {
      const [primal, shadow] = leafTypes(shape).map(using.leaf) as [Value, Value];
      return { kind: "mirror", of: shape.of, family: shape.family, primal, shadow };
    }
    case "record":
    case "list":
      return {
        kind: shape.kind,
        family: shape.family,
        ref: using.leaf(leafTypes(shape)[0] as Type),
      };
    case "union": {
      return readUnion(m, shape.slot, leafTypes(shape).map(using.leaf));
    }
    case "same": {
      const { held } = shape;
      if (using.substitute && (held.kind === "array" || held.kind === "object")) {
        return { kind: held.kind, obj: using.substitute(held.obj) };
      }
      return held;
    }
    case "choice": {
      const first = using.leaf(boolType);
      const of = shape.of.map((one) => build(m, one, using) as Abs) as [Abs, Abs];
      return { kind: "choice", first, of };
    }
    case "maybe": {
      const present = using.leaf(boolType);
      const value = build(m, shape.inner, using) as Abs;
      return { kind: "maybe", present, value, absent: shape.absent };
    }
    case "conflict":
      return { kind: "conflict", sides: shape.sides };
  }
}
