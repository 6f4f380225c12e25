// Derivatives of one call: the function is compiled on its own, and `derive` stands for its derivative.
import { invoke } from "./interpreter.ts";
import { changedParams, relinkedParams } from "../analysis/changed-params.ts";
import type { Budget } from "../ir/budget.ts";
import type { Value } from "../ir/func.ts";
import {
  jvpSignature,
  signatureOf,
  vectorSignature,
  vjpSignature,
  type Directions,
} from "../ir/derivative.ts";
import { neededBy } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isFloat, isReference, sameType, type Type } from "../ir/types.ts";
import { same } from "../ops/compare.ts";
import { int, zero } from "../ops/constant.ts";
import { derive, failWith, ifElse } from "../ops/control.ts";
import { takenApart } from "./apart.ts";
import { contentsNow, independentLeaves, type Before } from "./derivative-entries.ts";
import { compile } from "./functions.ts";
import { giveTangents, type GivenLink } from "./given-tangents.ts";
import { holdsRecords, Shadows, type Together } from "./shadows.ts";
import { newCompiled, type Compiled } from "./compiled.ts";
import { operands, received } from "./emit-call.ts";
import type { Machine } from "./machine.ts";
import { copyInto, copyReferences, deepCopy, movesRows, isPart, mayOverlap } from "./memory.ts";
import { leafTypes, type Shape } from "./shapes.ts";
import type { Structures } from "./derivative-parts.ts";
import { nameOf, type Abs } from "./values.ts";

/** A call that is about to be differentiated. */
export interface Subject {
  readonly compiled: Compiled;
  readonly args: readonly Abs[];
  /** What is passed, in the order of the parameters. */
  readonly values: readonly Value[];
  /** For each parameter, whether it is an independent variable. */
  readonly active: readonly boolean[];
  /** For each argument, the index of its first parameter. */
  readonly first: readonly number[];
  /** What a reverse sweep may keep of long loops. */
  readonly budget: Budget | undefined;
  readonly strict: boolean;
  /** What the objects among the independent variables hold before the call. */
  readonly before: Before;
  /** Whether the function has been run before, and has shown then what it shows. */
  readonly quiet?: boolean;
  /** Puts back what was written into copies of arguments. */
  readonly finish: () => void;
}

/** What a derivative is by, and what its reverse sweep may keep. */
interface Independent {
  readonly positions: readonly number[];
  readonly budget?: Budget | undefined;
  /** Whether it ends with an error where the function is not smooth. */
  readonly strict: boolean;
}

/**
 * Compiles the call `f(...args)`; some arguments are the independent variables. `result` turns
 * the value of the function into what is differentiated.
 */
export function prepare(
  m: Machine,
  f: Abs,
  given: readonly Abs[],
  { positions: wrt, budget, strict }: Independent,
  result: (value: Abs) => Abs = (value) => value,
): Subject {
  const call = (args: readonly Abs[]): Abs => result(invoke(m, f, args, undefined));
  const { compiled, args } = compiledApart(m, nameOf(f), call, given, wrt);
  if (!isFinished(m, compiled.name)) {
    m.fault(
      "NB3002",
      "the derivative of a function is taken inside that function, to an order that is not known",
      "write the derivatives down one inside the other, as in `grad(grad(f))`",
    );
  }
  const seen = new Set<Shape>();
  const first: number[] = [];
  const active: boolean[] = [];
  for (const [i, shape] of compiled.args.entries()) {
    first.push(active.length);
    const free = independentLeaves(shape, new Set(seen));
    const types = leafTypes(shape, seen);
    active.push(...types.map((type, k) => wrt.includes(i) && free[k]! && isIndependent(type)));
  }
  const values = operands(m, compiled, args);
  while (active.length < values.length) active.push(false);
  const copies = isolate(m, compiled, values, active);
  const finish = (): void => {
    for (const [to, from] of copies.back) copyInto(m.b, to, from);
  };
  const before = contentsNow(
    m,
    wrt.map((i) => args[i]!),
  );
  return { compiled, args, values: copies.values, active, first, budget, strict, before, finish };
}

/** The function, compiled; where an object is shared with an independent argument, for a copy. */
function compiledApart(
  m: Machine,
  name: string,
  call: (args: readonly Abs[]) => Abs,
  args: readonly Abs[],
  wrt: readonly number[],
): { readonly compiled: Compiled; readonly args: readonly Abs[] } {
  const compiledFor = (passed: readonly Abs[]): Compiled => {
    const compiled = newCompiled(m, name, undefined, passed);
    compile(m, compiled, passed, call);
    return compiled;
  };
  const first = compiledFor(args);
  const apart = takenApart(m, args, wrt, first.captures);
  if (apart === undefined) return { compiled: first, args };
  const compiled = compiledFor(apart);
  const changed = changedParams({ funcs: m.funcs }, m.funcs.get(compiled.name)!);
  if (changed.size > 0 || compiled.changed.size > 0 || first.written.size > 0) {
    m.fault("NB2007", oneObject, "pass a copy, made with `structuredClone()` or `.slice()`");
  }
  return { compiled, args: apart };
}

