/**
 * Functions compiled on their own: recursive ones, and those that are differentiated. What they use
 * from outside becomes parameters, what they change outside becomes results. Both are found by
 * running the body, again and again until they settle.
 */
import { type Body, Again, Attempt } from "./attempt.ts";
import { type Compiled, newCompiled, fits } from "./compiled.ts";
import { emitCall } from "./emit-call.ts";
import { runInPlace } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { forgetsFunctions, hasConflict } from "./shapes.ts";
import { never, type Abs, type ClosureAbs } from "./values.ts";
import { widen, widening } from "./widen.ts";

const MOST_ATTEMPTS = 30;
const MOST_VERSIONS = 60;

/** Calls a closure by a function of the module, which is made if there is none that fits. */
export function callCompiled(
  m: Machine,
  closure: ClosureAbs,
  args: readonly Abs[],
  self: Abs | undefined,
): Abs {
  const all = self === undefined ? args : [...args, self];
  const { fn } = closure;
  const versions = m.compiled.get(fn) ?? [];
  m.compiled.set(fn, versions);
  for (const one of versions) {
    if (one.closure?.scope !== closure.scope || one.closure.code !== closure.code) continue;
    if (one.args.length !== all.length) continue;
    if ((one.ways === undefined) !== (m.handler === undefined)) continue;
    if (one.building) {
      if (adapt(m, one, all)) return emitCall(m, one, all);
    } else if (fits(m, one, all)) return emitCall(m, one, all);
  }
  if (versions.length >= MOST_VERSIONS) {
    m.fault(
      "NB2009",
      `\`${fn.name}\` is called with ever new kinds of arguments`,
      "let recursive calls pass numbers and arrays instead of functions and constant strings",
    );
  }
  const compiled = newCompiled(m, fn.name, closure, all);
  versions.push(compiled);
  const count = args.length;
  try {
    compile(m, compiled, all, (inner) => {
      const own = self === undefined ? undefined : inner[count];
      return runInPlace(m, closure, inner.slice(0, count), own);
    });
  } catch (error) {
    // who catches it goes on without this function, and has it made anew if it is called again
    if (versions.includes(compiled)) versions.length = versions.indexOf(compiled);
    throw error;
  }
  return emitCall(m, compiled, all);
}

/** Widens the shapes of a function in the making; false where it cannot serve this call. */
export function adapt(m: Machine, compiled: Compiled, args: readonly Abs[]): boolean {
  const w = widening(m.state, true);
  const wider = compiled.args.map((shape, i) => widen(shape, args[i] as Abs, w));
  if (forgetsFunctions(compiled.args, wider, args) || wider.some(hasConflict)) return false;
  let changed = false;
  wider.forEach((shape, i) => {
    if (shape === compiled.args[i]) return;
    compiled.args[i] = shape;
    changed = true;
  });
  for (const [cell, shape] of compiled.captures) {
    const next = widen(shape, m.state.get(cell) ?? never, w, cell.obj);
    if (next === shape) continue;
    compiled.captures.set(cell, next);
    changed = true;
  }
  if (changed) throw new Again(compiled);
  return true;
}

/** Makes the function: runs its body until what it takes and gives does not change any more. */
export function compile(m: Machine, compiled: Compiled, args: readonly Abs[], run: Body): void {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const before = new Map([...m.compiled].map(([fn, all]) => [fn, all.length]));
    let done = false;
    try {
      done = new Attempt(m, compiled, args).run(run);
    } finally {
      // what was compiled on the way has relied on what this function was taken to give
      if (!done) for (const [fn, all] of m.compiled) all.length = before.get(fn) ?? 0;
    }
    if (done) {
      compiled.building = false;
      return;
    }
  }
  m.fault(
    "NB2006",
    `what \`${compiled.name}\` takes and gives does not settle`,
    "let it take and return the same kinds of values at every call",
  );
}
