import { memoryOf } from "../analysis/memory.ts";
import { freshName, funcNamed, withFuncs, type Func, type Module, type Value } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import type { Budget } from "../ir/budget.ts";
import type { LoopsAtOnce } from "./at-once.ts";
import type { Checkpoint } from "./checkpoints.ts";
import type { Kept } from "./kept.ts";
import type { SaveMode } from "./plan.ts";
import type { RecursionForms } from "./recursion-forms.ts";
import { activityOf, allActive, type Activity } from "./activity.ts";

export type Narrowing = "worth" | "always" | "never";

/** Options of differentiation; they never change the derivative where there is one. */
export interface AdOptions {
  /** Takes everything that can have a tangent to have one. */
  readonly allActive?: boolean;
  /** Ends with an error where the function is not smooth, instead of taking a conventional derivative. */
  readonly strict?: boolean;
  /** Whether reverse mode takes chains of operations together. Default true. */
  readonly preaccumulate?: boolean;
  /** Whether reverse mode asks only the candidates that win for the derivative of an extreme. Default true. */
  readonly winners?: boolean;
  /** Whether reverse mode runs iterations forward and backwards at once where it can. Default true. */
  readonly atOnce?: boolean;
  /**
   * Whether loops of derivatives in many directions leave out those in which there is nothing to do:
   * where that is worth looking for them, which is the default, always, or never.
   */
  readonly narrowing?: Narrowing;
  /** What reverse mode keeps: all it needs, what is cheapest, or as little as possible. Default `mincut`. */
  readonly save?: SaveMode;
  /** What reverse mode may keep of each long loop or recursion. Default: all that `save` asks for. */
  readonly budget?: Budget | undefined;
  /** Is told of each value that reverse mode keeps. */
  readonly report?: (kept: Kept) => void;
  /** Is told of each loop and call that is checkpointed, or that is not although it was to be. */
  readonly note?: (checkpoint: Checkpoint) => void;
}

/**
 * The functions that one derivative needs: derivatives of its callees are made as they are met,
 * each once for each set of active parameters.
 */
export class Family<Member extends { readonly name: string }> {
  readonly source: Module;
  readonly options: AdOptions;
  /** What functions that call themselves are run by under a budget. */
  readonly recursions: ReadonlyMap<string, RecursionForms>;
  /** The loops whose iterations are run forward and backwards at once. */
  readonly loops: LoopsAtOnce | undefined;
  module: Module;
  readonly #members = new Map<string, { readonly name: string }>();
  readonly #waiting: (() => readonly Func[])[] = [];

  constructor(
    module: Module,
    options: AdOptions,
    recursions: ReadonlyMap<string, RecursionForms> = new Map(),
    loops?: LoopsAtOnce,
  ) {
    this.recursions = recursions;
    this.loops = loops;
    this.source = module;
    this.module = module;
    this.options = options;
  }

  /** The member for `key`; where it is new, `declare` names it and `define` makes it later. */
  member<M extends { readonly name: string } = Member>(
    key: string,
    declare: () => M,
    define: (member: M) => readonly Func[],
  ): M {
    const known = this.#members.get(key);
    if (known !== undefined) return known as M;
    const member = declare();
    this.#members.set(key, member);
    this.#waiting.push(() => define(member));
    return member;
  }

  /** A name for a new function, taken from now on. */
  name(base: string): string {
    const name = freshName(this.module, base);
    const taken: Func = { name, region: { params: [], body: [], yields: [] } };
    this.module = withFuncs(this.module, taken);
    return name;
  }

  /** Makes all members asked for, and those asked for by them. */
  finish(): Module {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const made = next(); // which may take names
      this.module = withFuncs(this.module, ...made);
    }
    return this.module;
  }

  func(name: string): Func {
    return funcNamed(this.source, name);
  }

  activity(func: Func, active: readonly boolean[]): Activity {
    if (this.options.allActive === true) return allActive;
    return activityOf(func, memoryOf(this.source, func.name), active);
  }
}

/** For each operand of a call, whether it varies or leads to what does. */
export function activeOperands(activity: Activity, args: readonly Value[]): boolean[] {
  return args.map((a) => (isReference(a.type) ? activity.reachVaries(a) : activity.varies(a)));
}

export const bits = (active: readonly boolean[]): string => active.map(Number).join("");