/** Whether a function and all that it needs are made; one that is being run is not. */
export function isFinished(m: Machine, name: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(name)) return true;
  seen.add(name);
  const func = m.funcs.get(name);
  return func !== undefined && [...neededBy(func)].every((one) => isFinished(m, one, seen));
}

function isIndependent(type: Type): boolean {
  return isFloat(type) || (isReference(type) && tangentType(type) !== undefined);
}

interface Isolated {
  readonly values: readonly Value[];
  /** Memories to be filled from their copies. */
  readonly back: readonly (readonly [to: Value, from: Value])[];
}

/**
 * The derivative is taken by an argument, not by memory: where an independent array may also be
 * reached in another way, by a captured variable say, the function gets a copy. If the function
 * changes one of the two, they must not be the same.
 */
function isolate(
  m: Machine,
  { name }: Compiled,
  values: readonly Value[],
  active: readonly boolean[],
): Isolated {
  const changed = changedParams({ funcs: m.funcs }, m.funcs.get(name)!);
  const back: [Value, Value][] = [];
  const isolated = values.map((value, i) => {
    // by linked objects the derivative is taken as they lie in memory
    if (!active[i] || value.type.kind !== "mem" || holdsRecords(value.type)) return value;
    const others = [...values.keys()].filter((j) => {
      const other = values[j]!;
      return j !== i && isReference(other.type) && mayOverlap(value, other);
    });
    if (others.length === 0) return value;
    for (const j of others) {
      if (changed.has(i) || changed.has(j)) requireApart(m, value, values[j]!);
    }
    const made = deepCopy(m.b, value);
    if (changed.has(i)) back.push([value, made]);
    return made;
  });
  return { values: isolated, back };
}

const oneObject =
  "an object that is differentiated by is also reached in another way, and something is changed";
const oneArray =
  "an array that is differentiated by is also reached in another way, and changed: pass a copy";

/** Two references that may overlap must not: refused here, or where only a run can tell, there. */
export function requireApart(m: Machine, a: Value, b: Value): void {
  if (a === b || !sameType(a.type, b.type) || isPart(a) || isPart(b)) {
    m.fault("NB2007", oneArray, "pass a copy of one of them, made with `.slice()`");
  }
  ifElse(
    m.b,
    same(m.b, a, b),
    (inner) => {
      failWith(inner, "NB2007", oneArray);
      return [];
    },
    () => [],
  );
}

/** Forward mode: results with their tangents, from the tangents of the parameters (none: zero). */
export function forward(
  m: Machine,
  subject: Subject,
  tangents: readonly (Value | undefined)[],
  links: readonly GivenLink[] = [],
): { readonly results: readonly Value[]; readonly tangents: readonly (Value | undefined)[] } {
  const given = tangents.map((t) => (t === undefined ? [] : [t]));
  const found = forwardIn(m, subject, [subject.active], given, links);
  return { results: found.results, tangents: found.tangents.map(([t]) => t) };
}

/**
 * Forward mode in several directions at once, each with independent parameters of its own. A number
 * has a tangent for each direction, or none where it is zero in all; a reference has one for all,
 * in which those of an element lie side by side.
 */
export function forwardIn(
  m: Machine,
  subject: Subject,
  directions: Directions,
  tangents: readonly (readonly Value[] | undefined)[],
  links: readonly GivenLink[] = [],
): { readonly results: readonly Value[]; readonly tangents: readonly (readonly Value[])[] } {
  const { compiled, values, strict } = subject;
  const count = directions.length;
  const shadows = new Shadows(m, compiled, values, count);
  if (links.length > 0) giveTangents(m, shadows.together as Together, links);
  const passed = twinsFor(m, subject, { shadows, width: count }, (i, type) => {
    const given = tangents[i];
    if (isReference(type)) return given?.[0];
    return directions.flatMap((active, d) => (active[i] ? [given?.[d] ?? zero(m.b, type)] : []));
  });
  const signature = typesOf(m, compiled);
  const { results: types } = jvpSignature(signature, directions);
  const all = derive(
    m.b,
    { mode: "jvp", callee: compiled.name, active: directions, strict },
    [...values, ...passed],
    types,
  );
  const results = all.slice(0, signature.results.length);
  return { results, tangents: twinsAmong(all, results, count) };
}

/**
 * Forward mode in up to `width` directions at once, of which as many as `to` says are computed, an
 * even number. `tangents` are of parameters in memory; those of a result are all in memory.
 */
