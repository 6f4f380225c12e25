/**
 * Equations solved inside of compiled code, `root(f, x0)` and the like. The solution is a function
 * with a rule for its derivative, by what f captures: where g(x, θ) = 0, dx = -(∂g/∂x)⁻¹ ∂g/∂θ dθ
 * (the implicit function theorem). The rule calls the function itself, so it holds at every order.
 */
import type { Value } from "../ir/func.ts";
import { not } from "../ops/bits.ts";
import { neg } from "../ops/arith.ts";
import { failWith, forRange, ifElse } from "../ops/control.ts";
import { int } from "../ops/constant.ts";
import { noteValue } from "../ops/output.ts";
import { length as lengthOf, load, storeTo } from "../ops/memory.ts";
import * as solvers from "../lib/solvers.ts";
import { boolValue, numValue } from "./convert.ts";
import { newItems } from "./content.ts";
import { callDefined } from "./custom.ts";
import { derivativeParams, leafTypesOf, tangentsBy, type Ruled } from "./custom-rules.ts";
import { forward, prepare, type Subject } from "./differential.ts";
import { fresh } from "./fresh.ts";
import { emitCall } from "./emit-call.ts";
import { closureOf, invoke, runInPlace } from "./interpreter.ts";
import { jacobian } from "./jacobians.ts";
import type { Implicit, Operator, Raveled } from "./library.ts";
import type { Machine } from "./machine.ts";
import { optionOf } from "./options.ts";
import { getMember } from "./properties.ts";
import { ravel, requireLength, unravel } from "./ravel.ts";
import { leafTypes } from "./shapes.ts";
import {
  constant,
  type Abs,
  type ArrayAbs,
  type Cell,
  type ItemsContent,
  type MadeAbs,
  type TypedAbs,
} from "./values.ts";

/** Steps that may be taken, and how far the last one may go, relative to 1 + |x|. */
const defaults: Readonly<Record<Implicit, readonly [tolerance: number, most: number]>> = {
  fixedPoint: [1e-12, 10_000],
  root: [1e-10, 100],
  argmin: [1e-10, 200],
};

/** What is not 0 where a solver ends without a solution. */
const lefts: Readonly<Record<Implicit, string>> = {
  fixedPoint: "the last change",
  root: "the largest value of f at the last point",
  argmin: "the largest slope at the last step",
};

/** `name(f, x0, options)` */
export function solve(
  m: Machine,
  name: Implicit,
  f: Abs,
  [start]: readonly Abs[],
  options: Abs | undefined,
): Abs {
  const option = (key: string, otherwise: number): Abs => {
    const given = optionOf(m, options, key);
    return given.kind === "const" && given.value === undefined ? constant(otherwise) : given;
  };
  const [tolerance, most] = defaults[name];
  const limit = option("maxIterations", most);
  const args = [
    fresh(m, start ?? constant(undefined), false),
    option("tolerance", tolerance),
    limit,
  ];
  const within = limit.kind === "const" ? ` within ${String(limit.value)} iterations` : "";
  return callDefined(m, args, {
    name,
    called: `the function given to \`${name}\``,
    covers: true,
    body: ([x, ...rest]) => {
      const { span } = m.b;
      const problem = problemOf(m, name, f, x as Abs);
      const solved = run(m, name, problem, [ravel(m, x as Abs), ...rest]);
      const done = boolValue(m, getMember(m, solved, "done"));
      const left = numValue(m, getMember(m, solved, "left"));
      m.b.span = span;
      requireDone(m, [done, left], `\`${name}\` has not converged${within}: ${lefts[name]} is {0}`);
      return unravel(m, x as Abs, getMember(m, solved, "x") as TypedAbs);
    },
    jvp: (site) => tangents(m, name, f, site),
    vjp: undefined,
  });
}

/** The functions that an equation is made of, of a list of the numbers that are unknown. */
interface Problem {
  readonly f: MadeAbs;
  /** What is zero at the solution. */
  readonly residual: MadeAbs;
}

function problemOf(m: Machine, name: Implicit, f: Abs, x: Abs): Problem {
  // in a list, so that functions compiled on their own find it through a cell
  const like = newItems(m, [x]);
  const raveled = (as: Raveled): MadeAbs => ({
    kind: "made",
    by: { kind: "raveled", as },
    args: [f, like],
  });
  switch (name) {
    case "fixedPoint":
      return { f: raveled("map"), residual: raveled("change") };
    case "root":
      return { f: raveled("list"), residual: raveled("list") };
    case "argmin":
      return { f: raveled("number"), residual: by("grad", raveled("number")) };
  }
}

const by = (name: Operator, f: Abs): MadeAbs => ({
  kind: "made",
  by: { kind: "operator", name },
  args: [f],
});

