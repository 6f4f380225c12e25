// What `vmap` makes of what the lanes give: arrays, in the structure of one lane.
import type { Value } from "../ir/func.ts";
import { arrayOf, memOf, sameType, sizeOf, type ArrayType } from "../ir/types.ts";
import { mul } from "../ops/arith.ts";
import { arrayOfMemory, put, transposed } from "../ops/arrays/index.ts";
import { and, or } from "../ops/bits.ts";
import { eq, ne } from "../ops/compare.ts";
import { int } from "../ops/constant.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { load, storeTo } from "../ops/memory.ts";
import type { Elem } from "../values/layout.ts";
import { memoryOf } from "../values/leaves.ts";
import { newTyped } from "./constructors.ts";
import {
  arrayContent,
  elementValue,
  elemOfItems,
  fieldsOf,
  newArray,
  newItems,
  newObject,
} from "./content.ts";
import { boolValue, intValue, numValue } from "./convert.ts";
import { elementAbs, lengthAbs } from "./elements.ts";
import { toHeap } from "./interpreter.ts";
import { times } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { newMemory, partOf } from "./memory.ts";
import { resizing } from "./methods-resize.ts";
import { knownNumber } from "./operators.ts";
import { getIndex, getMember } from "./properties.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import { constant, describe, size, undef, type Abs, type Cell, type NdAbs } from "./values.ts";
import type { Axes } from "./vmap-axes.ts";

/** Where the values of lanes go, by what one of them is like. */
type Plan =
  /** Numbers, one from each lane, into a typed array. */
  | { readonly kind: "numbers" }
  /** Values of one kind into an array, whose first axis becomes axis `axis`. */
  | { readonly kind: "elements"; readonly elem: Elem; readonly axis: number }
  | { readonly kind: "objects"; readonly axis: number }
  /** N-d arrays into one, whose axis `axis` is that of lanes. */
  | { readonly kind: "nd"; readonly type: ArrayType; readonly axis: number }
  | { readonly kind: "fields"; readonly prototype: object | null; readonly fields: NamedPlans }
  | { readonly kind: "items"; readonly items: readonly Plan[] }
  /** One number or truth value, which all lanes agree on. */
  | { readonly kind: "one"; readonly elem: Elem }
  | { readonly kind: "nothing" }
  /** No lane gives anything: there is something behind the loop only where there are no lanes. */
  | { readonly kind: "never" };

type NamedPlans = ReadonlyMap<string, Plan>;

interface Sink {
  put(index: Abs, value: Abs): void;
  /** The whole, when all are there. */
  result(): Abs;
}

/** The lanes' values as one value, which has the axes `out` more than that of a lane. */
export function stacked(
  m: Machine,
  count: Abs,
  make: (index: Abs) => Abs,
  out: Axes,
  guess: readonly Cell[],
): Abs {
  return gathered(m, count, make, (like) => planOf(m, like, out, count), guess);
}

/** The values in a plain array. */
export function list(m: Machine, count: Abs, make: (index: Abs) => Abs): Abs {
  return gathered(m, count, make, (like) => listPlan(m, like, 0));
}

/**
 * Runs `make` for each index. What its values are like is found by a trial, whose code is dropped:
 * where they go has to be there before the first of them is.
 */
function gathered(
  m: Machine,
  count: Abs,
  make: (index: Abs) => Abs,
  planned: (like: Abs) => Plan,
  guess: readonly Cell[] = [],
): Abs {
  let plan: Plan = { kind: "never" };
  m.within(m.open(), () => {
    plan = planned(make(size(int(m.b, 0))));
  });
  const sink = sinkOf(m, plan, count);
  times(m, count, guess, (index) => sink.put(index, make(index)));
  return sink.result();
}

