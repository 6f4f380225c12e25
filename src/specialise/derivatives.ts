// What calling a function does that an operator of the library has made.
import { invoke } from "./interpreter.ts";
import type { Value } from "../ir/func.ts";
import { literal, num as numLiteral } from "../ops/constant.ts";
import { callCheckpoint } from "./checkpoint.ts";
import { newItems, newObject } from "./content.ts";
import { ofChoice } from "./choices.ts";
import { requireSameKeys } from "./derivative-entries.ts";
import { callCustom } from "./custom.ts";
import { backward, forward, prepare, valueOf, type Subject } from "./differential.ts";
import { toNumber } from "./convert.ts";
import { callRaveled, solve } from "./implicit.ts";
import { cotangentsOf, listOf, requireArguments } from "./independents.ts";
import { jacobian } from "./jacobians.ts";
import type { Operator } from "./library.ts";
import type { Frame, Machine } from "./machine.ts";
import { isNumberLike } from "./nd.ts";
import { modeOf, wrtOf, type Wrt } from "./options.ts";
import { isString } from "./operators.ts";
import { getMember } from "./properties.ts";
import { linearised, pulledBack, pulledBackOnce } from "./pullbacks.ts";
import { describeShape, isFunction, isNumeric, type Shape } from "./shapes.ts";
import { isStored, withStored } from "./stored-functions.ts";
import { derivativeLeaves, derivativeOf } from "./structures.ts";
import { walk } from "../ir/rewrite.ts";
import { call, fail } from "../ops/control.ts";
import { reachable } from "./reachable.ts";
import { received } from "./emit-call.ts";
import { resultTypes } from "./compiled.ts";
import { describe, never, undef, type Abs, type MadeAbs } from "./values.ts";
import { callVmap } from "./vmap.ts";

type Rule = (m: Machine, f: Abs, wrt: Wrt, args: readonly Abs[], made: MadeAbs) => Abs;

const rules: Readonly<Record<Operator | "pullback", Rule>> = {
  grad: (m, f, wrt, args) => gradient(m, f, wrt, args).grad,
  valueAndGrad: (m, f, wrt, args) => {
    const { value, grad } = gradient(m, f, wrt, args);
    return record(m, { value, grad });
  },
  jvp: (m, f, wrt, args, made) => tangents(m, f, wrt, listed(m, made, args)),
  vjp: (m, f, wrt, args, made) => record(m, { ...linearised(m, f, wrt, args, made) }),
  pullback: (m, f, wrt, args, made) => {
    if (made.by.kind === "pullback") return pulledBack(m, wrt, args, made);
    const [primals, cotangent = undef] = listed(m, made, args);
    const given = listOf(m, primals, "primals");
    const once = pulledBackOnce(m, f, wrt, given, cotangent);
    if (once !== undefined) return once;
    return pulledBack(m, wrt, [cotangent], linearised(m, f, wrt, given, made).pullback);
  },
  jacfwd: (m, f, wrt, args) => jacobian(m, f, wrt, args, "forward"),
  jacrev: (m, f, wrt, args) => jacobian(m, f, wrt, args, "reverse"),
  jacobian: (m, f, wrt, args, made) => jacobian(m, f, wrt, args, modeOf(m, made.args[1], "either")),
  hessian: (m, f, wrt, args, { by, args: made }) => {
    const inner: MadeAbs = { kind: "made", by: { ...by, name: "grad" } as never, args: made };
    return jacobian(m, inner, wrt, args, modeOf(m, made[1], "forward"), true);
  },
  hvp: (m, _, wrt, [x, v, ...rest], { by, args: made }) => {
    const inner: MadeAbs = { kind: "made", by: { ...by, name: "grad" } as never, args: made };
    const zeros = rest.map(() => never);
    const both = [newItems(m, [x ?? undef, ...rest]), newItems(m, [v ?? undef, ...zeros])];
    return getMember(m, tangents(m, inner, wrt, both), "tangent");
  },
  jit: (m, f, _, args) => invoke(m, f, args, undefined),
  vmap: (m, f, _, args, made) => callVmap(m, f, made.args[1], args),
  checkpoint: (m, f, _, args) => callCheckpoint(m, f, args),
  fixedPoint: (m, f, _, args, made) => solve(m, "fixedPoint", f, args, made.args[1]),
  root: (m, f, _, args, made) => solve(m, "root", f, args, made.args[1]),
  argmin: (m, f, _, args, made) => solve(m, "argmin", f, args, made.args[1]),
};

export function callMade(m: Machine, made: MadeAbs, args: readonly Abs[]): Abs {
  const { by } = made;
  const name = by.kind === "operator" ? by.name : "pullback";
  const [f, options] = made.args;
  const of = (one: Abs): Abs => callMade(m, { ...made, args: [one, ...made.args.slice(1)] }, args);
  if (f?.kind === "choice" && !isString(f)) return ofChoice(m, f, of);
  if (f?.kind === "object" && isStored(m, f)) return withStored(m, f, of);
  if (f === undefined || !isFunction(f)) {
    const what = f === undefined ? "nothing" : describe(f);
    return m.fault("NB5005", `\`${name}\` was given ${what}`, `write \`${name}(f)(x)\``);
  }
  if (by.kind === "raveled") return callRaveled(m, made, args);
  if (by.kind === "custom") return callCustom(m, made, args);
  return rules[name](m, f, wrtOf(m, options), args, made);
}

