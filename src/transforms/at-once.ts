/**
 * Loops whose iterations can be run backwards as soon as they have been run forward. That is so where
 * iterations hand on sums alone, as far as numbers that vary go, and where the cotangents of these
 * are known before the loop: those of the results of the function, times what is known by then. An
 * iteration then keeps for itself what it keeps, and nothing is computed twice.
 *
 *     for points: cost += distance(point, centres)      cost' is that of the result
 *
 * What else must hold:
 *
 * - The loop writes to no memory of numbers that vary but what an iteration makes for itself: the
 *   cotangents of what it leaves in others would be known only later.
 * - What vary of the numbers that it reads are not written after it: the reverse sweep of a write
 *   takes the cotangent from the shadow, and clears it.
 */
import { areApart } from "../analysis/apart.ts";
import { escapeOf } from "../analysis/escape.ts";
import { memoryOf, type Memory } from "../analysis/memory.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { Builder } from "../ir/builder.ts";
import {
  freshName,
  funcNamed,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import { cloneInstr, freeValues, walk, type ValueMap } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import { callOp, constant, constantTable, deriveOp, forOp, note, print } from "../ops/index.ts";
import { activityOf, type Activity } from "./activity.ts";
import { Cotangents, type Recipe } from "./cotangents.ts";
import { stillOf } from "./still.ts";

/** How the iterations of a loop are run forward and backwards at once. */
export interface AtOnce {
  /** The function that is one iteration: of the index, of what is carried, and of `used`. */
  readonly each: string;
  /** For each of its parameters, whether it varies. */
  readonly active: readonly boolean[];
  /** Values from outside of the loop, in the order of the parameters. */
  readonly used: readonly Value[];
  /** For each carried value that varies, its cotangent. */
  readonly cotangents: readonly (Recipe | undefined)[];
}

/** By loop, for those that can be run so. */
export type LoopsAtOnce = ReadonlyMap<Instr, AtOnce>;

/**
 * The loops of the function `name` to be run so, and those of their iterations; `active` are its
 * parameters, `seeded` the results that have cotangents. The module has the iterations as functions.
 */
export function loopsAtOnce(
  module: Module,
  name: string,
  active: readonly boolean[],
  seeded: readonly boolean[] | undefined,
): { readonly module: Module; readonly loops: LoopsAtOnce } {
  const loops = new Map<Instr, AtOnce>();
  let current = module;
  let level: readonly Looked[] = [{ name, active, seeded }];
  while (level.length > 0) {
    const known = current; // which is analysed once
    level = level.flatMap((looked) => {
      const func = funcNamed(known, looked.name);
      const finder = new Finder(func, memoryOf(known, func.name), looked);
      return func.region.body.flatMap((loop): Looked[] => {
        const cotangents = loop.op === forOp ? finder.cotangents(loop) : undefined;
        if (cotangents === undefined) return [];
        const each = freshName(current, `${func.name}_each`);
        const { func: made, used } = finder.each(loop, each);
        current = withFuncs(current, made);
        const varies = finder.varying(loop, used);
        loops.set(loop, { each, active: varies, used, cotangents });
        return [{ name: each, active: varies, seeded: cotangents.map((c) => c !== undefined) }];
      });
    });
  }
  return { module: current, loops };
}

interface Looked {
  readonly name: string;
  readonly active: readonly boolean[];
  readonly seeded: readonly boolean[] | undefined;
}

class Finder {
  readonly #func: Func;
  readonly #memory: Memory;
  readonly #structure: Structure;
  readonly #activity: Activity;
  readonly #cotangents: Cotangents;

  constructor(func: Func, memory: Memory, { active, seeded }: Looked) {
    this.#func = func;
    this.#memory = memory;
    this.#structure = structureOf(func.region);
    this.#activity = activityOf(func, memory, active);
    this.#cotangents = new Cotangents(func, this.#structure, this.#activity, seeded);
  }

  /** Which parameters of an iteration vary. */
  varying(loop: Instr, used: readonly Value[]): boolean[] {
    const [region] = loop.regions as [Region];
    const still = stillOf(loop.attrs);
    return [
      ...region.params.map((p, i) => !still.has(i - 1) && this.#activity.varies(p)),
      ...used.map((v) =>
        isReference(v.type) ? this.#activity.reachVaries(v) : this.#activity.varies(v),
      ),
    ];
  }

  /** Those of what `loop` carries; undefined if it cannot be run at once. */
  cotangents(loop: Instr): AtOnce["cotangents"] | undefined {
    if (loop.results.some((r) => isReference(r.type))) return undefined;
    const still = stillOf(loop.attrs);
    const moving = loop.results.map((r, i) => !still.has(i) && this.#activity.varies(r));
    if (!moving.includes(true) || !this.#staysInside(loop) || this.#isWrittenLater(loop)) {
      return undefined;
    }
    const found = loop.results.map((r, i) =>
      moving[i] === true && this.#cotangents.isSum(loop, i)
        ? this.#cotangents.of(r, loop)
        : undefined,
    );
    return found.some((c, i) => moving[i] === true && c === undefined) ? undefined : found;
  }

  // Whether the iterations write to nothing that varies but what is their own.
  #staysInside(loop: Instr): boolean {
    const [body] = loop.regions as [Region];
    const escape = escapeOf(this.#memory, this.#structure);
    let stays = true;
    walk(body, (instr) => {
      const { op, args } = instr;
      if (op === callOp || op === deriveOp) {
        stays &&= this.#memory.effectsOf(instr).writes.size === 0;
      } else if (op.effect === "write" && op !== note && op !== print) {
        const ref = args[0] as Value;
        stays &&= !this.#activity.reachVaries(ref) || !escape.escapes(ref, body);
      }
    });
    return stays;
  }

  // Whether what varies of what the loop reads is written behind it.
  #isWrittenLater(loop: Instr): boolean {
    const read = new Set<number>();
    walk(loop.regions[0] as Region, (instr) => {
      const varies = instr.args.some((a) => isReference(a.type) && this.#activity.reachVaries(a));
      if (!varies || instr.regions.length > 0) return;
      for (const location of this.#memory.effectsOf(instr).reads) read.add(location);
    });
    const { body } = this.#func.region;
    return body
      .slice(body.indexOf(loop) + 1)
      .some((instr) => [...this.#memory.effectsOf(instr).writes].some((at) => read.has(at)));
  }

  /** One iteration of `loop` as a function. */
  each(loop: Instr, name: string): { readonly func: Func; readonly used: readonly Value[] } {
    const [region] = loop.regions as [Region];
    const makers = [...freeValues(region)].map(
      (v) => [v, this.#structure.definitionOf(v)] as const,
    );
    const isConstant = (instr: Instr | undefined): boolean =>
      instr?.op === constant || instr?.op === constantTable;
    const used = makers.flatMap(([v, at]) => (isConstant(at?.instr) ? [] : [v]));
    const b = new Builder(loop.span);
    const map: ValueMap = new Map();
    const given = [...region.params, ...used];
    for (const p of given) map.set(p, b.param(p.type, p.hint));
    for (const [, at] of makers) {
      if (at?.instr !== undefined && isConstant(at.instr)) b.append(cloneInstr(at.instr, map));
    }
    for (const instr of region.body) b.append(cloneInstr(instr, map));
    const made = b.finish(region.yields.map((v) => map.get(v) ?? v));
    const disjoint = areApart(given, this.#memory);
    return { func: { name, region: made, disjoint, span: loop.span }, used };
  }
}
