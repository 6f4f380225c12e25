import { partAt, type Span } from "../diagnostics/span.ts";
import { Builder } from "../ir/builder.ts";
import type { Structure } from "../analysis/structure.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { i32, type MemType } from "../ir/types.ts";
import {
  add,
  alloc,
  allocate,
  constant,
  copy,
  eq,
  ifElse,
  int,
  length,
  literal,
  literalOf,
  mul,
  shl,
  storeTo,
  view,
  zeroOf,
} from "../ops/index.ts";
import type { LinearProgram, Twin } from "./linear-program.ts";
import type { Saves, Slot } from "./saves.ts";
import { iterationOf, tripProduct } from "./trips.ts";

/** How many iterations a loop whose count is not known beforehand has room for at first. */
const firstRoom = 4;

/** How a copy of the primal part relates to the primal part itself. */
export interface Copying {
  /** What stands in the copy for `v`, which is defined there or around it. */
  use(v: Value): Value;
  /** Whether `v` is defined in the copy already. */
  has(v: Value): boolean;
  /** The value to be defined in the copy for `v`. */
  define(v: Value): Value;
  /** Whether `instr`, which writes to memory, does so in the copy. */
  writes(instr: Instr): boolean;
}

/** The forward sweep itself: it defines the very values of the primal part. */
export function original(): Copying {
  const defined = new Set<Value>();
  return {
    use: (v) => v,
    has: (v) => defined.has(v),
    define: (v) => {
      defined.add(v);
      return v;
    },
    writes: () => true,
  };
}

/** Emits the primal part of a linear program, handing out of its regions what is wanted there. */
export class ForwardSweep {
  readonly #lin: LinearProgram;
  readonly #structure: Structure;
  readonly #saves: Saves;
  readonly #copy: Copying;
  /** What builds the regions that are open, and those that are done. */
  readonly #builders = new Map<Region, Builder>();
  readonly #local = new Map<Builder, Map<Value, Value>>();
  readonly #places = new Map<Value, (b: Builder, part: Value) => void>();

  constructor(lin: LinearProgram, structure: Structure, saves: Saves, copying: Copying) {
    this.#lin = lin;
    this.#structure = structure;
    this.#saves = saves;
    this.#copy = copying;
  }

  /** `wanted` are the values of the region that are wanted: all that are kept, if undefined. */
  body(b: Builder, region: Region, wanted?: ReadonlySet<Value>): void {
    this.#builders.set(region, b);
    for (const v of wanted ?? []) this.#snapshot(b, v);
    for (const instr of region.body) {
      if (this.#lin.linear.has(instr) || this.#lin.coefficients.has(instr)) continue;
      this.instr(b, instr, wanted);
    }
  }

  instr(b: Builder, instr: Instr, wanted?: ReadonlySet<Value>): void {
    b.span = instr.span;
    switch (instr.op.name) {
      case "if":
        return this.#if(b, instr, wanted);
      case "for":
        return this.#for(b, instr, wanted);
      case "loop":
        return this.#loop(b, instr, wanted);
      default:
        if (instr.op.effect === "write" && !this.#copy.writes(instr)) return;
        this.#plain(b, instr);
    }
  }

  /** `v` in the region that `b` builds; a coefficient is made now. */
  use(b: Builder, v: Value): Value {
    const found = this.#saves.ownerOfKey(v) ? undefined : this.#structure.definitionOf(v);
    const by = found?.instr;
    if (by !== undefined && this.#lin.coefficients.has(by) && !this.#copy.has(v)) {
      const home = this.#builders.get(found!.region);
      if (home !== undefined && home !== b) return this.#inside(b, v, by);
      this.#plain(b, by);
    }
    return this.#copy.use(v);
  }

  // A coefficient from around a branch or loop that is asked for inside first: out of sight after it.
  #inside(b: Builder, v: Value, by: Instr): Value {
    let made = this.#local.get(b);
    if (made === undefined) this.#local.set(b, (made = new Map()));
    if (!made.has(v)) {
      const args = by.args.map((a) => this.use(b, a));
      const results = by.results.map(({ type, hint }): Value => ({ type, hint }));
      by.results.forEach((r, i) => made.set(r, results[i] as Value));
      b.append({ ...by, args, results });
    }
    return made.get(v) as Value;
  }

  #snapshot(b: Builder, v: Value): void {
    const memory = this.#saves.snapshotOf(v)?.memory;
    if (memory === undefined) return;
    const from = this.use(b, memory);
    const made = this.#copy.define(v);
    const [args, attrs] = [[length(b, from)], { type: v.type }];
    const span = partAt(b.span, "kept");
    b.append({ op: alloc, args, attrs, regions: [], results: [made], span });
    b.emit(copy, [made, from]);
  }

