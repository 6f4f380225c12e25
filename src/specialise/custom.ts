// Calls of functions that come with rules for their derivative: `custom(f, { jvp, vjp })`.
import { resultOrigins } from "../analysis/changed-params.ts";
import type { Func, Rules } from "../ir/func.ts";
import { checked, pullbackRule, refuseRecords, tangentRule, type Ruled } from "./custom-rules.ts";
import { fresh } from "./fresh.ts";
import { adapt, compile } from "./functions.ts";
import { emitCall } from "./emit-call.ts";
import { fits, isNever, newCompiled, type Compiled } from "./compiled.ts";
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
  const name = nameOf(f);
  const [jvp, vjp] = rules as [Abs, Abs];
  return callDefined(m, args, {
    name,
    called: called(f),
    made,
    covers: false,
    body: (inner) => invoke(m, f, inner, undefined),
    jvp: isFunction(jvp) ? (site) => tangentRule(m, site, jvp) : undefined,
    vjp: isFunction(vjp) ? (site) => pullbackRule(m, site, vjp) : undefined,
  });
}

/** A function that is to get rules. */
export interface Definition {
  readonly name: string;
  /** What messages call it. */
  readonly called: string;
  /** By what calls of it are known; undefined for one that is called once. */
  readonly made?: MadeAbs;
  /** Whether its rules are for what it captures as well. */
  readonly covers: boolean;
  readonly body: (args: readonly Abs[]) => Abs;
  readonly jvp: ((site: Ruled) => Compiled) | undefined;
  readonly vjp: ((site: Ruled) => ReturnType<typeof pullbackRule>) | undefined;
}

/** Makes a function with rules and calls it. An error in it ends the call, whatever `try` is around. */
export function callDefined(m: Machine, args: readonly Abs[], definition: Definition): Abs {
  const { handler } = m;
  const before = m.customs.length;
  for (;;) {
    m.handler = undefined;
    let compiled: Compiled | undefined;
    try {
      compiled = define(m, definition, args);
    } finally {
      m.handler = handler;
    }
    if (compiled) return emitCall(m, compiled, args);
    m.customs.length = before;
  }
}

/**
 * Makes the function and its rules. What any of them captures is a parameter of all, so they are made
 * again until no more of that is found. Undefined where the arguments are another thing now.
 */
function define(m: Machine, of: Definition, args: readonly Abs[]): Compiled | undefined {
  const compiled = newCompiled(m, of.name, undefined, args);
  if (of.made) m.customs.push({ made: of.made, compiled });
  const site: Ruled = { compiled, args, name: of.called, copies: false };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const before = parts(compiled);
    const undo = remember(m);
    compiled.building = true;
    compile(m, compiled, args, (inner) => fresh(m, of.body(inner), site.copies));
    if (isNever(compiled.result)) return compiled;
    refuseRecords(m, site, [...leavesOf(compiled.args), ...leafTypes(compiled.result)]);
    const [jvp, vjp] = [of.jvp?.(site), of.vjp?.(site)];
    const made = [compiled, jvp, vjp?.forward].filter((one) => one !== undefined);
    const funcs: Func[] = [];
    for (const one of made) {
      const func = checked(m, site, one);
      if (func === undefined) return undefined;
      funcs.push(func);
    }
    const captured = of.covers ? [...compiled.captures.values()].flatMap((s) => leafTypes(s)) : [];
    const rules: Rules = {
      by: leavesOf(compiled.args).length + captured.length,
      jvp: jvp?.name,
      vjp: vjp && { forward: vjp.forward.name, backward: vjp.backward },
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
