// Calls: of closures, which are run in place or compiled as functions, and of the host's functions.
import { proceed } from "./flow.ts";
import { NablaError } from "../diagnostics/error.ts";
import type { FunctionNode } from "../syntax/tree.ts";
import { typedStatic } from "./array-functions.ts";
import { classInfo, instantiate, type ClassInfo } from "./classes.ts";
import { ofChoice } from "./choices.ts";
import { builtinOf, constructorOf } from "./builtins.ts";
import { collectionMethod } from "./collections.ts";
import { newItems } from "./content.ts";
import { present, refuseMissing } from "./convert.ts";
import { makeCustom } from "./custom.ts";
import { callMade } from "./derivatives.ts";
import { callCompiled } from "./functions.ts";
import { generatorPrototype, makeGenerator } from "./generators.ts";
import { goOn } from "./guards.ts";
import { Restart, type Frame, type Machine } from "./machine.ts";
import { NdArray } from "../nd/array.ts";
import { callMethod } from "./methods.ts";
import { callNd, isNdFunction } from "./nd.ts";
import { printed } from "./output.ts";
import { assignPattern } from "./patterns.ts";
import { execList } from "./statements.ts";
import { isStored, withStored } from "./stored-functions.ts";
import { declareVariable } from "./variables.ts";
import { stopGradient } from "./stop-gradient.ts";
import {
  describe,
  never,
  Scope,
  undef,
  type Abs,
  type ClosureAbs,
  type MadeAbs,
} from "./values.ts";

/**
 * Calls within calls that are run in place, after which recursion is compiled as such: few enough
 * for the engine's stack, of which each takes some dozens of frames.
 */
const DEEPEST = 100;

/** Calls `fn`; `name` is how the program calls it. */
export function invoke(
  m: Machine,
  fn: Abs,
  args: readonly Abs[],
  self: Abs | undefined,
  name = "this value",
): Abs {
  switch (fn.kind) {
    case "closure":
      return callClosure(m, fn, args, self);
    case "host":
      if (typeof fn.value === "function") return callHost(m, fn.value, args, self);
      break;
    case "choice":
      return ofChoice(m, fn, (chosen) => invoke(m, chosen, args, self, name));
    case "maybe":
      return invoke(m, present(m, fn), args, self, name);
    case "method":
      return callMethod(m, fn.of, fn.name, args);
    case "object":
      if (!isStored(m, fn)) break;
      return withStored(m, fn, (closure) => callClosure(m, closure, args, self));
    case "made": {
      const [of, ...more] = fn.args;
      if (of?.kind === "object" && isStored(m, of)) {
        const made = (one: Abs): Abs => ({ ...fn, args: [one, ...more] });
        return withStored(m, of, (closure) => invoke(m, made(closure), args, self, name));
      }
      return fn.by.kind === "bound" ? callBound(m, fn, args) : callMade(m, fn, args);
    }
  }
  refuseMissingFunction(m, fn, name);
  return m.fault("NB2010", `${name} is ${describe(fn)}, not a function`, "call functions only");
}

function callBound(
  m: Machine,
  { args: [fn = undef, self, ...first] }: MadeAbs,
  more: readonly Abs[],
): Abs {
  return invoke(m, fn, [...first, ...more], self);
}

function refuseMissingFunction(m: Machine, fn: Abs, name: string): void {
  if (fn.kind === "const" && (fn.value === undefined || fn.value === null)) {
    m.fault("NB2004", `${name} is ${String(fn.value)}, not a function`, "check its name");
  }
  refuseMissing(m, fn);
}

/** Calls a function of the host: one that is known, or else one whose source is. */
export function callHost(m: Machine, fn: object, args: readonly Abs[], self: Abs | undefined): Abs {
  const level = self?.kind === "host" && self.value === console && levelOf(fn);
  if (level) {
    printed(m, level, args);
    return undef;
  }
  if (fn === generatorPrototype.next || fn === generatorPrototype.return) {
    const what = "taking single items of a generator";
    return m.fault("NB2010", what, "go through it with `for … of`, or spread it into an array");
  }
  if (isNdFunction(fn)) return callNd(m, fn, args);
  const known = m.host.library(fn);
  if (known?.kind === "operator") return { kind: "made", by: known, args };
  if (known?.kind === "solver") {
    const [f, x0, options] = args;
    const by = { kind: "operator", name: known.name } as const;
    return callMade(m, { kind: "made", by, args: [f ?? undef, options ?? undef] }, [x0 ?? undef]);
  }
  if (known?.kind === "custom") return makeCustom(m, known, args);
  if (known?.kind === "stop-gradient") return stopGradient(m, args[0] ?? undef);
  if (known?.kind === "made") return callMade(m, m.host.importMade(m, fn, known), args);
  // eslint-disable-next-line typescript/unbound-method -- recognised by identity
  if (fn === Object.prototype.hasOwnProperty)
    return callHost(m, Object.hasOwn, [self ?? undef, ...args], undefined);
  const inherited =
    self?.kind === "host"
      ? typedStatic(self.value, (fn as { name?: string }).name ?? "")
      : undefined;
  const builtin = inherited ?? builtinOf(fn);
  if (builtin !== undefined) return builtin(m, args);
  const method = collectionMethod(fn);
  if (method !== undefined) return method(m, self, args);
  return callClosure(m, m.host.tokens.get(fn) ?? closureOf(m, fn), args, self);
}

/** Which of the methods of `console` that print it is. */
function levelOf(fn: object): string | undefined {
  const methods = console as unknown as Record<string, unknown>;
  return ["log", "info", "warn", "error", "debug"].find((name) => methods[name] === fn);
}

