import { Builder } from "../ir/builder.ts";
import { directionsText, type Directions } from "../ir/derivative.ts";
import type { Func, Instr, Module, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isFlatMemory, isReference, type Type } from "../ir/types.ts";
import { callOp, zero } from "../ops/index.ts";
import type { Activity } from "./activity.ts";
import { activeOperands, bits, Family, type AdOptions } from "./family.ts";
import type { LinearProgram } from "./linear-program.ts";
import { linearise, type LineariseCall } from "./linearise.ts";
import { Widening } from "./widen.ts";
import { forwardByRule, isRuled, refuseCaptured } from "./rules.ts";

interface Forward {
  readonly name: string;
}

/**
 * `module` with the forward derivative of the function `name` in its `active` parameters, whose
 * name is given too. Parameters: those of the function, then the tangents of active numbers and of
 * all references to what can have one, in order. Results: those of the function, then the tangents
 * of all that can have one.
 */
export function jvp(
  module: Module,
  name: string,
  active: readonly boolean[],
  options: AdOptions = {},
): { module: Module; name: string } {
  return jvpMany(module, name, [active], options);
}

/**
 * The same in several directions at once, each with active parameters of its own: the function runs
 * once. A number has a tangent for each direction, one after the other; the memory of a tangent has
 * those of one element side by side.
 */
export function jvpMany(
  module: Module,
  name: string,
  directions: Directions,
  options: AdOptions = {},
): { module: Module; name: string } {
  const family = new Family<Forward>(module, options);
  const member = forward(family, name, directions);
  return { module: family.finish(), name: member.name };
}

function forward(family: Family<Forward>, name: string, directions: Directions): Forward {
  const count = directions.length === 1 ? "" : String(directions.length);
  const define = directions.length === 1 ? single : several;
  return family.member(
    `${name} ${directionsText(directions)}`,
    () => ({ name: family.name(`${name}_jvp${count}`) }),
    (member) => {
      const func = family.func(name);
      if (isRuled(func)) return [forwardByRule(func, directions, member.name)];
      return [define(family, func, directions, member.name)];
    },
  );
}

function single(
  family: Family<Forward>,
  func: Func,
  [active = []]: Directions,
  name: string,
): Func {
  const activity = family.activity(func, active);
  const call: LineariseCall = (l, inner, instr) => linearCall(family, l, inner, instr);
  const { strict } = family.options;
  const { lin, builder: b } = linearise(func, active, activity, call, { strict });
  const { yields } = func.region;
  const region = b.finish([...yields, ...yields.flatMap((v) => twin(lin, b, v))]);
  return cloneFunc({ name, region, span: func.span, userName: func.userName });
}

function several(family: Family<Forward>, func: Func, directions: Directions, name: string): Func {
  const { params, yields } = func.region;
  const any = params.map((_, i) => directions.some((active) => active[i] === true));
  const { lin, builder } = linearise(func, any, family.activity(func, any), markCall, {
    strict: family.options.strict,
  });
  const known = new Map<string, Activity>();
  const activities = directions.map((active) => {
    const key = bits(active);
    const activity = known.get(key) ?? family.activity(func, active);
    known.set(key, activity);
    return activity;
  });
  const wide = new Widening(lin, activities, (w, inner, instr) =>
    wideCall(family, w, inner, instr),
  );
  const b = new Builder(func.span);
  b.params.push(...params);
  params.forEach((p, i) => {
    if (tangentType(p.type) === undefined) return;
    if (isReference(p.type)) b.params.push(wide.newShadow(p));
    else b.params.push(...wide.newTangents(p, (d) => directions[d]?.[i] === true));
  });
  wide.body(b, builder.finish(yields));
  const twins = yields.flatMap((v) => wideTwin(wide, b, v));
  const region = b.finish([...yields, ...twins]);
  return cloneFunc({ name, region, span: func.span, userName: func.userName });
}

