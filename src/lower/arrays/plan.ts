// Which arrays are computed where they are used, and which are kept in memory.
import type { Func, Instr, Region, Value } from "../../ir/func.ts";
import { elementsOf } from "../../ops/arrays/work.ts";
import { canBeComputed } from "./elements.ts";

/** Iterations that a loop is taken to have. */
const ITERATIONS = 10;

/** What reading and writing an element of memory costs. */
const ACCESS = 2;

/** Operations that the elements of an array may be computed by together. */
const LARGEST = 60;

/** Operations that read each element of an operand once, wherever it comes from. */
const readers: ReadonlySet<string> = new Set([
  "reduce_sum",
  "reduce_prod",
  "reduce_max",
  "reduce_min",
  "arg_max",
  "arg_min",
  "scan_sum",
  "scan_prod",
  "scan_max",
  "scan_min",
  "scan_affine",
  "concat",
  "pad",
  "indices",
  "item",
  "put",
]);

/** Operations whose result has elements of an operand elsewhere. */
const movers: ReadonlySet<string> = new Set([
  "broadcast",
  "gather",
  "reshape",
  "reverse",
  "slice",
  "transpose",
]);

interface Use {
  /** Undefined where a region yields it. */
  readonly instr: Instr | undefined;
  readonly operand: number;
  /** How many loops it stands in. */
  readonly loops: number;
}

/** Where elements are asked for, and how often each of them: what asks for the same elements is one. */
type Demand = ReadonlyMap<string, number>;

interface Made {
  readonly instr: Instr;
  readonly loops: number;
}

/** Decisions for the arrays of one function. */
export class Plan {
  readonly #uses = new Map<Value, Use[]>();
  readonly #made: Made[] = [];
  readonly #virtual = new Map<Value, Demand>();
  readonly #ids = new Map<Instr, number>();

  constructor(func: Func) {
    this.#collect(func.region, 0);
    for (const made of this.#made.toReversed()) this.#decide(made);
    this.#limit();
  }

  /** Whether the elements of the result are computed where they are used. */
  isVirtual({ results: [v] }: Instr): boolean {
    return this.#virtual.has(v!);
  }

  #collect(region: Region, loops: number): void {
    for (const instr of region.body) {
      instr.args.forEach((v, operand) => this.#use(v, { instr, operand, loops }));
      const deeper = instr.op.name === "for" || instr.op.name === "loop" ? 1 : 0;
      for (const inner of instr.regions) this.#collect(inner, loops + deeper);
      if (canBeComputed(instr)) this.#made.push({ instr, loops });
    }
    for (const v of region.yields) this.#use(v, { instr: undefined, operand: 0, loops });
  }

  #use(v: Value, use: Use): void {
    if (v.type.kind !== "array") return;
    const known = this.#uses.get(v);
    if (known === undefined) this.#uses.set(v, [use]);
    else known.push(use);
  }

  // Later instructions have been decided on before.
  #decide({ instr, loops }: Made): void {
    const [v] = instr.results as [Value];
    const demand = new Map<string, number>();
    for (const use of this.#uses.get(v) ?? []) {
      const asked = this.#demandOf(v, use);
      if (asked === undefined) {
        if (instr.op.name !== "const") return;
        continue;
      }
      for (const [key, times] of asked) {
        demand.set(key, times * ITERATIONS ** (use.loops - loops));
      }
    }
    const times = [...demand.values()].reduce((sum, n) => sum + n, 0);
    const own = ownCost(instr);
    if (times * own <= own + ACCESS * (1 + times)) this.#virtual.set(v, demand);
  }

  // What a use asks for of the elements of `v`; undefined if it needs them in memory.
  #demandOf(v: Value, { instr, operand }: Use): Demand | undefined {
    if (instr === undefined) return undefined;
    const { op, results } = instr;
    const id = this.#idOf(instr);
    if (readers.has(op.name)) return new Map([[id, 1]]);
    if (op.name === "scatter_add" || op.name === "scatter_set") {
      return operand === 2 ? new Map([[id, 1]]) : undefined;
    }
    if (!canBeComputed(instr)) return undefined;
    const given = this.#virtual.get(results[0]!);
    if (!movers.has(op.name)) return given ?? new Map([[id, 1]]);
    // a reshaped array is the same memory
    if (given === undefined && op.name === "reshape") return undefined;
    const indices = op.name === "gather" && operand === 1;
    const ratio = indices ? 1 : elementsOf(results[0]!) / Math.max(1, elementsOf(v));
    const scaled = [...(given ?? new Map([["", 1]]))].map(
      ([key, times]) => [`${key}/${id}`, times * ratio] as const,
    );
    return new Map(scaled);
  }

  #idOf(instr: Instr): string {
    let id = this.#ids.get(instr);
    if (id === undefined) this.#ids.set(instr, (id = this.#ids.size));
    return String(id);
  }

  // What has become too long is kept after all.
  #limit(): void {
    const sizes = new Map<Value, number>();
    for (const { instr } of this.#made) {
      const [v] = instr.results as [Value];
      const size = instr.args.reduce((sum, x) => sum + (sizes.get(x) ?? 1), 1);
      if (size > LARGEST) this.#virtual.delete(v);
      if (this.#virtual.has(v)) sizes.set(v, size);
    }
  }
}

/** Of an element, what it is computed from being in memory. */
function ownCost({ op, args }: Instr): number {
  const read = args.filter((x) => elementsOf(x) > 1).length;
  return ACCESS * read + (movers.has(op.name) ? 0 : op.cost);
}
