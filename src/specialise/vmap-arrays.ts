// `vmap` of functions of N-d arrays: one function on arrays of all lanes.
import { NablaError } from "../diagnostics/error.ts";
import type { Func, Value } from "../ir/func.ts";
import { batchSignature } from "../ir/lanes.ts";
import { walk } from "../ir/rewrite.ts";
import { signatureOf } from "../ir/derivative.ts";
import type { ArrayType } from "../ir/types.ts";
import { elements } from "../ops/arrays/index.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { batched } from "../ops/control.ts";
import { toF64 } from "../ops/convert.ts";
import { build } from "./coerce.ts";
import { newCompiled, type Compiled } from "./compiled.ts";
import { arrayContent, fieldsOf, newArray, newItems, newObject } from "./content.ts";
import { isFinished } from "./differential.ts";
import { operands } from "./emit-call.ts";
import { compile } from "./functions.ts";
import { invoke } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { deepCopy } from "./memory.ts";
import type { Shape } from "./shapes.ts";
import { constant, nameOf, type Abs } from "./values.ts";
import { laneOf, type Axes, type Mapped } from "./vmap-axes.ts";
import { eachOf, lanesAt, placeOf } from "./vmap-results.ts";

/** A call of `vmap(f)` with N-d arrays along whose first axis lanes lie. */
export interface OnArrays {
  readonly f: Abs;
  readonly args: readonly Abs[];
  readonly axes: readonly Axes[];
  readonly mapped: readonly Mapped[];
  readonly size: number;
  readonly out: Axes;
  /** Whether lanes of arrays of one axis are arrays as well. */
  readonly isArray: boolean;
}

/**
 * What the call gives; undefined where there is more to the function than what it gives for a lane,
 * or something else than numbers and N-d arrays comes out of a lane.
 */
export function vmapOfArrays(m: Machine, call: OnArrays): Abs | undefined {
  const areArrays = call.mapped.every(({ of }) => of.kind === "nd");
  if (!areArrays || call.size === 0 || m.handler !== undefined) return undefined;
  const saved = m.save();
  let made: Abs | undefined;
  try {
    made = onAll(m, call);
  } catch (error) {
    // what cannot be compiled on its own may be, where it is called
    if (!(error instanceof NablaError) || !error.code.startsWith("NB2")) throw error;
  }
  if (made === undefined) m.restore(saved);
  return made;
}

function onAll(m: Machine, { f, args, axes, size, out, isArray }: OnArrays): Abs | undefined {
  const first = m.b.body.length;
  const wholes = new Map<Value, Value>();
  const lane = { index: constant(0), isArray, wholes };
  const own = args.map((arg, i) => laneOf(m, arg, axes[i]!, lane));
  const compiled = newCompiled(m, nameOf(f), undefined, own);
  compile(m, compiled, own, (inner) => invoke(m, f, inner, undefined));
  const func = m.funcs.get(compiled.name);
  const fits = isPure(m, compiled) && isStacked(compiled.result, out);
  if (!fits || func === undefined || !isOfArrays(func)) return undefined;
  const values = operands(m, compiled, own);
  const active = values.map((v) => wholes.has(v));
  if (values.some((v, i) => !active[i] && dependsOn(m, first, v, wholes))) return undefined;
  const { results } = batchSignature(signatureOf(func), active, size);
  const passed = values.map((v) => wholes.get(v) ?? v);
  const found = batched(m.b, { callee: compiled.name, active, size }, passed, results);
  return stackedFrom(m, compiled.result, found, out);
}

/** Whether it is about arrays at all: of numbers alone, a loop over lanes is quicker. */
function isOfArrays({ region }: Func): boolean {
  const isArray = (v: Value): boolean => v.type.kind === "array";
  let found = region.params.some(isArray);
  walk(region, ({ results }) => void (found ||= results.some(isArray)));
  return found;
}

function isPure(m: Machine, compiled: Compiled): boolean {
  const { written, changed, throws, rows, name } = compiled;
  return [written, changed, throws, rows].every(({ size }) => size === 0) && isFinished(m, name);
}

