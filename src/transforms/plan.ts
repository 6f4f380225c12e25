/**
 * What the reverse sweep makes again and what the forward sweep keeps for it. For each region the
 * choice is a minimum cut: every value that is needed is either kept, at the price of keeping it,
 * or made again by its instruction, at the price of that, in which case the instruction's operands
 * are needed too. Regions are planned from the inside out, since what inner ones keep has to be
 * kept or made again by those around them.
 */
import type { Structure } from "../analysis/structure.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { isReference } from "../ir/types.ts";
import { constant, elementsOf, forOp, ifOp, nullRef } from "../ops/index.ts";
import type { LinearProgram } from "./linear-program.ts";
import { FlowGraph } from "./min-cut.ts";
import type { Remaker, Remaking } from "./remake.ts";
import type { Restored, Saves } from "./saves.ts";

/** How to choose: keep all, keep as little as possible, or what costs least. */
export type SaveMode = "all" | "mincut" | "recompute";

export interface PlanInput {
  readonly lin: LinearProgram;
  readonly structure: Structure;
  readonly saves: Saves;
  readonly remaker: Remaker;
  readonly restored: readonly Restored[];
  readonly needs: Map<Region, Set<Value>>;
  readonly mode: SaveMode;
  readonly onKept: (v: Value, region: Region) => void;
  /** Whether values of the outermost region are in sight of the reverse sweep. */
  readonly joint: boolean;
}

export interface Plan {
  /** Whether `instr` is run again, in the reverse sweep's run of `region`, in which it stands. */
  remakes(instr: Instr, region: Region): boolean;
  /** Instructions of `region` that are run again in order, before anything else there. */
  ordered(region: Region): readonly Instr[];
}

// In units of an operation's cost: a store, a load, and their share of the room they take.
const keptNumber = 12;
const keptReference = 14;
const keptInLoop = 14;
const keptElement = 24;
const keptInTape = 6;
/** Of an array that is kept as it is: it is written, and read, one element after the other. */
const keptArrayElement = 4;
/** What a memory of unknown length is taken to have. */
const someLength = 10;
/** What a plan that keeps nothing may cost more than the cheapest, for the memory it saves. */
const nothingKept = 40;

export function planOf(input: PlanInput): Plan {
  const planner = new Planner(input);
  planner.region(input.structure.root);
  return planner;
}

class Planner implements Plan {
  readonly #in: PlanInput;
  readonly #remaker: Remaker;
  readonly #remade = new Set<Instr>();
  readonly #ordered = new Map<Region, readonly Instr[]>();

  constructor(input: PlanInput) {
    this.#in = input;
    this.#remaker = input.remaker;
  }

