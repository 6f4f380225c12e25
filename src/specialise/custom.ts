// Calls of functions that come with rules for their derivative: `custom(f, { jvp, vjp })`.
import { resultOrigins } from "../analysis/changed-params.ts";
import type { Func, Rules } from "../ir/func.ts";
import { checked, pullbackRule, tangentRule, type Ruled } from "./custom-rules.ts";
import { fresh } from "./fresh.ts";
import {
  adapt,
  compile,
  emitCall,
  fits,
  isNever,
  newCompiled,
  type Compiled,
} from "./functions.ts";
import { invoke } from "./interpreter.ts";
import type { LibraryFn } from "./library.ts";
import type { Machine } from "./machine.ts";
import { getMember } from "./properties.ts";
import { isFunction, leafTypes, type Shape } from "./shapes.ts";
import { describe, nameOf, sameAbs, undef, type Abs, type MadeAbs } from "./values.ts";

/** A function with rules, compiled for some kinds of arguments. */
export interface Custom {
  readonly made: MadeAbs;
  readonly compiled: Compiled;
}

const MOST_ATTEMPTS = 30;
const MOST_VERSIONS = 60;

/** `custom(f, rules)` inside of compiled code. */
export function makeCustom(m: Machine, by: LibraryFn, [f, rules]: readonly Abs[]): MadeAbs {
  const given = rules?.kind === "object" || rules?.kind === "host" ? rules : undefined;
  const [jvp, vjp] = ["jvp", "vjp"].map((name) => (given ? getMember(m, given, name) : undef));
  return { kind: "made", by, args: [f ?? undef, jvp as Abs, vjp as Abs] };
}

/** Calls a function that has rules. It is one function of the module for each kind of arguments. */
export function callCustom(m: Machine, made: MadeAbs, args: readonly Abs[]): Abs {
  const [f, ...rules] = made.args as [Abs, Abs, Abs];
  if (!rules.some(isFunction)) {
    const what = rules.map(describe).join(" and ");
    m.fault("NB5005", `the rules of ${called(f)} are ${what}`, "give `custom` a `jvp` or a `vjp`");
  }
  let versions = 0;
  for (const { made: known, compiled } of m.customs) {
    if (!sameParts(known, made)) continue;
    versions++;
    if (compiled.args.length !== args.length) continue;
    const good = compiled.building ? adapt(m, compiled, args) : fits(m, compiled, args);
    if (good) return emitCall(m, compiled, args);
  }
  if (versions >= MOST_VERSIONS) {
    m.fault(
      "NB2009",
      `${called(f)} is called with ever new kinds of arguments`,
      "let its rule call it with numbers and arrays of the same kinds",
    );
  }
  const before = m.customs.length;
  for (;;) {
    const compiled = uncaught(m, () => build(m, made, args));
    if (compiled) return emitCall(m, compiled, args);
    m.customs.length = before;
  }
}

/** Runs `run` with no `try` around it: an error in a function with rules ends the call. */
function uncaught<T>(m: Machine, run: () => T): T {
  const { handler } = m;
  m.handler = undefined;
  try {
    return run();
  } finally {
    m.handler = handler;
  }
}

/**
 * Makes the function and its rules. What any of them captures is a parameter of all, so they are made
 * again until no more of that is found. Undefined where the arguments are another thing now.
 */
function build(m: Machine, by: MadeAbs, args: readonly Abs[]): Compiled | undefined {
  const [f, jvp, vjp] = by.args as [Abs, Abs, Abs];
  const compiled = newCompiled(m, nameOf(f), undefined, args);
  m.customs.push({ made: by, compiled });
  const site: Ruled = { compiled, args, name: called(f), copies: false };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const before = parts(compiled);
    const undo = remember(m);
    compiled.building = true;
    compile(m, compiled, args, (inner) => fresh(m, invoke(m, f, inner, undefined), site.copies));
    if (isNever(compiled.result)) return compiled;
    const forward = isFunction(jvp) ? tangentRule(m, site, jvp) : undefined;
    const reverse = isFunction(vjp) ? pullbackRule(m, site, vjp) : undefined;
    const made = [compiled, forward, reverse?.forward].filter((one) => one !== undefined);
    const funcs: Func[] = [];
    for (const one of made) {
      const func = checked(m, site, one);
      if (func === undefined) return undefined;
      funcs.push(func);
    }
    const rules: Rules = {
      by: leavesOf(compiled.args).length,
      jvp: forward?.name,
      vjp: reverse && { forward: reverse.forward.name, backward: reverse.backward },
    };
    m.funcs.set(compiled.name, { ...(funcs[0] as Func), rules });
    const after = parts(compiled);
    const settled = before.length === after.length && before.every((part, i) => part === after[i]);
    const shared = !site.copies && funcs.some((func) => givesArguments(m, func));
    if (settled && !shared) return compiled;
    site.copies ||= shared;
    undo();
  }
  return m.fault("NB2006", `what ${site.name} and its rules take and give does not settle`);
}

const called = (f: Abs): string => (nameOf(f) === "" ? "the function" : `\`${nameOf(f)}\``);

/** What the signature of the function depends on. */
const parts = ({ args, captures, result }: Compiled): unknown[] => [
  ...args,
  ...captures.keys(),
  ...captures.values(),
  result,
];

/** Gives what forgets the functions made from now on: they may call one that is made again. */
function remember(m: Machine): () => void {
  const counts = new Map([...m.compiled].map(([fn, versions]) => [fn, versions.length] as const));
  const customs = m.customs.length;
  return () => {
    for (const [fn, versions] of m.compiled) versions.length = counts.get(fn) ?? 0;
    m.customs.length = customs;
  };
}

function leavesOf(shapes: readonly Shape[]): ReturnType<typeof leafTypes> {
  const seen = new Set<Shape>();
  return shapes.flatMap((shape) => leafTypes(shape, seen));
}

/** Whether a result may be memory that the function was given. */
function givesArguments(m: Machine, func: Func): boolean {
  return resultOrigins({ funcs: m.funcs }, func).some((origins) => origins.size > 0);
}

function sameParts(a: MadeAbs, b: MadeAbs): boolean {
  return a.args.every((part, i) => sameAbs(part, b.args[i] as Abs));
}
