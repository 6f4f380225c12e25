// Which arrays are computed where they are used, and which are kept in memory.
import type { Func, Instr, Region, Value } from "../../ir/func.ts";
import type { ArrayType } from "../../ir/types.ts";
import { elementsOf } from "../../ops/arrays/work.ts";
import { canBeComputed } from "./elements.ts";

/** Iterations that a loop is taken to have. */
const ITERATIONS = 10;

/** What reading and writing an element of memory costs. */
const ACCESS = 2;

/** Operations that the elements of an array may be computed by together. */
const LARGEST = 60;

/** Operations that read each element of an operand exactly once. */
const wholeReaders: readonly string[] = [
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
  "put",
];

/** Those that read one at most once, wherever it comes from. */
const readers: ReadonlySet<string> = new Set([...wholeReaders, "pad", "indices", "item"]);

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
  /** Where it is; without an instruction where a region yields it. */
  readonly spot: Omit<Spot, "instr"> & { readonly instr: Instr | undefined };
  readonly operand: number;
}

/** Where elements are asked for, and how often each of them: what asks for the same elements is one. */
type Demand = ReadonlyMap<string, number>;

/** Where an instruction stands. */
interface Spot {
  readonly instr: Instr;
  /** How many loops are around it. */
  readonly loops: number;
  readonly region: Region;
  /** What comes later has a higher number. */
  readonly order: number;
}

/** What is added where, and whether nothing else needs what it is added to. */
export interface Addition {
  readonly pad: Instr;
  readonly to: Value;
  readonly inPlace: boolean;
}

interface Decision {
  readonly virtual: boolean;
  readonly demand: Demand;
  /** The first place where it is needed in memory. */
  readonly needed: number;
}

/** Decisions for the arrays of one function. */
export class Plan {
  readonly #uses = new Map<Value, Use[]>();
  readonly #all: Spot[] = [];
  /** Instructions whose results can be computed where they are used. */
  readonly #made: Spot[] = [];
  /** Instructions that use arrays, by the keys of what they ask for. */
  readonly #spots = new Map<string, Spot>();
  readonly #keys = new Map<Instr, string>();
  #decisions = new Map<Value, Decision>();
  /** What would be too long to compute where it is used. */
  readonly #long = new Set<Value>();
  /** For arrays that are written to memory while something else reads them for the first time: that. */
  readonly #keepers = new Map<Value, Instr>();
  readonly #keptBy = new Map<Instr, Value[]>();
  /** Additions of what is mostly zeros, with what pads it. */
  readonly #additions = new Map<Instr, Addition>();

