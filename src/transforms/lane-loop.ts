// A function for many lanes as a loop, which calls the function for each: right for every function.
import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { laneType } from "../ir/lanes.ts";
import { memOf, sizeOf, type ArrayType, type MemType, type Type } from "../ir/types.ts";
import {
  allocate,
  arrayOfMemory,
  call,
  elements,
  forRange,
  int,
  load,
  mul,
  put,
  storeTo,
  view,
} from "../ops/index.ts";

/** Calls `func` for each of `size` lanes, in order; all results have lanes. */
export function laneLoop(
  func: Func,
  name: string,
  batched: readonly boolean[],
  size: number,
): Func {
  const { params, yields } = func.region;
  const b = new Builder(func.span);
  const operands = params.map((p, i) => {
    const type = batched[i] === true ? laneType(p.type, size) : p.type;
    return b.param(type, p.hint);
  });
  const sources = operands.map((v, i) =>
    batched[i] === true && v.type.kind === "array" ? b.emit1(elements, [v]) : v,
  );
  const made = yields.map(({ type }) => roomFor(b, type, size));
  forRange(b, [int(b, 0), int(b, size), 1], [], (inner, lane) => {
    const own = sources.map((v, i) =>
      batched[i] === true ? taken(inner, v, params[i]!.type, lane) : v,
    );
    const types = yields.map((v) => v.type);
    call(inner, func.name, own, types).forEach((v, i) => given(inner, made[i]!, v, lane));
    return [];
  });
  const results = yields.map(({ type }, i) => {
    const whole = laneType(type, size);
    return whole.kind === "array" ? arrayOfMemory(b, whole, made[i]!) : made[i]!;
  });
  return { name, region: b.finish(results), span: func.span, userName: func.userName };
}

/** Memory for what all lanes give. */
function roomFor(b: Builder, type: Type, size: number): Value {
  const whole = laneType(type, size);
  if (whole.kind !== "array") return allocate(b, whole as MemType, int(b, size));
  return allocate(b, memOf(whole.dtype), int(b, sizeOf(whole.shape)));
}

/** Where the elements of one lane are in what holds those of all. */
function partOf(b: Builder, whole: Value, { shape }: ArrayType, lane: Value): Value {
  const count = int(b, sizeOf(shape));
  return view(b, whole, mul(b, lane, count), count);
}

function taken(b: Builder, from: Value, type: Type, lane: Value): Value {
  if (type.kind !== "array") return load(b, from, lane);
  return arrayOfMemory(b, type, partOf(b, from, type, lane));
}

function given(b: Builder, to: Value, v: Value, lane: Value): void {
  if (v.type.kind === "array") b.emit(put, [partOf(b, to, v.type, lane), v]);
  else storeTo(b, to, lane, v);
}