/** The closure that a function of the host is. */
export function closureOf(m: Machine, fn: object): ClosureAbs {
  let code;
  try {
    code = m.host.codeOf(fn);
  } catch (error) {
    if (!(error instanceof NablaError)) throw error;
    const { message, help } = error.detail;
    throw m.error("NB2003", `${message}`, help);
  }
  const { root } = code.tree;
  if (root.kind !== "function") {
    return m.fault("NB2010", `\`${root.name}\` is a class, called without \`new\``);
  }
  const self = code.tree.usesThis ? m.host.thisOf(m, fn, code) : undefined;
  const home = code.reflected.home?.value;
  return { kind: "closure", fn: root, code, scope: code.scope, self, home };
}

export function callClosure(
  m: Machine,
  closure: ClosureAbs,
  args: readonly Abs[],
  self: Abs | undefined,
): Abs {
  const { fn } = closure;
  if (fn.async) return m.fault("NB2010", "calling an async function", "write a plain function");
  if (fn.generator) return makeGenerator(m, closure, args, self);
  if (m.hints.outlined.has(fn)) return callCompiled(m, closure, args, self);
  for (let frame: Frame | undefined = m.frame; frame; frame = frame.caller) {
    if (frame.fn !== fn) continue;
    if (m.depth > frame.depth || m.calls > DEEPEST) compileInstead(m, fn);
    break;
  }
  if (m.calls > 4 * DEEPEST) {
    return m.fault("NB2009", "calls are nested too deeply here", "make the recursion end");
  }
  const value = runInPlace(m, closure, args, self);
  goOn(m);
  return value;
}

/** Starts over, with `fn` compiled as a function of its own. */
function compileInstead(m: Machine, fn: FunctionNode): never {
  m.hints.outlined.add(fn);
  throw new Restart();
}

/** Runs the body of a closure here, with the values of this call. */
export function runInPlace(
  m: Machine,
  closure: ClosureAbs,
  args: readonly Abs[],
  self: Abs | undefined,
  onYield?: (item: Abs) => void,
): Abs {
  const { fn, code } = closure;
  const caller = m.frame;
  const { jumps, node } = m;
  const frame: Frame = {
    code,
    fn,
    closure,
    target: { name: "return" },
    result: { name: fn.name === "" ? "result" : fn.name },
    self: fn.form === "arrow" ? closure.self : self,
    home: closure.home,
    depth: m.depth,
    caller,
    onYield,
  };
  if (caller && node) {
    m.trail.push({
      code: caller.code,
      node,
      name: fn.name === "" ? "a function" : `\`${fn.name}\``,
    });
  }
  m.frame = frame;
  m.jumps = undefined;
  m.calls++;
  const before = m.steps;
  const trail = m.trail.length;
  try {
    m.state.set(frame.result, never);
    const scope = bindParams(m, closure, args);
    runBody(m, fn, scope, frame);
  } finally {
    m.calls--;
    m.trail.length = caller && node ? trail - 1 : trail;
    m.frame = caller;
    m.jumps = jumps;
    m.node = node;
  }
  count(m, fn, args, m.steps - before);
  if (node && caller) m.at(node);
  m.state.arrive(frame.target);
  return m.get(frame.result) as Abs;
}

function count(m: Machine, fn: FunctionNode, args: readonly Abs[], steps: number): void {
  const tally = m.tally.get(fn) ?? { calls: 0, steps: 0, higher: false };
  m.tally.set(fn, tally);
  tally.calls++;
  tally.steps += steps;
  tally.higher ||= args.some((arg) => arg.kind === "closure" || arg.kind === "made");
}

function bindParams(m: Machine, { fn, scope: outer }: ClosureAbs, args: readonly Abs[]): Scope {
  const scope = new Scope(outer);
  for (const id of fn.vars) declareVariable(m, id, scope, undef);
  for (const [i, param] of fn.params.entries()) {
    m.at(param as never);
    assignPattern(m, param, args[i] ?? undef, scope, scope);
  }
  if (fn.rest) {
    const rest = newItems(m, args.slice(fn.params.length));
    assignPattern(m, fn.rest, rest, scope, scope);
  }
  return scope;
}

function runBody(m: Machine, fn: FunctionNode, scope: Scope, frame: Frame): void {
  const body = new Scope(scope);
  for (const { id, value } of fn.body.functions) body.cells.set(id, { name: value.name });
  for (const { id, value } of fn.body.functions) {
    m.state.set(body.cells.get(id)!, m.host.closureHere(m, value, body));
  }
  execList(m, fn.body.body, 0, body);
  proceed(m, () => m.state.set(frame.result, undef));
}

/** The source of a class; a fault of reflection names what cannot be read. */
function classOf(m: Machine, value: object): ClassInfo | undefined {
  try {
    return classInfo(m, value);
  } catch (error) {
    if (!(error instanceof NablaError) || error.code !== "NB1001") throw error;
    return undefined;
  }
}

/** `new callee(...args)`. */
export function construct(m: Machine, callee: Abs, args: readonly Abs[]): Abs {
  if (callee.kind === "host") {
    if (callee.value === NdArray) {
      const how = "make it of a list or another array: `nd.array(x)`, `nd.zeros(shape)`";
      return m.fault("NB2010", "`new NdArray` is not compiled", how);
    }
    const make = constructorOf(callee.value);
    if (make !== undefined) return make(m, args);
    const info = classOf(m, callee.value);
    if (info !== undefined) return instantiate(m, info, args);
    const name = (callee.value as { name?: string }).name ?? "";
    return m.fault(
      "NB2010",
      `\`new ${name}\` is not compiled`,
      "make a plain object with a function instead",
    );
  }
  refuseMissing(m, callee);
  return m.fault("NB2010", `\`new\` of ${describe(callee)}`, "make a plain object instead");
}