function record(m: Machine, fields: Readonly<Record<string, Abs>>): Abs {
  return newObject(m, new Map(Object.entries(fields)));
}

/** `value` and `grad` of a function to a number. */
function gradient(
  m: Machine,
  f: Abs,
  wrt: Wrt,
  args: readonly Abs[],
): { readonly value: Abs; readonly grad: Abs } {
  requireArguments(m, wrt, args);
  // a path that gives no number is an error when it is taken
  const numeric = (value: Abs): Abs =>
    value.kind === "maybe" || (value.kind === "choice" && !isString(value))
      ? toNumber(m, value)
      : value;
  const subject = prepare(m, f, args, wrt, numeric);
  const { result } = subject.compiled;
  const seed = seedOf(m, result);
  if (seed === undefined && !(result.kind === "same" && isNumeric(result.held))) {
    if (result.kind !== "int") {
      if (isNever(result)) {
        if (isRunning(m, f)) refuseOwn(m);
        if (canThrow(m, subject.compiled.name)) return endedBy(m, subject);
      }
      const what = describeShape(result);
      return m.fault("NB5001", `the function gives ${what}`, floatsHelp(result));
    }
  }
  const seeds: (Value | undefined)[] = seed === undefined ? [] : [seed];
  const found = backward(m, subject, seeds);
  const value = valueOf(m, subject, found.results);
  return { value, grad: cotangentsOf(m, wrt, subject, found) };
}

function floatsHelp(shape: Shape): string {
  if (shape.kind === "nd" && (shape.type.dtype === "i32" || shape.type.dtype === "bool")) {
    return 'only floats have derivatives: pass arrays of f64 or f32, or convert them by `x.astype("f64")`';
  }
  const other = shape.kind === "nd" ? ", as `nd.sum` does" : "";
  return `return a number${other}, or use \`jacobian\``;
}

/** The cotangent 1 of a float, or of an array of one. */
function seedOf(m: Machine, shape: Shape): Value | undefined {
  if (shape.kind === "num") return numLiteral(m.b, 1);
  return shape.kind === "nd" && isNumberLike(shape.type) ? literal(m.b, 1, shape.type) : undefined;
}

const isNever = (shape: Shape): boolean => shape.kind === "same" && shape.held.kind === "never";

/** Whether this point is inside of a call of `f`, or of what `f` was made of. */
/** Whether a function, or one that it calls, may throw. */
function canThrow(m: Machine, name: string): boolean {
  let found = false;
  for (const { region } of reachable(m.funcs, name).funcs.values()) {
    walk(region, ({ op }) => {
      found ||= op === fail;
    });
  }
  return found;
}

/** The call of a function that always ends with an error. */
function endedBy(m: Machine, { compiled, values, args }: Subject): never {
  received(m, compiled, args, call(m.b, compiled.name, values, resultTypes(compiled)));
  throw new Error("internal: what never returns has returned");
}

function isRunning(m: Machine, f: Abs): boolean {
  if (f.kind === "made") return f.args[0] !== undefined && isRunning(m, f.args[0]);
  let fn: unknown;
  if (f.kind === "closure") fn = f.fn;
  if (f.kind === "host") fn = m.host.codeOf(f.value).tree.root;
  for (let frame: Frame | undefined = m.frame; frame; frame = frame.caller) {
    if (fn !== undefined && frame.fn === fn) return true;
  }
  return false;
}

function refuseOwn(m: Machine): never {
  return m.fault(
    "NB3002",
    "the derivative of a function is taken inside that function, to an order that is not known",
    "write the derivatives down one inside the other, as in `grad(grad(f))`",
  );
}

/** `jvp(f)(primals, tangents)` */
function tangents(m: Machine, f: Abs, { strict }: Wrt, [primals, given]: readonly Abs[]): Abs {
  const args = listOf(m, primals, "primals");
  const directions = listOf(m, given, "tangents");
  if (directions.length !== args.length) {
    m.fault("NB5003", `there are ${directions.length} tangents for ${args.length} primals`);
  }
  const subject = prepare(m, f, args, { positions: [...args.keys()], strict });
  const { compiled, values } = subject;
  let next = 0;
  args.forEach((arg, i) => requireSameKeys(m, arg, directions[i]));
  const into = { seen: new Set<Shape>(), links: [], keysAreSame: true };
  const leaves = compiled.args.flatMap((shape, i) =>
    derivativeLeaves(m, shape, directions[i], () => values[next++], into),
  );
  const { results, tangents: found } = forward(m, subject, leaves, into.links);
  const value = valueOf(m, subject, results);
  let at = 0;
  const tangent = derivativeOf(m, compiled.result, value, () => found[at++]) ?? undef;
  return record(m, { value, tangent });
}

/**
 * Arguments as in the source, where the first `n` are the primals and come as a list. From outside,
 * where a list of numbers would be taken for one array, they come one by one and the operator has
 * been given `n`.
 */
function listed(m: Machine, { by, args: [, , n] }: MadeAbs, args: readonly Abs[]): readonly Abs[] {
  if (n?.kind !== "const" || typeof n.value !== "number") return args;
  const [primals, rest] = [newItems(m, args.slice(0, n.value)), args.slice(n.value)];
  return by.kind === "operator" && by.name === "jvp"
    ? [primals, newItems(m, rest)]
    : [primals, ...rest];
}
