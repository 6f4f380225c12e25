// Functions and constructors of the language that compiled code knows, by identity.
import { arrayFunctions } from "./array-functions.ts";
import { hashKey as preludeHash, sameKey as preludeSame } from "../prelude/index.ts";
import { collections } from "./collections.ts";
import { constructors } from "./constructors.ts";
import { hashKey, sameKey } from "./keys.ts";
import type { Machine } from "./machine.ts";
import { mathFunctions, type Builtin } from "./math.ts";
import { objectFunctions } from "./object-functions.ts";

let functions: ReadonlyMap<object, Builtin> | undefined;
let makers: ReadonlyMap<object, Builtin> | undefined;

/** What a function of the language does; undefined for functions that are not known. */
export function builtinOf(fn: object): Builtin | undefined {
  functions ??= new Map<object, Builtin>([
    ...mathFunctions,
    ...arrayFunctions,
    ...objectFunctions,
    [preludeHash, hashKey],
    [preludeSame, sameKey],
    ...later.map((one) => [one, refuseLater] as const),
  ]);
  return functions.get(fn) ?? (isClock(fn) ? refuseImpure : undefined);
}

/** What `new fn(…)` does. */
export function constructorOf(fn: object): Builtin | undefined {
  makers ??= new Map([...constructors, ...collections]);
  return makers.get(fn);
}

// Engines load what measures time when it is first asked for: here only for what may be that.
function isClock(fn: object): boolean {
  return (fn as Function).name === "now" && (fn === Date.now || fn === performance.now);
}

/** What is done later, when the call is over. */
const later: readonly object[] = [setTimeout, setInterval, queueMicrotask, fetch];

function refuseLater(m: Machine): never {
  return m.fault(
    "NB2003",
    "this does something later, when the call is over",
    "do it outside, with what the function gives back",
  );
}

function refuseImpure(m: Machine): never {
  return m.fault(
    "NB2013",
    "the time is another one at every call",
    "read the clock outside, and pass the time as an argument",
  );
}
