/**
 * The reference interpreter: the meaning of the IR, which every other back end is tested against.
 * It checks what they may take for granted (that values have their types, that elements are inside
 * their memory) and calls a breach an internal fault.
 */
import { NablaError } from "../../diagnostics/error.ts";
import {
  funcNamed,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../../ir/func.ts";
import { showType } from "../../ir/types.ts";
import { Counts } from "./counts.ts";
import { isDatumOf, type Datum } from "./datum.ts";
import { failed, runs } from "./memory.ts";
import { runOnArrays } from "./tensors.ts";

export interface InterpretOptions {
  /** Most calls active at once, after which recursion is taken not to end. Default 250000. */
  readonly maxDepth?: number;
  /** Told what the program prints: the numbers, and how they are meant. Default: nobody. */
  readonly onPrint?: (level: string, format: string, numbers: readonly number[]) => void;
}

/** Runs the function `name` of `module`; memory given as `args` is written in place. */
export function interpret(
  module: Module,
  name: string,
  args: readonly Datum[],
  options: InterpretOptions = {},
): readonly Datum[] {
  return new Machine(module, options).run(funcNamed(module, name), args);
}

/** Runs as `interpret` does, and tells what was done to get there. */
export function measure(
  module: Module,
  name: string,
  args: readonly Datum[],
  options: InterpretOptions = {},
): { readonly results: readonly Datum[]; readonly counts: Counts } {
  const machine = new Machine(module, options);
  const results = machine.run(funcNamed(module, name), args);
  return { results, counts: machine.counts };
}

type Scope = Map<Value, Datum>;

/** A region under way. */
interface Frame {
  readonly region: Region;
  /** Values of the function the region is in, shared by the regions of one call. */
  readonly scope: Scope;
  /** Index of the next instruction. */
  next: number;
  /** Goes on with the yields when the region is done. */
  readonly done: (yields: readonly Datum[]) => void;
}

/** Frames are kept here and not on JavaScript's stack, so recursion may be deep. */
class Machine {
  readonly counts = new Counts();
  readonly #module: Module;
  readonly #maxDepth: number;
  readonly #frames: Frame[] = [];
  readonly #onPrint: NonNullable<InterpretOptions["onPrint"]>;
  #notes: number[] = [];
  #depth = 0;

  constructor(module: Module, { maxDepth = 250_000, onPrint = () => {} }: InterpretOptions) {
    this.#module = module;
    this.#maxDepth = maxDepth;
    this.#onPrint = onPrint;
  }

  run(func: Func, args: readonly Datum[]): readonly Datum[] {
    let results: readonly Datum[] = [];
    this.#enter(func.region, new Map(), args, (yields) => (results = yields));
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const instr = frame.region.body[frame.next++];
      if (instr !== undefined) {
        this.#step(instr, frame.scope);
        continue;
      }
      this.#frames.pop();
      frame.done(frame.region.yields.map((v) => valueOf(v, frame.scope)));
    }
    return results;
  }

  #enter(region: Region, scope: Scope, args: readonly Datum[], done: Frame["done"]): void {
    bind(region.params, args, scope);
    this.#frames.push({ region, scope, next: 0, done });
  }

  #step(instr: Instr, scope: Scope): void {
    const { op, attrs, results } = instr;
    const x = instr.args.map((a) => valueOf(a, scope));
    this.counts.ran(op);
    switch (op.name) {
      case "if":
        return this.#if(instr, scope, x);
      case "for":
        return this.#for(instr, scope, x);
      case "loop":
        return this.#loop(instr, scope, x);
      case "call":
        return this.#call(instr, scope, x);
      case "fail":
        return failed(instr, this.#notes);
      case "note":
        this.#notes.push(x[0] as number);
        return;
      case "print":
        this.#onPrint(String(attrs["level"]), String(attrs["format"]), this.#notes);
        this.#notes = [];
        return;
      case "derive":
        throw new Error("internal: a derivative that was not taken before running");
    }
    if (op.run !== undefined || [...instr.args, ...results].some((v) => v.type.kind === "array")) {
      if (op.run !== undefined || op.eval !== undefined) {
        return bind(results, [runOnArrays(instr, x, this.counts)], scope);
      }
    }
    if (op.eval === undefined) {
      const run = runs[op.name];
      if (run === undefined) throw new Error(`internal: no meaning for ${op.name}`);
      return bind(results, run(instr, x, this.counts), scope);
    }
    const type = (instr.args[0] ?? (results[0] as Value)).type;
    bind(results, [op.eval(x as number[], type, attrs)], scope);
  }

  #if({ regions, results }: Instr, scope: Scope, [c]: readonly Datum[]): void {
    const branch = regions[c === 0 ? 1 : 0] as Region;
    this.#enter(branch, scope, [], (yields) => bind(results, yields, scope));
  }

  #for({ attrs, regions, results }: Instr, scope: Scope, x: readonly Datum[]): void {
    const step = attrs["step"] as number;
    const [lo, hi, ...inits] = x as [number, number, ...Datum[]];
    const from = (i: number, carried: readonly Datum[]): void => {
      if (step > 0 ? i >= hi : i <= hi) return bind(results, carried, scope);
      this.#enter(regions[0] as Region, scope, [i, ...carried], (next) => from(i + step, next));
    };
    from(lo, inits);
  }

  #loop({ regions, results }: Instr, scope: Scope, inits: readonly Datum[]): void {
    const round = (carried: readonly Datum[]): void =>
      this.#enter(regions[0] as Region, scope, carried, ([again, ...next]) =>
        again === 0 ? bind(results, next, scope) : round(next),
      );
    round(inits);
  }

  #call({ attrs, results, span }: Instr, scope: Scope, x: readonly Datum[]): void {
    const { name, userName = name, region } = funcNamed(this.#module, String(attrs["callee"]));
    if (++this.#depth > this.#maxDepth) {
      const message = `${this.#maxDepth} calls, the last of \`${userName}\`, are active at once`;
      throw new NablaError("NB4002", { message, span });
    }
    this.counts.depth = Math.max(this.counts.depth, this.#depth);
    this.#enter(region, new Map(), x, (yields) => {
      this.#depth--;
      bind(results, yields, scope);
    });
  }
}

function valueOf(v: Value, scope: Scope): Datum {
  const x = scope.get(v);
  if (x === undefined) throw new Error("internal: a value is used before it is defined");
  return x;
}

function bind(values: readonly Value[], data: readonly Datum[], scope: Scope): void {
  if (values.length !== data.length) {
    throw new Error(`internal: ${data.length} values where ${values.length} are wanted`);
  }
  values.forEach((v, i) => {
    const x = data[i] as Datum;
    if (!isDatumOf(x, v.type)) throw new Error(`internal: ${String(x)} as ${showType(v.type)}`);
    scope.set(v, x);
  });
}