function wideTwin(wide: Widening, b: Builder, v: Value): Value[] {
  if (tangentType(v.type) === undefined) return [];
  if (isReference(v.type)) return [wide.shadow(v)];
  return wide.tangents(v).map((t) => t ?? zero(b, v.type));
}

/** Stands for the call until it is widened: what it gives is known to have tangents. */
export function markCall(lin: LinearProgram, b: Builder, instr: Instr): void {
  b.append(instr);
  if (isPlain(instr, activeOperands(lin.activity, instr.args))) return;
  for (const r of instr.results) {
    const type = tangentType(r.type);
    if (type !== undefined) resultTwin(lin, r, type);
  }
}

function wideCall(family: Family<Forward>, wide: Widening, b: Builder, instr: Instr): void {
  const { lin, activities } = wide;
  if (isPlain(instr, activeOperands(lin.activity, instr.args))) {
    b.append(instr);
    return;
  }
  const directions = activities.map((activity) => activeOperands(activity, instr.args));
  const source = family.func(String(instr.attrs["callee"]));
  if (isRuled(source)) directions.forEach((one) => refuseCaptured(source, one, instr.span));
  const callee = forward(family, source.name, directions).name;
  const twins = instr.args.flatMap((a, i) => {
    if (tangentType(a.type) === undefined) return [];
    if (isReference(a.type)) return [wide.shadow(a)];
    const tangents = wide.tangents(a);
    return directions.flatMap((active, d) => (active[i] ? [tangents[d] ?? zero(b, a.type)] : []));
  });
  const results: Value[] = [...instr.results];
  for (const r of instr.results) {
    if (tangentType(r.type) === undefined) continue;
    if (isReference(r.type)) results.push(wide.newShadow(r));
    else results.push(...wide.newTangents(r, () => true));
  }
  b.append({
    ...instr,
    args: [...instr.args, ...twins],
    attrs: { ...instr.attrs, callee },
    results,
  });
}

function twin(lin: LinearProgram, b: Builder, v: Value): Value[] {
  if (tangentType(v.type) === undefined) return [];
  return [isReference(v.type) ? lin.shadow(v) : lin.tangentOrZero(b, v)];
}

function linearCall(family: Family<Forward>, lin: LinearProgram, b: Builder, instr: Instr): void {
  const active = activeOperands(lin.activity, instr.args);
  if (isPlain(instr, active)) {
    b.append(instr);
    return;
  }
  const source = family.func(String(instr.attrs["callee"]));
  if (isRuled(source)) refuseCaptured(source, active, instr.span);
  const callee = forward(family, source.name, [active]).name;
  const twins = instr.args.flatMap((a, i) => {
    if (tangentType(a.type) === undefined) return [];
    if (isReference(a.type)) return [lin.shadow(a)];
    return active[i] === true ? [lin.tangentOrZero(b, a)] : [];
  });
  const results: Value[] = [...instr.results];
  for (const r of instr.results) {
    const type = tangentType(r.type);
    if (type !== undefined) results.push(resultTwin(lin, r, type));
  }
  const args = [...instr.args, ...twins];
  b.append({ ...instr, op: callOp, args, attrs: { ...instr.attrs, callee }, results });
}

function resultTwin(lin: LinearProgram, r: Value, type: Type): Value {
  const made: Value = { type };
  if (isReference(r.type)) lin.setShadow(r, made);
  else {
    lin.tangents.add(made);
    lin.setTangent(r, made);
  }
  return made;
}

/** Whether a call can stand as it is beside its derivative: no tangent goes in, no shadow comes out. */
export function isPlain({ args, results }: Instr, active: readonly boolean[]): boolean {
  if (active.some((a) => a)) return false;
  const hasShadow = (v: Value): boolean => isReference(v.type) && tangentType(v.type) !== undefined;
  // it may also link references among those it gets
  const holds = (type: Type): boolean => isReference(type) && !isFlatMemory(type);
  return !results.some(hasShadow) && !args.some((a) => hasShadow(a) && holds(a.type));
}
