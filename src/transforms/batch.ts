/**
 * Functions for many lanes at once. What a function computes of numbers and arrays becomes operations
 * on arrays with one axis more, each by its own rule; loops and branches go on as long as, and where,
 * any lane needs them (`lane-control.ts`). A function that cannot be done so, since it writes to memory
 * it is given, say, is called for each lane in a loop (`lane-loop.ts`).
 */
import { changedParams } from "../analysis/changed-params.ts";
import { freshName, funcNamed, withFuncs, type Func, type Module } from "../ir/func.ts";
import { neededBy, walk } from "../ir/rewrite.ts";
import { isReference } from "../ir/types.ts";
import { note, print } from "../ops/index.ts";
import { laneLoop } from "./lane-loop.ts";
import { bits } from "./family.ts";
import { LaneBody } from "./lane-body.ts";
import { aroundRuled, isRuled, type Ruled } from "./rules.ts";
import { Unbatchable } from "./unbatchable.ts";

/** A function for all lanes, and which of its parameters and results have those of all. */
export interface LaneFunc {
  readonly name: string;
  readonly params: readonly boolean[];
  readonly results: readonly boolean[];
}

/**
 * `module` with a function, named too, that does for `size` lanes what the function `name` does for
 * one: parameters that are `batched` have the values of all lanes along a first axis more, and so have
 * all results. References have a memory of one for each lane.
 */
export function batch(
  module: Module,
  name: string,
  batched: readonly boolean[],
  size: number,
): { readonly module: Module; readonly name: string } {
  const lanes = new Batching(module, size);
  const made = lanes.whole(name, batched);
  return { module: lanes.module, name: made };
}

/** The functions for many lanes that one needs, each made once for each set of batched parameters. */
export class Batching {
  readonly size: number;
  readonly source: Module;
  module: Module;
  readonly #made = new Map<string, LaneFunc | "making" | Unbatchable>();

  constructor(module: Module, size: number) {
    this.source = module;
    this.module = module;
    this.size = size;
  }

  func(name: string): Func {
    return funcNamed(this.module, name);
  }

  /** The function for all lanes with all its results so, whatever it does. */
  whole(name: string, batched: readonly boolean[]): string {
    const func = this.func(name);
    if (!isRuled(func)) return this.#whole(func, batched);
    const around = aroundRuled(this.module, func);
    this.module = withFuncs(this.module, around);
    return this.#whole(around, batched);
  }

  #whole(func: Func, batched: readonly boolean[]): string {
    try {
      return this.#body(func, batched, true).name;
    } catch (error) {
      if (!(error instanceof Unbatchable)) throw error;
      return this.#loop(func, batched).name;
    }
  }

  /**
   * What is called in the place of `name`, by a function for all lanes.
   *
   * @throws Unbatchable where that would change the order of what is done to memory, or shown
   */
  callee(name: string, batched: readonly boolean[]): LaneFunc {
    const key = `${name} ${bits(batched)}`;
    const known = this.#made.get(key);
    // it calls itself
    if (known === "making") throw new Unbatchable();
    if (known instanceof Unbatchable) throw known;
    if (known !== undefined) return known;
    this.#made.set(key, "making");
    try {
      const made = this.#calleeOf(this.func(name), batched);
      this.#made.set(key, made);
      return made;
    } catch (error) {
      if (error instanceof Unbatchable) this.#made.set(key, error);
      throw error;
    }
  }

  #calleeOf(func: Func, batched: readonly boolean[]): LaneFunc {
    try {
      return isRuled(func) ? this.#ruled(func, batched) : this.#body(func, batched, false);
    } catch (error) {
      if (!(error instanceof Unbatchable) || !this.#isApart(func)) throw error;
      return this.#loop(func, batched);
    }
  }

  #body(func: Func, batched: readonly boolean[], all: boolean): LaneFunc {
    const { region, results } = new LaneBody(this, func, batched).made(all);
    const name = freshName(this.module, `${func.name}_lanes`);
    const { span, userName } = func;
    this.module = withFuncs(this.module, { name, region, span, userName });
    return { name, params: batched, results };
  }

  #loop(func: Func, batched: readonly boolean[]): LaneFunc {
    const name = freshName(this.module, `${func.name}_each`);
    this.module = withFuncs(this.module, laneLoop(func, name, batched, this.size));
    return { name, params: batched, results: func.region.yields.map(() => true) };
  }

  /**
   * The function with its rules, all of them for all lanes: what derivatives are taken by has lanes
   * as a whole, and so have tangents.
   */
  #ruled(func: Ruled, batched: readonly boolean[]): LaneFunc {
    const { by, jvp, vjp } = func.rules;
    const { params } = func.region;
    if (params.some((p, i) => i < by && isReference(p.type))) throw new Unbatchable();
    const own = batched.map((is, i) => is || i < by);
    const given = (name: string): boolean[] => {
      const count = this.func(name).region.params.length;
      return Array.from({ length: count }, (_, i) => own[i] ?? true);
    };
    const rules = {
      by,
      ...(jvp !== undefined && { jvp: this.whole(jvp, given(jvp)) }),
      ...(vjp !== undefined && {
        vjp: {
          forward: this.whole(vjp.forward, own),
          backward: this.whole(
            vjp.backward,
            this.func(vjp.backward).region.params.map(() => true),
          ),
        },
      }),
    };
    const plain = this.#whole(func, own);
    this.module = withFuncs(this.module, { ...this.func(plain), rules });
    return { name: plain, params: own, results: func.region.yields.map(() => true) };
  }

  /** Whether it does not matter when it is called, but for errors: nothing outside shows it. */
  #isApart(func: Func): boolean {
    if (func.region.yields.some((v) => isReference(v.type))) return false;
    return changedParams(this.source, func).size === 0 && this.isQuiet(func.name);
  }

  /** Whether a function prints nothing, and hands nothing to the host. */
  isQuiet(name: string, seen: Set<string> = new Set()): boolean {
    if (seen.has(name)) return true;
    seen.add(name);
    const func = this.func(name);
    let quiet = true;
    walk(func.region, ({ op }) => void (quiet &&= op !== note && op !== print));
    return quiet && [...neededBy(func)].every((one) => this.isQuiet(one, seen));
  }
}