export function forwardMany(
  m: Machine,
  subject: Subject,
  { width, to }: { readonly width: number; readonly to: Value },
  tangents: readonly (Value | undefined)[],
): { readonly results: readonly Value[]; readonly tangents: readonly (readonly Value[])[] } {
  const { compiled, values, strict } = subject;
  const shadows = new Shadows(m, compiled, values, width);
  const active = values.map((_, i) => tangents[i] !== undefined);
  const passed = twinsFor(m, subject, { shadows, width }, (i, type) =>
    isReference(type) ? tangents[i] : [],
  );
  const signature = typesOf(m, compiled);
  const all = derive(
    m.b,
    { mode: "jvp", callee: compiled.name, active: [active], width, strict },
    [...values, ...passed, int(m.b, 0), to],
    vectorSignature(signature, active, width).results,
  );
  const results = all.slice(0, signature.results.length);
  return { results, tangents: twinsAmong(all, results, 1) };
}

/** What is passed beside the values: for references their shadows, which hold what is `given`. */
function twinsFor(
  m: Machine,
  { compiled, values }: Subject,
  { shadows, width }: { readonly shadows: Shadows; readonly width: number },
  given: (i: number, type: Type) => Value | readonly Value[] | undefined,
): readonly Value[] {
  const changed = changedParams({ funcs: m.funcs }, m.funcs.get(compiled.name)!);
  return values.flatMap((value, i): readonly Value[] => {
    const type = tangentType(value.type, width);
    if (type === undefined) return [];
    const tangent = given(i, type);
    if (!isReference(type)) return tangent as readonly Value[];
    return [shadows.forTangent(value, type, tangent as Value | undefined, changed.has(i))];
  });
}

/** The tangents behind the results, of which a number has `count`. */
function twinsAmong(
  all: readonly Value[],
  results: readonly Value[],
  count: number,
): readonly (readonly Value[])[] {
  let next = results.length;
  return results.map(({ type }) => {
    if (tangentType(type) === undefined) return [];
    return all.slice(next, (next += isReference(type) ? 1 : count));
  });
}

export interface Backward {
  readonly results: readonly Value[];
  /** Of every parameter; undefined where there is none. */
  readonly cotangents: readonly (Value | undefined)[];
  /** How what has a cotangent was linked when the call began, where it may be linked anew. */
  readonly structures: Structures;
}

/** Reverse mode: results, and cotangents. */
export function backward(
  m: Machine,
  { compiled, values, active, budget, strict, quiet }: Subject,
  cotangents: readonly (Value | undefined)[],
): Backward {
  const shadows = new Shadows(m, compiled, values);
  const links = restructures(m, compiled, active) ? shadows.links() : undefined;
  const signature = typesOf(m, compiled);
  const kept: Value[] = [];
  const structures = new Map<Value, Value>();
  const passed = values.flatMap((value) => {
    const type = tangentType(value.type);
    if (type === undefined || !isReference(value.type)) return [];
    const made = shadows.zero(value, type);
    const remembered = links?.shadows.get(value);
    if (remembered !== undefined) {
      structures.set(remembered, links?.structures.get(value) as Value);
      kept.push(remembered);
      return [made];
    }
    // where rows are moved, those of the shadow are moved with them
    const moved = movesRows(m.funcs, compiled.name, value.type);
    kept.push(moved ? copyReferences(m.b, made) : made);
    return [made];
  });
  // without a cotangent: what does not vary, and what the function gives variables outside
  const given = signature.results.map((type, i) => tangentType(type) && cotangents[i]);
  const seeds = given.filter((seed) => seed !== undefined);
  const seeded = signature.results.map(
    (type, i) => tangentType(type) === undefined || given[i] !== undefined,
  );
  const all = derive(
    m.b,
    { mode: "vjp", callee: compiled.name, active: [active], seeded, budget, strict, quiet },
    [...values, ...passed, ...seeds],
    vjpSignature(signature, active, seeded).results,
  );
  let next = signature.results.length;
  let shadow = 0;
  return {
    results: all.slice(0, next),
    cotangents: values.map((value, i) => {
      const type = tangentType(value.type);
      if (type === undefined) return undefined;
      if (isReference(value.type)) return kept[shadow++];
      return active[i] ? all[next++] : undefined;
    }),
    structures,
  };
}

/** Whether a function changes how the objects are linked that it is differentiated by. */
function restructures(m: Machine, { name }: Compiled, active: readonly boolean[]): boolean {
  const func = m.funcs.get(name);
  if (func === undefined) return false;
  const { params } = func.region;
  const linked = (i: number): boolean =>
    holdsRecords(params[i]!.type) && tangentType(params[i]!.type) !== undefined;
  if (!active.some((is, i) => is && linked(i))) return false;
  // two arguments may lead to one object
  return [...relinkedParams({ funcs: m.funcs }, func)].some(linked);
}

function typesOf(m: Machine, { name }: Compiled): ReturnType<typeof signatureOf> {
  const func = m.funcs.get(name);
  if (func === undefined) throw new Error(`internal: @${name} is not finished`);
  return signatureOf(func);
}

/** The value of the call, and what it changed outside, from the results of a derivative. */
export function valueOf(m: Machine, subject: Subject, results: readonly Value[]): Abs {
  subject.finish();
  return received(m, subject.compiled, subject.args, results);
}

/** How many results belong to the value of the call. */
export function valueLeaves({ compiled }: Subject): number {
  return leafTypes(compiled.result).length;
}