  remakes(instr: Instr, region: Region): boolean {
    if (this.#remade.has(instr)) return true;
    if (region === this.#in.structure.root && this.#in.joint) return false;
    return isFree(instr) || this.#remaker.isView(instr);
  }

  ordered(region: Region): readonly Instr[] {
    return this.#ordered.get(region) ?? [];
  }

  region(region: Region): void {
    for (const instr of region.body) instr.regions.forEach((r) => this.region(r));
    const demanded = this.#in.needs.get(region);
    if (demanded === undefined || demanded.size === 0) return;
    if (region === this.#in.structure.root && this.#in.joint) {
      for (const v of demanded) this.#coefficient(v);
      return;
    }
    this.#solve(region, demanded);
  }

  // In sight is everything but what no instruction of the source makes.
  #coefficient(v: Value): void {
    const by = this.#in.saves.definition(v);
    if (by === undefined || !this.#in.lin.coefficients.has(by) || this.#remade.has(by)) return;
    this.#remade.add(by);
    for (const a of by.args) {
      const region = this.#in.saves.regionOf(a);
      if (region === this.#in.structure.root) this.#coefficient(a);
    }
  }

  #solve(region: Region, demanded: ReadonlySet<Value>): void {
    const price = (v: Value): number => this.#price(region, v);
    const cut = (cost: (v: Value) => number, around: (v: Value) => number): Choice =>
      new Cut(this.#in.saves, this.#remaker, region, { cost, around }).choose(demanded);
    const asked = (v: Value): number => this.#askedAround(v);
    const choose = this.#in.mode === "mincut";
    let choice = cut(price, choose ? asked : () => 0);
    if (choose && choice.kept.size > 0) {
      const bare = cut(
        () => 1e6,
        () => 0,
      );
      const around = (c: Choice): number => [...c.outer].reduce((sum, v) => sum + asked(v), 0);
      const cost = (c: Choice): number =>
        [...c.kept].reduce((sum, v) => sum + price(v), around(c)) +
        [...c.remade].reduce((sum, [, m]) => sum + m.cost, 0);
      const extra = around(bare) > around(choice) ? 0 : nothingKept;
      if (bare.kept.size === 0 && cost(bare) <= cost(choice) + extra) choice = bare;
    }
    this.#accept(region, choice);
  }

  // What asking for `v` costs a region around, which is found out later: nothing if it is asked for
  // there already; else what keeping it costs, or making it again, whichever is less.
  #askedAround(v: Value, fuel = 4): number {
    const region = this.#in.saves.regionOf(v);
    if (region === this.#in.structure.root && this.#in.joint) return 0;
    if (this.#in.needs.get(region)?.has(v) === true) return 0;
    const by = this.#in.saves.definition(v);
    if (by === undefined) {
      return this.#remaker.isCounted(v, region) ? 0 : this.#keepingPrice(region, v);
    }
    const again = this.#remaker.of(by, region);
    if (isFree(by) || this.#remaker.isView(by)) return 0;
    if (again === undefined) return this.#keepingPrice(region, v);
    if (fuel === 0 || again.together.length > 0) return 0;
    const operands = again.operands.reduce((sum, a) => sum + this.#askedAround(a, fuel - 1), 0);
    return Math.min(this.#keepingPrice(region, v), again.cost + operands);
  }

  #accept(region: Region, { remade, kept, outer }: Choice): void {
    for (const v of outer) this.#need(v);
    for (const v of kept) {
      this.#need(this.#keep(region, v));
      this.#in.onKept(v, region);
    }
    let ordered = false;
    for (const [instr, { writes }] of remade) {
      this.#remade.add(instr);
      ordered ||= writes;
    }
    if (!ordered) return;
    const inBody = region.body.filter((i) => remade.has(i));
    const before = this.#in.restored.map((r) => r.by).filter((i) => remade.has(i));
    this.#ordered.set(region, [...before, ...inBody]);
  }

  #keep(region: Region, v: Value): Value | undefined {
    if (region === this.#in.structure.root) return undefined; // on the tape
    return this.#in.saves.slot(v, region).key;
  }

  #need(v: Value | undefined): void {
    if (v === undefined) return;
    const region = this.#in.saves.regionOf(v);
    const set = this.#in.needs.get(region);
    if (set === undefined) this.#in.needs.set(region, new Set([v]));
    else set.add(v);
  }

  #price(region: Region, v: Value): number {
    const { mode } = this.#in;
    if (mode === "all") return 0;
    if (mode === "recompute") return 1e6;
    return this.#keepingPrice(region, v);
  }

  #keepingPrice(region: Region, v: Value): number {
    const owner = this.#in.structure.ownerOf(region);
    if (owner === undefined) return keptInTape; // an array is there already
    if (this.#in.saves.snapshotOf(v)) return keptElement * someLength;
    const loop = isReference(v.type) ? this.#in.saves.loopOfKey(v) : undefined;
    if (loop !== undefined) return keptElement * this.#remaker.trips(loop);
    if (owner.op === ifOp) {
      const around = this.#in.structure.placeOf(owner).region;
      const visible = around === this.#in.structure.root && this.#in.joint;
      return 2 + (visible ? 0 : this.#keepingPrice(around, v));
    }
    const elements = v.type.kind === "array" ? keptArrayElement * elementsOf(v) : 0;
    if (owner.op === forOp) return elements + (isReference(v.type) ? keptReference : keptNumber);
    return elements + keptInLoop;
  }
}

/** Made again at no cost wherever needed. */
function isFree(instr: Instr): boolean {
  return instr.op === constant || instr.op === nullRef;
}

interface Choice {
  readonly remade: ReadonlyMap<Instr, Remaking>;
  readonly kept: ReadonlySet<Value>;
  /** Values of regions around that what is made again needs. */
  readonly outer: ReadonlySet<Value>;
}

interface Prices {
  /** Of keeping a value of the region. */
  readonly cost: (v: Value) => number;
  /** Of asking for one of a region around. */
  readonly around: (v: Value) => number;
}

/** The problem of one region as a cut: on the side of the sink is what is needed, and remade. */
class Cut {
  readonly #saves: Saves;
  readonly #remaker: Remaker;
  readonly #region: Region;
  readonly #prices: Prices;
  readonly #graph = new FlowGraph();
  readonly #source = this.#graph.node();
  readonly #sink = this.#graph.node();
  readonly #values = new Map<Value, number>();
  readonly #instrs = new Map<Instr, { readonly node: number; readonly remaking: Remaking }>();
  readonly #outer = new Map<Value, Instr[]>();
  readonly #asked = new Map<Value, number>();
  readonly #work: (() => void)[] = [];

  constructor(saves: Saves, remaker: Remaker, region: Region, prices: Prices) {
    this.#saves = saves;
    this.#remaker = remaker;
    this.#region = region;
    this.#prices = prices;
  }

  choose(demanded: ReadonlySet<Value>): Choice {
    for (const v of demanded) {
      const node = this.#value(v);
      if (node !== undefined) this.#graph.edge(node, this.#sink, Infinity);
    }
    for (let next = this.#work.pop(); next !== undefined; next = this.#work.pop()) next();
    const side = this.#graph.sinkSide(this.#source, this.#sink);
    const remade = new Map<Instr, Remaking>();
    for (const [instr, { node, remaking }] of this.#instrs) {
      if (side.has(node)) remade.set(instr, remaking);
    }
    const kept = new Set<Value>();
    for (const [v, node] of this.#values) {
      const by = this.#saves.definition(v);
      if (side.has(node) && (by === undefined || !remade.has(by))) kept.add(v);
    }
    const outer = new Set<Value>();
    for (const [v, users] of this.#outer) if (users.some((i) => remade.has(i))) outer.add(v);
    return { remade, kept, outer };
  }

  // The node of a value of the region; undefined for what costs nothing.
  #value(v: Value): number | undefined {
    const known = this.#values.get(v);
    if (known !== undefined) return known;
    const by = this.#saves.definition(v);
    if (by !== undefined && isFree(by)) return undefined;
    if (this.#remaker.isCounted(v, this.#region)) return undefined;
    const node = this.#graph.node();
    this.#values.set(v, node);
    const maker = by && this.#instr(by);
    const price = by !== undefined && this.#remaker.isView(by) ? Infinity : this.#prices.cost(v);
    this.#graph.edge(maker ?? this.#source, node, price);
    return node;
  }

  // The node of a value of a region around.
  #around(v: Value): number {
    let node = this.#asked.get(v);
    if (node === undefined) {
      this.#asked.set(v, (node = this.#graph.node()));
      this.#graph.edge(this.#source, node, this.#prices.around(v));
    }
    return node;
  }

  // The node of an instruction of the region that can be run again.
  #instr(instr: Instr): number | undefined {
    const known = this.#instrs.get(instr);
    if (known !== undefined) return known.node;
    const remaking = this.#remaker.of(instr, this.#region);
    if (remaking === undefined) return undefined;
    const node = this.#graph.node();
    this.#instrs.set(instr, { node, remaking });
    this.#graph.edge(this.#source, node, remaking.cost);
    this.#work.push(() => this.#requires(instr, node, remaking));
    return node;
  }

  #requires(instr: Instr, node: number, { operands, together }: Remaking): void {
    for (const given of operands) {
      const v = this.#remaker.operand(given, instr, this.#region);
      if (this.#saves.regionOf(v) !== this.#region) {
        const users = this.#outer.get(v);
        if (users === undefined) this.#outer.set(v, [instr]);
        else users.push(instr);
        this.#graph.edge(this.#around(v), node, Infinity);
        continue;
      }
      const operand = this.#value(v);
      if (operand !== undefined) this.#graph.edge(operand, node, Infinity);
    }
    for (const other of together) {
      const needed = this.#instr(other);
      this.#graph.edge(needed ?? this.#source, node, Infinity);
    }
  }
}
