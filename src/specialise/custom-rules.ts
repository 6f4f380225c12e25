// The rules of a function for its derivative, as functions of the module.
import type { Func, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Type } from "../ir/types.ts";
import { changedParams } from "../analysis/changed-params.ts";
import { zero } from "../ops/constant.ts";
import { zeroOf } from "../ops/control.ts";
import { zerosLike } from "../ops/memory.ts";
import { coerce, coerceCell } from "./coerce.ts";
import { arrayContent, newItems } from "./content.ts";
import { fresh } from "./fresh.ts";
import { compile } from "./functions.ts";
import { operands } from "./emit-call.ts";
import { newCompiled, type Compiled } from "./compiled.ts";
import { matchObjects } from "./matching.ts";
import { invoke } from "./interpreter.ts";
import { Dead, type Machine } from "./machine.ts";
import { deepCopy, mayOverlap } from "./memory.ts";
import { getIndex, getMember } from "./properties.ts";
import { describeShape, leafTypes, type FreshShape, type Shape } from "./shapes.ts";
import { derivativeLeaves, derivativeOf, type NextLeaf } from "./structures.ts";
import {
  constant,
  describe,
  undef,
  type Abs,
  type ArrayAbs,
  type Cell,
  type ItemsContent,
  type Obj,
} from "./values.ts";
import { widen, widening } from "./widen.ts";

/** A function whose rules are to be made. */
export interface Ruled {
  readonly compiled: Compiled;
  readonly args: readonly Abs[];
  /** What messages call it. */
  readonly name: string;
  /** Whether results are copied, since they may be memory that was given. */
  copies: boolean;
}

type RuleName = "jvp" | "vjp";

/** `jvp(primals, tangents)` as a function from leaves to leaves. */
export function tangentRule(m: Machine, site: Ruled, rule: Abs): Compiled {
  const { compiled } = site;
  return tangentsBy(m, site, (inner) => {
    const known = { made: new Map() };
    const next = derivativeParams(m, leafTypesOf(compiled.args));
    const tangents = compiled.args.map(
      (shape, i) => derivativeOf(m, shape, inner[i] as Abs, next, known) ?? undef,
    );
    const given = invoke(m, rule, [newItems(m, inner), newItems(m, tangents)], undefined);
    const value = partOf(m, site, "jvp", given, "value");
    return { value, tangent: partOf(m, site, "jvp", given, "tangent") };
  });
}

/** The rule for tangents whose value and tangent `run` gives; it makes parameters for what it needs. */
export function tangentsBy(
  m: Machine,
  site: Ruled,
  run: (args: readonly Abs[]) => { readonly value: Abs; readonly tangent: Abs },
): Compiled {
  const { compiled, args } = site;
  const made = ruleOf(m, site, "jvp");
  compile(m, made, args, (inner) =>
    unlessDead(m, [...resultTypes(site), ...tangentsOf(resultTypes(site))], () => {
      const { value, tangent } = run(inner);
      const own = resultLeaves(m, site, value);
      const leaves = derivativeLeaves(m, compiled.result, tangent, reader(own));
      return [...own, ...complete(m, own, leaves)].map((leaf) => owned(m, site, leaf));
    }),
  );
  return made;
}

/** `vjp(...primals)`, and the name of its pullback, as two functions from leaves to leaves. */
export function pullbackRule(
  m: Machine,
  site: Ruled,
  rule: Abs,
): { readonly forward: Compiled; readonly backward: string } {
  const made = ruleOf(m, site, "vjp");
  let backward = "";
  compile(m, made, site.args, (inner) =>
    unlessDead(m, resultTypes(site), () => {
      const given = invoke(m, rule, inner, undefined);
      const value = fresh(m, partOf(m, site, "vjp", given, "value"), false);
      const own = resultLeaves(m, site, value);
      const pullback = partOf(m, site, "vjp", given, "pullback");
      // in a list, so that the second function finds them through a cell
      const kept = newItems(m, [value, pullback, ...inner]);
      const back = compilePullback(m, site, kept);
      backward = back.name;
      const apart = own.map((leaf) => {
        const shared = back.kept.some((v) => isReference(v.type) && mayOverlap(leaf, v));
        return isReference(leaf.type) && shared ? deepCopy(m.b, leaf) : owned(m, site, leaf);
      });
      return [...apart, ...back.kept];
    }),
  );
  return { forward: made, backward };
}