/** Calls the function of an equation with its unknowns given as a list. */
export function callRaveled(
  m: Machine,
  { by: kind, args }: MadeAbs,
  [list, ...rest]: readonly Abs[],
): Abs {
  const [f, holder, known] = args as [Abs, ArrayAbs, ArrayAbs?];
  const [like] = (m.get(holder.obj.cell) as ItemsContent).items as [Abs];
  const position = kind.kind === "raveled" ? kind.at : undefined;
  const at = position ?? 0;
  const sizes = knownSizes(m, known);
  const passed = rest.toSpliced(at, 0, unravel(m, like, list as TypedAbs, sizes));
  const value = invoke(m, f, passed, undefined);
  if (kind.kind !== "raveled" || kind.as === "number") return value;
  if (kind.as === "list") {
    return ravel(m, value, value, position === undefined ? "all" : "floats");
  }
  const there = ravel(m, value, like);
  requireLength(m, there, list as TypedAbs, "the function gives another number of unknowns");
  return kind.as === "map" ? there : call(m, solvers.difference, [there, list as Abs]);
}

function knownSizes(m: Machine, known: ArrayAbs | undefined): readonly (number | undefined)[] {
  if (known === undefined) return [];
  const { items } = m.get(known.obj.cell) as ItemsContent;
  return items.map((item) =>
    item.kind === "const" ? (item.value as number | undefined) : undefined,
  );
}

function run(m: Machine, name: Implicit, { f, residual }: Problem, rest: readonly Abs[]): Abs {
  const matrix = by("jacfwd", residual);
  switch (name) {
    case "fixedPoint":
      return call(m, solvers.iterate, [f, ...rest]);
    case "root": {
      const factors: Abs = { kind: "host", value: solvers.linearSolve };
      return call(m, solvers.newton, [residual, matrix, factors, ...rest]);
    }
    case "argmin":
      return call(m, solvers.minimise, [f, residual, matrix, ...rest]);
  }
}

/** Runs a solver here: one inside of another's function is no recursion. */
function call(m: Machine, fn: object, args: readonly Abs[]): Abs {
  return runInPlace(m, closureOf(m, fn), args, undefined);
}

function requireDone(m: Machine, [done, left]: readonly [Value, Value], message: string): void {
  ifElse(
    m.b,
    not(m.b, done),
    (inner) => {
      noteValue(inner, left);
      failWith(inner, "NB4009", message);
      return [];
    },
    () => [],
  );
}

/** The rule: the solution, and its tangent by those of all that is captured. */
function tangents(m: Machine, name: Implicit, f: Abs, site: Ruled): ReturnType<typeof tangentsBy> {
  const { compiled } = site;
  return tangentsBy(m, site, (inner) => {
    const types = leafTypesOf(compiled.args);
    const captured = [...compiled.captures].map(
      ([cell, shape]) => [cell, leafTypes(shape)] as const,
    );
    const next = derivativeParams(m, [...types, ...captured.flatMap(([, leaves]) => leaves)]);
    for (const _ of types) next(); // where the solver starts does not matter
    const given = new Map(captured.map(([cell, leaves]) => [cell, leaves.map(next)] as const));

    const value = emitCall(m, compiled, inner);
    const { residual } = problemOf(m, name, f, value);
    const x = ravel(m, value);
    const change = directional(
      m,
      prepare(m, residual, [x], { positions: [], strict: false }),
      given,
    );
    const wrt = { positions: [0], many: false, budget: undefined, strict: false };
    const matrix = jacobian(m, residual, wrt, [x], "forward");
    const solved = call(m, solvers.linearSolve, [matrix, change]) as TypedAbs;
    return { value, tangent: unravel(m, value, negated(m, solved)) };
  });
}

/** The derivative of a function by what it captures, in the direction `given`. */
function directional(
  m: Machine,
  subject: Subject,
  given: ReadonlyMap<Cell, readonly (Value | undefined)[]>,
): TypedAbs {
  const { compiled, values } = subject;
  const own = values.length - [...compiled.captures.values()].flatMap((s) => leafTypes(s)).length;
  const all: (Value | undefined)[] = Array.from({ length: own });
  for (const [cell, shape] of compiled.captures) {
    const known = given.get(cell);
    all.push(...leafTypes(shape).map((_, i) => known?.[i]));
  }
  const active = all.map((tangent) => tangent !== undefined);
  const { tangents: found } = forward(m, { ...subject, active }, all);
  return { kind: "typed", element: "Float64Array", mem: found[0] as Value };
}

function negated(m: Machine, { mem, ...rest }: TypedAbs): TypedAbs {
  const { b } = m;
  forRange(b, [int(b, 0), lengthOf(b, mem), 1], [], (inner, i) => {
    storeTo(inner, mem, i, neg(inner, load(inner, mem, i)));
    return [];
  });
  return { mem, ...rest };
}
