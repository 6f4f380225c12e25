/*
 * Which memory made in an iteration of a loop, or in a call, cannot be reached after it, so that
 * the arena can go back to where it was. Without this a loop of many steps that makes an array in
 * each would run out of memory, and out of cache long before.
 *
 * A reference is *fresh* if it may lead to memory made in the region, *own* if it surely does.
 * Fresh references must not be stored in memory that is not own. A reference to a record of a type
 * that nothing from outside the region leads to is own, wherever it comes from.
 */
import type { Instr, Region, Value } from "../../ir/func.ts";
import { calleesOf, freeValues, walk } from "../../ir/rewrite.ts";
import { isReference, loadedType, recordsFrom } from "../../ir/types.ts";
import { mostSurvivors } from "./compact.ts";
import type { Context } from "./context.ts";

/**
 * What to do at the end of an iteration: give all its memory back, or all but what is carried on at
 * `carried`, which are memories of scalars.
 */
export interface Release {
  readonly carried: readonly number[];
}

/** How the memory of an iteration of `loop` is released; undefined if it is not. */
export function releaseOf(context: Context, { op, regions }: Instr): Release | undefined {
  const body = regions[0]!;
  const skip = 1; // the index among the parameters of `for`, `again` among the yields of `loop`
  const params = op.name === "for" ? body.params.slice(skip) : body.params;
  const next = op.name === "for" ? body.yields : body.yields.slice(skip);
  if (!makesMemory(context, body)) return undefined;
  const { fresh, leaks } = references(context, body, { params, next });
  if (leaks) return undefined;
  const carried = [...next.keys()].filter((i) => fresh.has(next[i]!));
  const movable = carried.every((i) => {
    const { type } = next[i]!;
    return type.kind === "mem" && type.elem.kind === "store";
  });
  return movable && carried.length <= mostSurvivors ? { carried } : undefined;
}

/** Whether all memory that a call of the function with this region makes can be given back. */
export function releasesAll(context: Context, region: Region): boolean {
  if (!makesMemory(context, region)) return false;
  const { fresh, leaks } = references(context, region, { params: [], next: [] });
  return !leaks && !region.yields.some((v) => fresh.has(v));
}

function makesMemory(context: Context, region: Region): boolean {
  return (
    makesMemoryItself(region) ||
    [...calleesOf(region)].some((name) => context.callMakesMemory(name))
  );
}

/** Whether the region makes memory, calls aside. */
export function makesMemoryItself(region: Region): boolean {
  let makes = false;
  walk(region, ({ op }) => {
    makes ||= op.effect === "alloc";
    return !makes;
  });
  return makes;
}

/** Whether the region stores references in memory that is there before it, calls aside. */
export function storesReferencesItself(region: Region): boolean {
  return references(undefined, region, { params: [], next: [] }).stores;
}

interface Facts {
  readonly fresh: ReadonlySet<Value>;
  /** Whether a fresh reference may be stored in memory that is not own. */
  readonly leaks: boolean;
  /** Whether any reference may be. */
  readonly stores: boolean;
}

interface Carried {
  readonly params: readonly Value[];
  readonly next: readonly Value[];
}

function references(context: Context | undefined, region: Region, carried: Carried): Facts {
  const fresh = new Set<Value>();
  const own = new Set<Value>();
  // a value that is carried round a loop may become fresh by what comes after it
  for (let before = -1; before < fresh.size;) {
    before = fresh.size;
    walk(region, (instr) => visit(instr, fresh, own));
    carried.next.forEach((v, i) => fresh.has(v) && fresh.add(carried.params[i]!));
  }
  let leaks = false;
  let stores = false;
  const outside = [...freeValues(region), ...region.params];
  const foreign = recordsFrom(outside.map((v) => v.type));
  const isOwn = (v: Value): boolean =>
    own.has(v) || (v.type.kind === "ref" && !foreign.has(v.type.record.name));
  walk(region, (instr) => {
    const { target, stored } = storing(context, instr);
    if (stored === undefined || (target !== undefined && isOwn(target))) return;
    stores = true;
    leaks ||= stored === "any" || fresh.has(stored);
  });
  return { fresh, leaks, stores };
}

/** Enters the results of `instr`, and the parameters of a loop, into `fresh` and `own`. */
function visit(instr: Instr, fresh: Set<Value>, own: Set<Value>): void {
  const { op, args, regions, results } = instr;
  const add = (condition: boolean, v: Value): void => {
    if (condition && isReference(v.type)) fresh.add(v);
  };
  switch (op.name) {
    case "alloc":
    case "record":
    case "zeros_like":
      fresh.add(results[0]!);
      own.add(results[0]!);
      return;
    case "view":
      add(fresh.has(args[0]!), results[0]!);
      if (own.has(args[0]!)) own.add(results[0]!);
      return;
    case "load":
    case "get":
      return add(fresh.has(args[0]!), results[0]!);
    case "select":
      return add(fresh.has(args[1]!) || fresh.has(args[2]!), results[0]!);
    case "null":
    case "table":
      return;
    case "if":
      return results.forEach((r, i) => {
        // most are numbers, of which there may be many
        if (!isReference(r.type)) return;
        if (regions.some(({ yields }) => fresh.has(yields[i]!))) fresh.add(r);
      });
    case "for":
    case "loop": {
      const { params, yields } = regions[0]!;
      const counted = op.name === "for";
      results.forEach((r, i) => {
        if (!isReference(r.type)) return;
        const next = yields[counted ? i : i + 1]!;
        const init = args[counted ? i + 2 : i]!;
        const param = params[counted ? i + 1 : i]!;
        add(fresh.has(init) || fresh.has(next), param);
        add(fresh.has(init) || fresh.has(next), r);
      });
      return;
    }
    default:
      for (const r of results) add(true, r);
  }
}

interface Storing {
  readonly target?: Value;
  /** The reference, or memory of references, that is stored; "any" if it is not known. */
  readonly stored?: Value | "any" | undefined;
}

function storing(context: Context | undefined, { op, args, attrs }: Instr): Storing {
  const reference = (v: Value | undefined): Value | undefined =>
    v !== undefined && isReference(v.type) ? v : undefined;
  switch (op.name) {
    case "store":
      return { target: args[0]!, stored: reference(args[2]) };
    case "fill":
    case "set":
      return { target: args[0]!, stored: reference(args[1]) };
    case "copy": {
      const { type } = args[1]!;
      const inner = type.kind === "mem" && isReference(loadedType(type.elem));
      return { target: args[0]!, stored: inner ? args[1] : undefined };
    }
    case "call":
      return context?.callStoresReferences(String(attrs["callee"])) === true
        ? { stored: "any" }
        : {};
    default:
      // addresses are numbers that are not followed
      return op.name.startsWith("raw.") ? { stored: "any" } : {};
  }
}