  #plain(b: Builder, instr: Instr): void {
    const args = instr.args.map((a) => this.use(b, a));
    b.append({ ...instr, args, results: this.#define(instr.results) });
  }

  #define(values: readonly Value[]): Value[] {
    return values.map((v) => this.#copy.define(v));
  }

  #use(b: Builder, values: readonly Value[]): Value[] {
    return values.map((v) => this.use(b, v));
  }

  #if(b: Builder, instr: Instr, wanted?: ReadonlySet<Value>): void {
    const all = this.#saves.wantedOf(instr, wanted);
    const inside = new Set(all.map((s) => s.value));
    // memory for a loop that the branch guards is made before it is known whether it runs
    for (const s of all) if (s.loops.length > 0) this.#whole(s, this.#allocate(b, s));
    const slots = all.filter((s) => s.loops.length === 0);
    const keep = this.#primal(instr);
    const regions = instr.regions.map((region) => {
      const inner = b.nested();
      this.body(inner, region, inside);
      const saved = slots.map((s) =>
        s.region === region ? this.use(inner, s.value) : zeroOf(inner, s.key.type),
      );
      return inner.finish([...this.#use(inner, keep(region.yields)), ...saved]);
    });
    const results = this.#define([...keep(instr.results), ...slots.map((s) => s.key)]);
    b.append({ ...instr, args: this.#use(b, instr.args), regions, results });
  }

  #for(b: Builder, instr: Instr, wanted?: ReadonlySet<Value>): void {
    const slots = this.#saves.wantedOf(instr, wanted);
    const keep = this.#primal(instr);
    const args = this.#use(b, keep(instr.args));
    const [lo] = args as [Value];
    const step = instr.attrs["step"] as number;
    const [region] = instr.regions as [Region];
    const mems = slots.map((s) => this.#allocate(b, s));
    const inner = b.nested();
    inner.params.push(...this.#define(keep(region.params)));
    if (slots.length > 0) {
      const k = iterationOf(inner, inner.params[0] as Value, lo, step);
      slots.forEach((s, i) => this.#place(b, s, mems[i] as Value, k));
      this.body(inner, region, new Set(slots.map((s) => s.value)));
      slots.forEach((s, i) => {
        if (s.loops.length !== 1) return;
        const v = this.use(inner, s.value);
        inner.at(this.#keptAt(inner, s), () => storeTo(inner, mems[i] as Value, k, v));
      });
    } else this.body(inner, region, new Set());
    const made = inner.finish(this.#use(inner, keep(region.yields)));
    b.append({ ...instr, args, regions: [made], results: this.#define(keep(instr.results)) });
  }

  // Where the values of a slot are kept: a part of what is kept around here, or new memory.
  #allocate(b: Builder, slot: Slot): Value {
    const { key, loops } = slot;
    const placed = this.#places.get(key);
    const memory = this.#copy.define(key);
    if (placed !== undefined) {
      placed(b, memory);
      return memory;
    }
    const n = tripProduct(b, loops, (v) => this.#outside(b, v));
    const attrs = { type: key.type };
    const span = this.#keptAt(b, slot);
    b.append({ op: alloc, args: [n], attrs, regions: [], results: [memory], span });
    return memory;
  }

  // The place of the value that is kept.
  #keptAt(b: Builder, slot: Slot): Span | undefined {
    const by = this.#saves.definition(this.#saves.origin(slot));
    return partAt(by?.span ?? b.span, "kept");
  }

  // What an inner loop keeps in iteration `k` will be a part of `memory`.
  #place(b: Builder, { value, loops }: Slot, memory: Value, k: Value): void {
    if (loops.length === 1) return;
    const n = tripProduct(b, loops.slice(1), (v) => this.#outside(b, v));
    this.#places.set(value, (inner, part) => {
      const start = mul(inner, k, n);
      const args = [memory, start, n];
      inner.append({ op: view, args, attrs: {}, regions: [], results: [part], span: inner.span });
    });
  }

  // What the loop that a branch guards keeps will be in `memory`.
  #whole({ value }: Slot, memory: Value): void {
    this.#places.set(value, (inner, part) => {
      const args = [memory, int(inner, 0), length(inner, memory)];
      inner.append({ op: view, args, attrs: {}, regions: [], results: [part], span: inner.span });
    });
  }

  // A bound of an inner loop: constants are made here.
  #outside(b: Builder, v: Value): Value {
    const by = this.#structure.definitionOf(v)?.instr;
    return by?.op === constant ? literal(b, literalOf(by.attrs), v.type) : this.use(b, v);
  }

  // What is kept of each iteration goes into memory that grows as the loop runs.
  #loop(b: Builder, instr: Instr, wanted?: ReadonlySet<Value>): void {
    const slots = this.#saves.wantedOf(instr, wanted);
    const keep = this.#primal(instr);
    const [region] = instr.regions as [Region];
    const inits = this.#use(b, keep(instr.args));
    const inner = b.nested();
    inner.params.push(...this.#define(keep(region.params)));
    this.body(inner, region, new Set(slots.map((s) => s.value)));
    const yields = this.#use(inner, keep(region.yields));
    const results = this.#define(keep(instr.results));
    if (slots.length > 0 || this.#saves.wantsCount(instr, wanted)) {
      inits.push(int(b, 0));
      results.push(this.#copy.define(this.#saves.count(instr)));
      const count = inner.param(i32);
      const room = int(b, firstRoom);
      const mems = slots.map((slot) => {
        const { key } = slot;
        const first = b.at(this.#keptAt(b, slot), () => allocate(b, key.type as MemType, room));
        inits.push(first);
        results.push(this.#copy.define(key));
        return inner.param(key.type);
      });
      const places = slots.map((slot) => this.#keptAt(inner, slot));
      const grown = withRoom(inner, mems, places, count);
      grown.forEach((m, i) => {
        const v = this.use(inner, (slots[i] as Slot).value);
        inner.at(places[i], () => storeTo(inner, m, count, v));
      });
      yields.push(add(inner, count, int(inner, 1)), ...grown);
    }
    b.append({ ...instr, args: inits, regions: [inner.finish(yields)], results });
  }

  /** Leaves out the tangents among the twins, with which lists of carried values end. */
  #primal(instr: Instr): (values: readonly Value[]) => Value[] {
    const twins: readonly Twin[] = this.#lin.twins.get(instr) ?? [];
    return (values) => {
      const first = values.length - twins.length;
      return values.filter((_, i) => i < first || twins[i - first]?.kind === "shadow");
    };
  }
}

// The memories, all as long as one another, with room for element `count`.
function withRoom(
  b: Builder,
  mems: readonly Value[],
  places: readonly (Span | undefined)[],
  count: Value,
): readonly Value[] {
  const [first] = mems;
  if (first === undefined) return [];
  const room = length(b, first);
  return ifElse(
    b,
    eq(b, count, room),
    (inner) =>
      mems.map((m, i) => {
        const twice = shl(inner, room, int(inner, 1));
        const more = inner.at(places[i], () => allocate(inner, m.type as MemType, twice));
        inner.emit(copy, [more, m]);
        return more;
      }),
    () => mems,
  );
}
