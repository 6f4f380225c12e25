import type { Span } from "../diagnostics/span.ts";
import type { Op } from "./op.ts";
import { recordsFrom, type RecordType, type Type } from "./types.ts";

/** One SSA value; compared by identity. */
export interface Value {
  readonly type: Type;
  /** The user's name for it, for people only: no meaning hangs on it. */
  readonly hint?: string | undefined;
}

/** Literal parameters of an instruction; a list is the contents of a constant table. */
export type Attr = number | bigint | string | boolean | Type | readonly number[];
export type Attrs = Readonly<Record<string, Attr>>;

/** `results = op(args) { regions }`. */
export interface Instr {
  readonly op: Op;
  readonly args: readonly Value[];
  readonly attrs: Attrs;
  readonly regions: readonly Region[];
  readonly results: readonly Value[];
  /** Where the user wrote it; kept through every transform. */
  readonly span?: Span | undefined;
}

/** `instr` with other operands, regions and results. */
export function instrWith(
  { op, attrs, span }: Instr,
  args: readonly Value[],
  regions: readonly Region[],
  results: readonly Value[],
): Instr {
  // written out, not spread: engines are quickest with objects made in one way
  return { op, args, attrs, regions, results, span };
}

/**
 * Straight-line code with parameters, ending in values. Instructions run in order. A region sees
 * its own values and those of the regions around it that are defined before it.
 */
export interface Region {
  readonly params: readonly Value[];
  readonly body: readonly Instr[];
  readonly yields: readonly Value[];
}

/**
 * The derivative of a function as its author gives it: names of functions of the module. Let A be the
 * first `by` parameters, by which the rules differentiate, C the others, R the results, and T(x) the
 * tangents of those of x that have one.
 */
export interface Rules {
  readonly by: number;
  /** (A, C, T(A)) → (R, T(R)) */
  readonly jvp?: string | undefined;
  /** (A, C) → (R, S), and (S, T(R)) → T(A): S is what the second half needs of the first. */
  readonly vjp?: { readonly forward: string; readonly backward: string } | undefined;
}

/** A function is a region that sees nothing outside itself: `params` in, `yields` out. */
export interface Func {
  readonly name: string;
  readonly region: Region;
  /** Memory reachable from one parameter is not reachable from another, and none is written by others. */
  readonly disjoint?: boolean;
  /**
   * A number for each parameter: memory reachable from one is not reachable from another with
   * another number. For functions that are made when derivatives have been taken.
   */
  readonly apart?: readonly number[];
  /** It is not put in the place of calls: one for many, or one that is to be compiled by itself. */
  readonly alone?: boolean;
  /**
   * What stands in for the derivative. Such a function changes no memory, its results are new, and a
   * call of it stays one until derivatives are taken.
   */
  readonly rules?: Rules | undefined;
  /** Where the user wrote the function. */
  readonly span?: Span | undefined;
  /** What the user calls the function this is, or is a derivative of: for people only. */
  readonly userName?: string | undefined;
}

/** Functions by name. Modules are never changed: transforms and passes make new ones. */
export interface Module {
  readonly funcs: ReadonlyMap<string, Func>;
}

export function moduleOf(...funcs: readonly Func[]): Module {
  return { funcs: new Map(funcs.map((f) => [f.name, f])) };
}

/** `module` with `funcs` added, or put in place of those of the same name. */
export function withFuncs(module: Module, ...funcs: readonly Func[]): Module {
  const all = new Map(module.funcs);
  for (const f of funcs) all.set(f.name, f);
  return { funcs: all };
}

/** A name starting with `base` that `module` does not have yet. */
export function freshName(module: Module, base: string): string {
  if (!module.funcs.has(base)) return base;
  for (let n = 2; ; n++) if (!module.funcs.has(`${base}_${n}`)) return `${base}_${n}`;
}

/** The function that must be there: a missing one is a fault of ours. */
export function funcNamed(module: Module, name: string): Func {
  const func = module.funcs.get(name);
  if (func === undefined) throw new Error(`internal: no function @${name} in the module`);
  return func;
}

function isTypeAttr(a: Attr): a is Type {
  return typeof a === "object" && "kind" in a;
}

/** Every record type reachable from the types of `module`, by name. */
export function recordsOf(module: Module): Map<string, RecordType> {
  const types: Type[] = [];
  const walk = (region: Region): void => {
    for (const p of region.params) types.push(p.type);
    for (const instr of region.body) {
      for (const r of instr.results) types.push(r.type);
      for (const a of Object.values(instr.attrs)) if (isTypeAttr(a)) types.push(a);
      instr.regions.forEach(walk);
    }
  };
  for (const func of module.funcs.values()) walk(func.region);
  return recordsFrom(types);
}