/** The pullback: a function of what it captures, here given as `kept`, and of the cotangent. */
function compilePullback(
  m: Machine,
  site: Ruled,
  kept: ArrayAbs,
): { readonly name: string; readonly kept: readonly Value[] } {
  const { compiled } = site;
  const made = newCompiled(m, `${compiled.name}_vjp_back`, undefined, []);
  const results = tangentsOf(leafTypesOf(compiled.args));
  for (let before = -1; before !== made.captures.size;) {
    before = made.captures.size;
    compile(m, made, [], () =>
      unlessDead(m, results, () => {
        const [value, pullback, ...primals] = (m.get(kept.obj.cell) as ItemsContent).items;
        const next = derivativeParams(m, leafTypes(compiled.result));
        const cotangent = derivativeOf(m, compiled.result, value as Abs, next);
        const list = invoke(m, pullback as Abs, [cotangent ?? undef], undefined);
        const items = cotangentsOf(m, site, list);
        const [into, own] = [{ seen: new Set<Shape>() }, new Set<Shape>()];
        return compiled.args.flatMap((shape, i) => {
          const leaves = coerce(m, shape, primals[i] as Abs, own);
          return complete(
            m,
            leaves,
            derivativeLeaves(m, shape, items[i] as Abs, reader(leaves), into),
          );
        });
      }),
    );
  }
  const func = checked(m, site, made);
  if (func === undefined) return compilePullback(m, site, kept);
  const given = slim(m, func, operands(m, made, []));
  refuseRecords(
    m,
    site,
    given.map((v) => v.type),
  );
  return { name: made.name, kept: given };
}

/** Objects that lie in memory have no copies and no sums yet, which derivatives by rules need. */
export function refuseRecords(m: Machine, { name }: Ruled, types: readonly Type[]): void {
  if (!types.some(holdsRecords)) return;
  m.fault(
    "NB2010",
    `linked objects, or a list of objects of any length, in or out of ${name}, which has rules for its derivative`,
    "pass it numbers and arrays of numbers",
  );
}

function holdsRecords(type: Type): boolean {
  if (type.kind === "ref") return true;
  return type.kind === "mem" && type.elem.kind !== "store" && holdsRecords(type.elem);
}

/** Drops parameters that a function does not use, and gives the operands of the others. */
function slim(m: Machine, func: Func, given: readonly Value[]): readonly Value[] {
  const { params, yields } = func.region;
  const used = new Set(yields);
  walk(func.region, ({ args, regions }) => {
    for (const v of [...args, ...regions.flatMap((r) => r.yields)]) used.add(v);
  });
  const stays = params.map((p, i) => i >= given.length || used.has(p));
  const region = { ...func.region, params: params.filter((_, i) => stays[i]) };
  m.funcs.set(func.name, { ...func, region });
  return given.filter((_, i) => stays[i]);
}

/** A function that takes what the function itself takes, and captures what it captures. */
function ruleOf(m: Machine, { compiled, args: passed }: Ruled, rule: RuleName): Compiled {
  const { args, captures, name } = compiled;
  return { ...newCompiled(m, `${name}_${rule}`, undefined, passed), args, captures };
}

/**
 * The function, made sure to change nothing outside. Arrays outside that it has put into memory are
 * put there, and undefined is given: what it takes is another thing then.
 */
export function checked(m: Machine, site: Ruled, compiled: Compiled): Func | undefined {
  const func = m.funcs.get(compiled.name) as Func;
  const objects = new Map<FreshShape, Obj>();
  compiled.args.forEach((shape, i) => matchObjects(m, shape, site.args[i] as Abs, objects));
  const touched = [
    ...compiled.written,
    ...[...compiled.changed].map(([of, shape]) => [objects.get(of)?.cell, shape] as const),
  ];
  const movable = touched.filter(
    ([cell, shape]) => cell && shape.kind === "run" && m.state.get(cell)?.kind === "items",
  );

  if (touched.length > movable.length || changedParams({ funcs: m.funcs }, func).size > 0) {
    m.fault(
      "NB3005",
      `${site.name} or a rule of it changes an argument or a variable outside`,
      "let it return new values, and change none that it is given",
    );
  }
  for (const [cell, shape] of movable) coerceCell(m, shape, cell as Cell, new Set());
  return movable.length === 0 ? func : undefined;
}