function planOf(m: Machine, like: Abs, out: Axes, count: Abs): Plan {
  if (like.kind === "const" && like.value === undefined) return { kind: "nothing" };
  if (out.kind === "items" || out.kind === "fields") return planOfParts(m, like, out, count);
  if (like.kind === "object") {
    const { fields, prototype } = fieldsOf(m, like);
    if (prototype === Object.prototype || prototype === null) {
      const plans = [...fields].map(
        ([name, field]) => [name, planOf(m, field, out, count)] as const,
      );
      return { kind: "fields", prototype, fields: new Map(plans) };
    }
  }
  if (like.kind === "array" && out.kind === "axis") {
    const content = arrayContent(m, like);
    if (content.kind === "items" && content.items.some(({ kind }) => kind === "nd")) {
      return planOf(m, like, eachOf(out, content.items.length), count);
    }
  }
  const isOne = isNumeric(like) || isBoolean(like);
  if (out.kind === "none") {
    if (isOne) return { kind: "one", elem: { kind: isNumeric(like) ? "number" : "boolean" } };
    return refuseOut(m, `\`out\` is null for ${describe(like)}`);
  }
  const { axis } = out;
  // where the number of lanes is not part of a type, they come in a list
  if (like.kind === "nd" && count.kind === "const") {
    const type = like.value.type as ArrayType;
    return { kind: "nd", type, axis: placeOf(m, axis, type) };
  }
  if (axis < 0 || (axis > 0 && like.kind !== "array" && like.kind !== "typed")) {
    return refuseOut(m, `\`out\` is ${axis}, and the lanes give ${describe(like)}`);
  }
  return isNumeric(like) ? { kind: "numbers" } : listPlan(m, like, axis);
}

/** A list with N-d arrays in it is a structure: each has its axis. */
export function eachOf(out: Axes, count: number): Extract<Axes, { kind: "items" }> {
  return { kind: "items", items: Array.from({ length: count }, () => out) };
}

function planOfParts(
  m: Machine,
  like: Abs,
  out: Extract<Axes, { kind: "items" | "fields" }>,
  count: Abs,
): Plan {
  if (out.kind === "items" && like.kind === "array") {
    const content = arrayContent(m, like);
    if (content.kind === "items" && content.items.length === out.items.length) {
      const plans = content.items.map((item, i) => planOf(m, item, out.items[i] as Axes, count));
      return { kind: "items", items: plans };
    }
  }
  if (out.kind === "fields" && like.kind === "object") {
    const { fields, prototype } = fieldsOf(m, like);
    if (
      fields.size === out.fields.size &&
      [...out.fields.keys()].every((name) => fields.has(name))
    ) {
      const plans = [...fields].map(
        ([name, field]) => [name, planOf(m, field, out.fields.get(name) as Axes, count)] as const,
      );
      return { kind: "fields", prototype, fields: new Map(plans) };
    }
  }
  return refuseOut(m, `\`out\` has another structure than ${describe(like)}, which the lanes give`);
}

/** Where the axis of lanes is in an array of lanes of `type`. */
export function placeOf(m: Machine, axis: number, { shape }: ArrayType): number {
  const place = axis < 0 ? axis + shape.length + 1 : axis;
  if (place >= 0 && place <= shape.length) return place;
  return refuseOut(m, `\`out\` is ${axis}, and the lanes give arrays of ${shape.length} axes`);
}

/** The array with its first axis, that of lanes, in another place. */
export function lanesAt(m: Machine, lanes: Value, axis: number): Abs {
  const { shape } = lanes.type as ArrayType;
  const others = shape.map((_, i) => i).slice(1);
  return { kind: "nd", value: transposed(m.b, lanes, others.toSpliced(axis, 0, 0)) };
}

function refuseOut(m: Machine, message: string): never {
  return m.fault(
    "NB5010",
    message,
    "give an axis that the result has, `null` for a number that is the same in all lanes, or one of these for each part of the result",
  );
}

function listPlan(m: Machine, like: Abs, axis: number): Plan {
  const elem = elemOfItems(m.state, [like]);
  return elem === undefined ? { kind: "objects", axis } : { kind: "elements", elem, axis };
}

