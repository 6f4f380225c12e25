// Control: a closed set, known to every transform and back end.
import type { Builder } from "../ir/builder.ts";
import { directionsText, seededAttrs, type Directions } from "../ir/derivative.ts";
import { budgetAttrs, type Budget } from "../ir/budget.ts";
import type { Attrs, Region, Value } from "../ir/func.ts";
import { defop, type Op, type Prim, type Rule } from "../ir/op.ts";
import { bool, i32, sameType, showType, type Type } from "../ir/types.ts";
import { attr, isNumber, isString, reject } from "./signatures.ts";
import { zero } from "./constant.ts";
import { allocate, nullRef } from "./memory.ts";

const structural: Rule = { kind: "structural" };

const typesOf = (values: readonly Value[]): Type[] => values.map((v) => v.type);

function sameTypes(a: readonly Type[], b: readonly Type[], what: string): void {
  if (a.length !== b.length || !a.every((t, i) => sameType(t, b[i] as Type))) {
    throw new Error(
      `${what}: (${a.map(showType).join(", ")}) against (${b.map(showType).join(", ")})`,
    );
  }
}

function exactly(regions: readonly Region[], n: number): Region[] {
  if (regions.length !== n) throw new Error(`${regions.length} regions, wanted ${n}`);
  return [...regions];
}

/** `if c { … } { … }`: runs one of two regions without parameters; its yields are the results. */
export const ifOp: Op = defop({
  name: "if",
  doc: "if c {then} {else}: runs one region; results are what it yields",
  effect: "nested",
  type: (types, _, regions) => {
    if (types.length !== 1 || !sameType(types[0] as Type, bool)) reject(types, "bool");
    const [then, otherwise] = exactly(regions, 2) as [Region, Region];
    sameTypes(typesOf(then.params), [], "parameters of a branch");
    sameTypes(typesOf(otherwise.params), [], "parameters of a branch");
    sameTypes(typesOf(then.yields), typesOf(otherwise.yields), "yields of the two branches");
    return typesOf(then.yields);
  },
  cost: 2,
  rule: structural,
  samples: [],
});

/**
 * Counted loop: the region's parameters are the index, from `lo` by `step` while below `hi` (above
 * it for a negative step), and the carried values; it yields the next carried values. `pairs` says
 * that the number of iterations is even, and that no iteration touches what another one writes.
 */
export const forOp: Op = defop({
  name: "for",
  doc: "for {step} lo, hi, init… {i, carried… → next…}: index from lo by step while it is below hi (above, if step < 0); step is not 0",
  effect: "nested",
  type: (types, attrs, regions) => {
    const step = attr(attrs, "step", isNumber);
    if (attrs["pairs"] === true && step !== 1) throw new Error(`pairs, with step ${step}`);
    if (!Number.isInteger(step) || step === 0) throw new Error(`step ${step}`);
    const [lo, hi, ...inits] = types;
    if (lo === undefined || hi === undefined || !sameType(lo, i32) || !sameType(hi, i32)) {
      reject(types, "i32, i32, …");
    }
    const [body] = exactly(regions, 1) as [Region];
    sameTypes(typesOf(body.params), [i32, ...inits], "parameters of the loop");
    sameTypes(typesOf(body.yields), inits, "yields of the loop");
    return inits;
  },
  cost: 2,
  rule: structural,
  samples: [],
});

/** Runs its region again as long as the first value it yields is true; at least once. */
export const loopOp: Op = defop({
  name: "loop",
  doc: "loop init… {carried… → again, next…}: runs at least once, and again while `again`; results are the last `next…`",
  effect: "nested",
  type: (types, _, regions) => {
    const [body] = exactly(regions, 1) as [Region];
    sameTypes(typesOf(body.params), types, "parameters of the loop");
    sameTypes(typesOf(body.yields), [bool, ...types], "yields of the loop");
    return types;
  },
  cost: 2,
  rule: structural,
  samples: [],
});

/** Attribute `callee` names a function of the module. */
export const callOp: Op = defop({
  name: "call",
  doc: "call {callee} x…: runs a function of the module",
  effect: "nested",
  type: () => {
    throw new Error("internal: a call is made by `call`, which knows the callee");
  },
  cost: 10,
  rule: structural,
  samples: [],
});

/** `i` if it is in [0, n), else ends the call with an error naming the place. */
export const bounds: Prim<[index: Value, length: Value]> = defop({
  name: "bounds",
  doc: "bounds i, n: i if 0 ≤ i < n, else the error «index outside the array»",
  effect: "trap",
  type: (types) => {
    if (types.length !== 2 || !types.every((t) => sameType(t, i32))) reject(types, "i32, i32");
    return [i32];
  },
  cost: 1,
  rule: { kind: "zero", why: "an integer has no tangent" },
  samples: [],
});

/**
 * Ends the call with an error: attribute `code` is nabla's (`NB4001`), or `throw` for the user's
 * own; `message` is its text, in which of nabla's own `{0}`, `{1}` stand for the numbers handed to
 * the host before, or `format` what these make of it, as in `print`. Nothing after it in its region runs.
 */
export const fail: Op = defop<[]>({
  name: "fail",
  doc: "fail {code, message}: ends the call with an error; what follows in the region does not run",
  effect: "trap",
  type: (_, attrs) => {
    attr(attrs, "code", isString);
    attr(attrs, "message", isString);
    return [];
  },
  cost: 0,
  rule: structural,
  samples: [],
});

export function failWith(b: Builder, code: string, message: string, format?: string): void {
  b.emit(fail, [], format === undefined ? { code, message } : { code, message, format });
}

type Body = (b: Builder) => readonly Value[];