function partOf(m: Machine, { name }: Ruled, rule: RuleName, given: Abs, part: string): Abs {
  const found = given.kind === "object" ? getMember(m, given, part) : undef;
  if (found.kind !== "const" || found.value !== undefined) return found;
  const wanted = rule === "jvp" ? "{ value, tangent }" : "{ value, pullback }";
  const what = given.kind === "object" ? `an object without \`${part}\`` : describe(given);
  return m.fault("NB5007", `the rule \`${rule}\` of ${name} gives ${what}`, `return ${wanted}`);
}

/** What a pullback gives: a list with a cotangent for each argument. */
function cotangentsOf(m: Machine, { compiled, name }: Ruled, list: Abs): readonly Abs[] {
  const count = compiled.args.length;
  const content = list.kind === "array" ? arrayContent(m, list) : undefined;
  if (content?.kind === "items" && content.items.length === count) return content.items;
  if (content?.kind === "run") {
    return compiled.args.map((_, i) => getIndex(m, list, constant(i)));
  }
  const what = content ? `a list of ${content.items.length}` : describe(list);
  return m.fault(
    "NB5007",
    `the pullback of ${name} gives ${what}, where a list with ${count === 1 ? "the cotangent" : `${count} cotangents`} belongs`,
    `return a list with a cotangent for each argument, such as \`[${compiled.args.map(() => "…").join(", ")}]\``,
  );
}

/** The leaves of a rule's value, brought into the shape of the function's own. */
function resultLeaves(m: Machine, { compiled, name }: Ruled, given: Abs): readonly Value[] {
  const value = fresh(m, given, false);
  const wider = widen(compiled.result, value, widening(m.state, true));
  // what is of different kinds lies in memory
  if (hasConflict(wider) || leafTypes(wider).some(holdsRecords)) {
    const what = describeShape(compiled.result);
    m.fault(
      "NB5007",
      `a rule of ${name} gives ${describe(given)} as its value, where the function gives ${what}`,
      "let the value of the rule be that of the function",
    );
  }
  compiled.result = wider;
  return coerce(m, wider, value);
}

function hasConflict(shape: Shape): boolean {
  if (shape.kind === "fresh") return hasConflict(shape.content);
  if (shape.kind === "items") return shape.items.some(hasConflict);
  if (shape.kind === "fields") return [...shape.fields.values()].some(hasConflict);
  return shape.kind === "conflict";
}

/** Parameters for the derivatives of leaves of these types, in order. */
export function derivativeParams(m: Machine, types: readonly Type[]): NextLeaf {
  let next = 0;
  return () => {
    const type = tangentType(types[next++] as Type);
    return type && m.b.param(type);
  };
}

/** The derivatives of leaves, zeros where there is none given. */
function complete(
  m: Machine,
  own: readonly Value[],
  given: readonly (Value | undefined)[],
): Value[] {
  return own.flatMap((leaf, i) => {
    const type = tangentType(leaf.type);
    if (type === undefined) return [];
    if (given[i] !== undefined) return [given[i]];
    return [isReference(type) ? m.b.emit1(zerosLike, [leaf], { type }) : zero(m.b, type)];
  });
}

function owned(m: Machine, { copies }: Ruled, leaf: Value): Value {
  return copies && isReference(leaf.type) ? deepCopy(m.b, leaf) : leaf;
}

function reader(leaves: readonly Value[]): () => Value | undefined {
  let next = 0;
  return () => leaves[next++];
}

/** Runs a body; where it ends with an error, its results are some values of their types. */
function unlessDead(
  m: Machine,
  types: readonly Type[],
  run: () => readonly Value[],
): readonly Value[] {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Dead)) throw error;
    return types.map((type) => zeroOf(m.b, type));
  }
}

const resultTypes = ({ compiled }: Ruled): Type[] => leafTypes(compiled.result);

export function leafTypesOf(shapes: readonly Shape[]): Type[] {
  const seen = new Set<Shape>();
  return shapes.flatMap((shape) => leafTypes(shape, seen));
}

const tangentsOf = (types: readonly Type[]): Type[] =>
  types.map(tangentType).filter((type) => type !== undefined);