function sinkOf(m: Machine, plan: Plan, count: Abs): Sink {
  switch (plan.kind) {
    case "nothing":
      return { put: () => {}, result: () => undef };
    case "never":
      return { put: () => {}, result: () => newItems(m, []) };
    case "numbers": {
      const made = newTyped(m, "Float64Array", intValue(m, count));
      return {
        put: (index, value) => storeTo(m.b, made.mem, intValue(m, index), numValue(m, value)),
        result: () => made,
      };
    }
    case "elements": {
      const { elem } = plan;
      const length = intValue(m, count);
      const mem = newMemory(m.b, memoryOf(elem), length);
      return {
        put: (index, value) =>
          storeTo(m.b, mem, intValue(m, index), elementValue(m, value, { elem })),
        result: () =>
          moved(m, newArray(m, { kind: "run", mem, length, elem, fixed: false }), plan.axis),
      };
    }
    case "nd": {
      const { dtype, shape } = plan.type;
      const lanes = knownNumber(count) as number;
      const each = sizeOf(shape);
      const mem = newMemory(m.b, memOf(dtype), int(m.b, lanes * each));
      return {
        put: (index, value) => {
          const fits = value.kind === "nd" && sameType(value.value.type, plan.type);
          if (!fits) refuseUnlike(m, value);
          const length = int(m.b, each);
          const start = mul(m.b, intValue(m, index), length);
          m.b.emit(put, [partOf(m.b, mem, start, length), (value as NdAbs).value]);
        },
        result: () => {
          const whole = arrayOfMemory(m.b, arrayOf(dtype, [lanes, ...shape]), mem);
          return lanesAt(m, whole, plan.axis);
        },
      };
    }
    case "objects": {
      const made = newItems(m, []);
      toHeap(m, made);
      return {
        put: (_, value) => void resizing["push"]!(m, made, [value]),
        result: () => moved(m, made, plan.axis),
      };
    }
    case "fields": {
      const sinks = [...plan.fields].map(([name, one]) => [name, sinkOf(m, one, count)] as const);
      return {
        put: (index, value) => {
          for (const [name, sink] of sinks) sink.put(index, getMember(m, value, name));
        },
        result: () => {
          const fields = sinks.map(([name, sink]) => [name, sink.result()] as const);
          return newObject(m, new Map(fields), plan.prototype);
        },
      };
    }
    case "items": {
      const sinks = plan.items.map((one) => sinkOf(m, one, count));
      return {
        put: (index, value) =>
          sinks.forEach((sink, i) => sink.put(index, getIndex(m, value, constant(i)))),
        result: () =>
          newItems(
            m,
            sinks.map((sink) => sink.result()),
          ),
      };
    }
    case "one":
      return agreed(m, plan.elem, count);
  }
}

function refuseUnlike(m: Machine, value: Abs): never {
  return m.fault(
    "NB2006",
    `this is ${describe(value)}, but other lanes give N-d arrays of one type`,
    "let all lanes give arrays of the same shape and dtype",
  );
}

/** The value of the first lane, with a check that all others give it as well. */
function agreed(m: Machine, elem: Elem, count: Abs): Sink {
  const mem = newMemory(m.b, memOf(elem.kind === "number" ? "f64" : "bool"), int(m.b, 1));
  const at = int(m.b, 0);
  refuseWhere(m, eq(m.b, intValue(m, count), at), "`out` is null, and there are no lanes");
  return {
    put: (index, value) => {
      const here = elem.kind === "number" ? numValue(m, value) : boolValue(m, value);
      ifElse(
        m.b,
        eq(m.b, intValue(m, index), at),
        (b) => {
          storeTo(b, mem, at, here);
          return [];
        },
        () => [],
      );
      const there = load(m.b, mem, at);
      const isValue =
        elem.kind === "number" ? or(m.b, eq(m.b, here, here), eq(m.b, there, there)) : undefined;
      const differs = ne(m.b, here, there);
      const message = "`out` is null, and the lanes give different values";
      refuseWhere(m, isValue ? and(m.b, differs, isValue) : differs, message);
    },
    result: () => elementAbs(m, load(m.b, mem, at), elem),
  };
}

function refuseWhere(m: Machine, condition: Value, message: string): void {
  ifElse(
    m.b,
    condition,
    (b) => {
      failWith(b, "NB5015", message);
      return [];
    },
    () => [],
  );
}

/** The array with its first axis in the place of axis `axis`. */
function moved(m: Machine, array: Abs, axis: number): Abs {
  if (axis === 0) return array;
  if (array.kind !== "array") return refuseOut(m, "`out` is an axis that the result does not have");
  const inner = getIndex(m, array, constant(0));
  if (inner.kind !== "array" && inner.kind !== "typed") {
    return refuseOut(m, "`out` is an axis that the result does not have");
  }
  const count = lengthAbs(m, array);
  return list(m, lengthAbs(m, inner), (j) => {
    const column = (i: Abs): Abs => getIndex(m, getIndex(m, array, i), j);
    const made = stacked(m, count, column, { kind: "axis", axis: 0 }, []);
    return moved(m, made, axis - 1);
  });
}