  constructor(func: Func) {
    this.#collect(func.region, 0, 0);
    this.#findAdditions();
    do {
      this.#decisions = new Map();
      for (const made of this.#made.toReversed()) this.#decide(made);
    } while (this.#findLong());
    for (const made of this.#made.toReversed()) this.#findKeeper(made);
  }

  /** Whether the elements of the result are computed where they are used. */
  isVirtual({ results: [v] }: Instr): boolean {
    return this.#decisions.get(v!)?.virtual === true;
  }

  /** Whether the elements of the result are computed, and written to memory, by its first reader. */
  isKept({ results: [v] }: Instr): boolean {
    return this.#keepers.has(v!);
  }

  /** The arrays that are in memory once this is done. */
  keptBy(instr: Instr): readonly Value[] {
    return this.#keptBy.get(instr) ?? [];
  }

  /** What `instr` adds only where it is not zero; undefined if it adds everywhere. */
  additionOf(instr: Instr): Addition | undefined {
    return this.#additions.get(instr);
  }

  /** Whether `instr` pads what something else adds. */
  isAdded(instr: Instr): boolean {
    const [use] = instr.op.name === "pad" ? (this.#uses.get(instr.results[0]!) ?? []) : [];
    return use?.spot.instr !== undefined && this.additionOf(use.spot.instr)?.pad === instr;
  }

  // Sums of padded arrays are the derivatives of their parts, often one after the other.
  #findAdditions(): void {
    const pads = new Map<Value, Spot>();
    const own = new Map<Value, Region>();
    for (const spot of this.#all) {
      const { op, args, results } = spot.instr;
      const single = (v: Value): boolean => this.#uses.get(v)?.length === 1;
      if (op.name === "pad" && elementsOf(results[0]!) > 1) {
        pads.set(results[0]!, spot);
        own.set(results[0]!, spot.region);
      }
      if (op.name !== "add") continue;
      const at = args.findLastIndex((v) => single(v) && pads.get(v)?.region === spot.region);
      if (at < 0) continue;
      const to = args[1 - at]!;
      const inPlace = single(to) && own.get(to) === spot.region;
      this.#additions.set(spot.instr, { pad: pads.get(args[at]!)!.instr, to, inPlace });
      own.set(results[0]!, spot.region);
    }
  }

  // Gives the number of what comes next.
  #collect(region: Region, loops: number, first: number): number {
    let order = first;
    for (const instr of region.body) {
      const deeper = instr.op.name === "for" || instr.op.name === "loop" ? 1 : 0;
      const spot = { instr, loops, region, order: order++ };
      instr.args.forEach((v, operand) => this.#use(v, { spot, operand }));
      for (const inner of instr.regions) order = this.#collect(inner, loops + deeper, order);
      this.#all.push(spot);
      if (canBeComputed(instr)) this.#made.push(spot);
    }
    const end = { instr: undefined, loops, region, order: order++ };
    for (const v of region.yields) this.#use(v, { spot: end, operand: 0 });
    return order;
  }

  #use(v: Value, use: Use): void {
    if (v.type.kind !== "array") return;
    const known = this.#uses.get(v);
    if (known === undefined) this.#uses.set(v, [use]);
    else known.push(use);
  }

  // Later instructions have been decided on before.
  #decide({ instr, loops }: Spot): void {
    const [v] = instr.results as [Value];
    const demand = new Map<string, number>();
    let needed = Infinity;
    for (const use of this.#uses.get(v) ?? []) {
      const asked = this.#demandOf(v, use);
      if (asked === undefined) needed = Math.min(needed, use.spot.order);
      for (const [key, times] of asked ?? []) {
        demand.set(key, times * ITERATIONS ** (use.spot.loops - loops));
      }
    }
    const times = [...demand.values()].reduce((sum, n) => sum + n, 0);
    const own = ownCost(instr);
    const cheap = times * own <= own + ACCESS * (1 + times);
    // a constant is made anew where it is needed in memory
    const free = needed === Infinity || instr.op.name === "const";
    const inside = !this.#long.has(v) && !this.#slows(instr) && !this.#additions.has(instr);
    const virtual = cheap && free && inside;
    this.#decisions.set(v, { virtual, demand, needed });
  }

  // Elements that are not side by side keep a loop from making several at once, which matters where
  // it computes more than one thing.
  #slows(instr: Instr): boolean {
    if (!turnsRows(instr)) return false;
    return (this.#uses.get(instr.results[0]!) ?? []).some(({ spot }) => {
      const user = spot.instr;
      return (
        user !== undefined && canBeComputed(user) && (user.op.cost > 2 || this.isVirtual(user))
      );
    });
  }

  // What a use asks for of the elements of `v`; undefined if it needs them in memory.
  #demandOf(v: Value, { spot, operand }: Use): Demand | undefined {
    if (spot.instr === undefined) return undefined;
    const { op, results } = spot.instr;
    const key = this.#keyOf(spot as Spot, operand);
    const once: Demand = new Map([[key, 1]]);
    // what is a result, and read besides, is computed once, where it is read: the copy goes later
    if (op.name === "put" && this.#uses.get(v)!.length > 1) return undefined;
    if (readers.has(op.name)) return once;
    if (op.name === "scatter_add" || op.name === "scatter_set") {
      return operand === 2 ? once : undefined;
    }
    if (!canBeComputed(spot.instr)) return undefined;
    const user = this.#decisions.get(results[0]!)!;
    // a reshaped array is the same memory
    if (!user.virtual && op.name === "reshape") return undefined;
    const given = user.virtual ? user.demand : once;
    if (!movers.has(op.name)) return given;
    const indices = op.name === "gather" && operand === 1;
    const ratio = indices ? 1 : elementsOf(results[0]!) / Math.max(1, elementsOf(v));
    return new Map([...given].map(([from, times]) => [`${from}/${key}`, times * ratio] as const));
  }

  // Operands whose elements are asked for one by one together have one key.
  #keyOf(spot: Spot, operand: number): string {
    const { op } = spot.instr;
    let own = this.#keys.get(spot.instr);
    if (own === undefined) this.#keys.set(spot.instr, (own = String(this.#keys.size)));
    const key = op.name === "concat" || op.name === "gather" ? `${own}:${operand}` : own;
    this.#spots.set(key, spot);
    return key;
  }

  // Whether there is more that is too long than was known.
  #findLong(): boolean {
    const before = this.#long.size;
    const sizes = new Map<Value, number>();
    for (const { instr } of this.#made) {
      const [v] = instr.results as [Value];
      const size = instr.args.reduce((sum, x) => sum + (sizes.get(x) ?? 1), 1);
      if (!this.isVirtual(instr)) continue;
      if (size > LARGEST) this.#long.add(v);
      else sizes.set(v, size);
    }
    return this.#long.size > before;
  }

  // The first to read all of it, if that is done before anything else needs it.
  #findKeeper({ instr, region }: Spot): void {
    const [v] = instr.results as [Value];
    const { virtual, demand, needed } = this.#decisions.get(v)!;
    if (virtual || elementsOf(v) <= 1 || instr.op.name === "reshape") return;
    if (this.#additions.has(instr)) return;
    let first: Spot | undefined;
    let asked: string[] = [];
    for (const key of demand.keys()) {
      const spot = this.#spots.get(key.split("/", 1)[0]!)!;
      if (spot === first) asked.push(key);
      else if (first === undefined || spot.order < first.order) [first, asked] = [spot, [key]];
    }
    if (first === undefined || first.region !== region || first.order > needed) return;
    const [key] = asked as [string];
    const inPlace = asked.length === 1 && this.#spots.has(key) && demand.get(key) === 1;
    if (!inPlace || !this.#readsAll(first.instr)) return;
    this.#keepers.set(v, first.instr);
    this.#keptBy.set(first.instr, [...this.keptBy(first.instr), v]);
  }

  // Whether each element is computed when the instruction runs, none twice.
  #readsAll(instr: Instr): boolean {
    if (wholeReaders.includes(instr.op.name)) return true;
    if (this.#additions.has(instr)) return false;
    const elementwise = canBeComputed(instr) && !movers.has(instr.op.name);
    return elementwise && !this.isVirtual(instr) && !this.isKept(instr);
  }
}

/** Whether neighbours in the result are not neighbours in the operand. */
function turnsRows({ op, args, attrs }: Instr): boolean {
  if (op.name !== "transpose") return false;
  const perm = attrs["perm"] as readonly number[];
  const { shape } = args[0]!.type as ArrayType;
  const long = perm.filter((axis) => shape[axis]! > 1);
  return long.length > 0 && long.at(-1) !== Math.max(...long);
}

/** Of an element, what it is computed from being in memory. */
function ownCost({ op, args }: Instr): number {
  const read = args.filter((x) => elementsOf(x) > 1).length;
  return ACCESS * read + (movers.has(op.name) ? 0 : op.cost);
}