export function ifElse(b: Builder, c: Value, then: Body, otherwise: Body): readonly Value[] {
  const make = (body: Body): Region => {
    const inner = b.nested();
    return inner.finish(body(inner));
  };
  return b.emit(ifOp, [c], {}, [make(then), make(otherwise)]);
}

/** `body` gets the index and the carried values, and gives the next ones. */
export function forRange(
  b: Builder,
  [lo, hi, step]: readonly [lo: Value, hi: Value, step: number],
  inits: readonly Value[],
  body: (b: Builder, index: Value, carried: readonly Value[]) => readonly Value[],
): readonly Value[] {
  const inner = b.nested();
  const index = inner.param(i32);
  const carried = inits.map((v) => inner.param(v.type, v.hint));
  const yields = body(inner, index, carried);
  return b.emit(forOp, [lo, hi, ...inits], { step }, [inner.finish(yields)]);
}

/**
 * Runs `body` for each direction from `from` to `to`, both of them even: in any order, since none
 * touches what another one writes.
 */
export function forEachDirection(
  b: Builder,
  from: Value,
  to: Value,
  body: (b: Builder, d: Value) => void,
): void {
  const inner = b.nested();
  body(inner, inner.param(i32));
  b.emit(forOp, [from, to], { step: 1, pairs: true }, [inner.finish([])]);
}

/** `body` gives whether to run again, and the next carried values. */
export function loopWhile(
  b: Builder,
  inits: readonly Value[],
  body: (b: Builder, carried: readonly Value[]) => readonly [again: Value, ...next: Value[]],
): readonly Value[] {
  const inner = b.nested();
  const carried = inits.map((v) => inner.param(v.type, v.hint));
  const yields = body(inner, carried);
  return b.emit(loopOp, inits, {}, [inner.finish(yields)]);
}

/**
 * Calls the function named `callee`, whose results have the types `results`. The attribute `keeps`
 * says "inputs" where reverse mode keeps nothing but the operands, and runs the callee again.
 */
export function call(
  b: Builder,
  callee: string,
  args: readonly Value[],
  results: readonly Type[],
  attrs: Attrs = {},
): readonly Value[] {
  const values = results.map((type): Value => ({ type }));
  const all = { callee, ...attrs };
  b.append({ op: callOp, args, attrs: all, regions: [], results: values, span: b.span });
  return values;
}

/** Some value of `type`, for places that are never reached or are zero: 0, an empty memory, null. */
export function zeroOf(b: Builder, type: Type): Value {
  if (type.kind === "mem") return allocate(b, type, zero(b, i32));
  if (type.kind === "ref") return b.emit1(nullRef, [], { type });
  return zero(b, type);
}

/**
 * A derivative not yet taken, or a function for many lanes not yet made: attributes `mode` ("jvp",
 * "vjp" or "batch"), `callee`, and `active`, a string
 * of 0 and 1, one for each parameter; for jvp there may be several, one for each direction, with
 * commas between them. For vjp `seeded`, of the same form, says which results have a cotangent, if
 * not all of them. For jvp `width` asks for that many directions at once, in memory: see
 * `vectorSignature`. Operands and results are those of the function that the
 * transform of that name makes of the callee; `transforms/derive.ts` makes it a `call` of that.
 */
export const deriveOp: Op = defop({
  name: "derive",
  doc: "derive {mode, callee, active} x…: runs the derivative of a function of the module, or the function for many lanes",
  effect: "nested",
  type: () => {
    throw new Error("internal: a derivative is made by `derive`, which knows the callee");
  },
  cost: 10,
  rule: structural,
  samples: [],
});

/** What is differentiated how: see `deriveOp`. */
export interface Derivative {
  readonly mode: "jvp" | "vjp";
  readonly callee: string;
  /** For each direction, of which vjp has one, and each parameter, whether that is independent. */
  readonly active: Directions;
  /** Directions at once in memory, in all of which the same parameters are independent. */
  readonly width?: number | undefined;
  /** Which results have a cotangent; by default all. */
  readonly seeded?: readonly boolean[] | undefined;
  /** What the reverse sweep may keep of long loops. */
  readonly budget?: Budget | undefined;
  /** Whether it ends with an error where the function is not smooth. */
  readonly strict?: boolean;
  /** Whether it prints nothing: the function has been run before. */
  readonly quiet?: boolean;
}

export function derive(
  b: Builder,
  { mode, callee, active, width, seeded, budget, strict = false, quiet = false }: Derivative,
  args: readonly Value[],
  results: readonly Type[],
): readonly Value[] {
  const values = results.map((type): Value => ({ type }));
  const attrs = {
    mode,
    callee,
    active: directionsText(active),
    ...(width !== undefined && { width }),
    ...seededAttrs(seeded),
    ...budgetAttrs(budget),
    ...(strict && { strict }),
    ...(quiet && { quiet }),
  };
  b.append({ op: deriveOp, args, attrs, regions: [], results: values, span: b.span });
  return values;
}

/**
 * Runs the function `callee` for `size` lanes: what `batched` says of its parameters have a first axis
 * for these, and so have all results. None of them is a reference. `transforms/derive.ts` makes it a
 * call of the function that `batch` makes.
 */
export function batched(
  b: Builder,
  { callee, active, size }: { callee: string; active: readonly boolean[]; size: number },
  args: readonly Value[],
  results: readonly Type[],
): readonly Value[] {
  const values = results.map((type): Value => ({ type }));
  const attrs = { mode: "batch", callee, active: directionsText([active]), size };
  b.append({ op: deriveOp, args, attrs, regions: [], results: values, span: b.span });
  return values;
}