/** Whether there are arrays of what a lane gives, with the axes `out`. */
function isStacked(shape: Shape, out: Axes): boolean {
  switch (shape.kind) {
    case "num":
    case "int":
    case "bool":
      return out.kind === "axis" && out.axis === 0;
    case "nd":
      return out.kind === "axis";
    case "fresh":
      return isStackedContent(shape.content, out);
    default:
      return false;
  }
}

function isStackedContent(shape: Shape, out: Axes): boolean {
  if (shape.kind === "items" && out.kind === "axis") {
    const { items } = shape;
    return items.some(isNd) && isStackedContent(shape, eachOf(out, items.length));
  }
  if (shape.kind === "items" && out.kind === "items") {
    const { items } = shape;
    return items.length === out.items.length && items.every((x, i) => isStacked(x, out.items[i]!));
  }
  if (shape.kind !== "fields" || out.kind === "items" || out.kind === "none") return false;
  if (shape.prototype !== Object.prototype && shape.prototype !== null) return false;
  if (out.kind === "fields" && shape.fields.size !== out.fields.size) return false;
  return [...shape.fields].every(([name, field]) => isStacked(field, partOf(out, name)));
}

const isNd = (shape: Shape): boolean =>
  shape.kind === "nd" || (shape.kind === "same" && shape.held.kind === "nd");

/** The axes of the field `name`. */
function partOf(out: Axes, name: string): Axes {
  return out.kind === "fields" ? (out.fields.get(name) ?? { kind: "none" }) : out;
}

/** Whether `v` is computed, behind the instruction `first`, of what one lane has. */
function dependsOn(
  m: Machine,
  first: number,
  v: Value,
  wholes: ReadonlyMap<Value, Value>,
): boolean {
  const found = new Set(wholes.keys());
  for (const { args, results } of m.b.body.slice(first)) {
    if (args.some((a) => found.has(a))) results.forEach((r) => found.add(r));
  }
  return found.has(v);
}

/** What is made of the values of all lanes, `leaves`, in the structure of one. */
function stackedFrom(m: Machine, shape: Shape, leaves: readonly Value[], out: Axes): Abs {
  let next = 0;
  const leaf = (): Value => leaves[next++]!;
  const like = build(m, shape, { leaf, made: new Map() }) as Abs;
  return inArrays(m, like, out);
}

function inArrays(m: Machine, like: Abs, out: Axes): Abs {
  const memory = (value: Value): Value => deepCopy(m.b, m.b.emit1(elements, [value]));
  switch (like.kind) {
    case "num":
      return { kind: "typed", element: "Float64Array", mem: memory(like.value) };
    case "int":
      return { kind: "typed", element: "Float64Array", mem: memory(toF64(m.b, like.value)) };
    case "bool": {
      const length = intLiteral(m.b, (like.value.type as ArrayType).shape[0]!);
      const elem = { kind: "boolean" } as const;
      const mem = memory(like.value);
      return newArray(m, { kind: "run", mem, length, elem, fixed: false });
    }
    case "nd": {
      if (out.kind !== "axis") break;
      const { dtype, shape } = like.value.type as ArrayType;
      const lane: ArrayType = { kind: "array", dtype, shape: shape.slice(1) };
      return lanesAt(m, like.value, placeOf(m, out.axis, lane));
    }
    case "array": {
      const content = arrayContent(m, like);
      if (content.kind !== "items") break;
      const each = out.kind === "items" ? out : eachOf(out, content.items.length);
      return newItems(
        m,
        content.items.map((item, i) => inArrays(m, item, each.items[i]!)),
      );
    }
    case "object": {
      const { fields, prototype } = fieldsOf(m, like);
      const made = [...fields].map(
        ([name, field]) => [name, inArrays(m, field, partOf(out, name))] as const,
      );
      return newObject(m, new Map(made), prototype);
    }
  }
  throw new Error("internal: lanes of something else than arrays are made of");
}
