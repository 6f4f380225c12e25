import { Builder } from "../ir/builder.ts";
import type { Structure } from "../analysis/structure.ts";
import type { Instr, Region, Value } from "../ir/func.ts";
import { i32, type MemType } from "../ir/types.ts";
import {
  add,
  alloc,
  allocate,
  copy,
  eq,
  ifElse,
  int,
  length,
  shl,
  storeTo,
  zeroOf,
} from "../ops/index.ts";
import type { LinearProgram, Twin } from "./linear-program.ts";
import type { Saves, Slot } from "./saves.ts";
import { iterationOf, tripCount } from "./trips.ts";

/** How many iterations a loop whose count is not known beforehand has room for at first. */
const firstRoom = 16;

/**
 * The primal part of a linear program as the forward sweep: every instruction defines the values
 * it defines there, and what `saves` asks for is handed out.
 */
export class ForwardSweep {
  readonly #lin: LinearProgram;
  readonly #structure: Structure;
  readonly #saves: Saves;
  readonly #made = new Set<Instr>();

  constructor(lin: LinearProgram, structure: Structure, saves: Saves) {
    this.#lin = lin;
    this.#structure = structure;
    this.#saves = saves;
  }

  body(b: Builder, region: Region): void {
    for (const instr of region.body) {
      if (this.#lin.linear.has(instr) || this.#lin.coefficients.has(instr)) continue;
      b.span = instr.span;
      switch (instr.op.name) {
        case "if":
          this.#if(b, instr);
          break;
        case "for":
          this.#for(b, instr);
          break;
        case "loop":
          this.#loop(b, instr);
          break;
        default:
          b.append(instr);
      }
    }
  }

  /** `v` in the region that `b` builds; a coefficient is made now. */
  use(b: Builder, v: Value): Value {
    const by = this.#saves.ownerOfKey(v) ? undefined : this.#structure.definitionOf(v)?.instr;
    if (by !== undefined && this.#lin.coefficients.has(by) && !this.#made.has(by)) {
      this.#made.add(by);
      for (const a of by.args) this.use(b, a);
      b.append(by);
    }
    return v;
  }

  #if(b: Builder, instr: Instr): void {
    const slots = this.#saves.slotsOf(instr);
    const keep = this.#primal(instr);
    const regions = instr.regions.map((region) => {
      const inner = b.nested();
      this.body(inner, region);
      const saved = slots.map((s) =>
        s.region === region ? this.use(inner, s.value) : zeroOf(inner, s.key.type),
      );
      return inner.finish([...keep(region.yields), ...saved]);
    });
    const results = [...keep(instr.results), ...slots.map((s) => s.key)];
    b.append({ ...instr, regions, results });
  }

  #for(b: Builder, instr: Instr): void {
    const slots = this.#saves.slotsOf(instr);
    const [lo, hi] = instr.args as [Value, Value];
    const step = instr.attrs["step"] as number;
    const [region] = instr.regions as [Region];
    if (slots.length > 0) {
      const n = tripCount(b, lo, hi, step);
      for (const s of slots) this.#allocate(b, s, n);
    }
    const inner = b.nested();
    inner.params.push(...this.#primal(instr)(region.params));
    this.body(inner, region);
    if (slots.length > 0) {
      const k = iterationOf(inner, region.params[0] as Value, lo, step);
      for (const s of slots) storeTo(inner, s.key, k, this.use(inner, s.value));
    }
    const made = inner.finish(this.#primal(instr)(region.yields));
    b.append({
      ...instr,
      args: this.#primal(instr)(instr.args),
      regions: [made],
      results: this.#primal(instr)(instr.results),
    });
  }

  #allocate(b: Builder, { key }: Slot, n: Value): void {
    const { span } = b;
    b.append({ op: alloc, args: [n], attrs: { type: key.type }, regions: [], results: [key], span });
  }

  // What is kept of each iteration goes into memory that grows as the loop runs.
  #loop(b: Builder, instr: Instr): void {
    const slots = this.#saves.slotsOf(instr);
    const [region] = instr.regions as [Region];
    const counted = slots.length > 0 || this.#saves.hasCount(instr);
    const inits = [...this.#primal(instr)(instr.args)];
    const results = [...this.#primal(instr)(instr.results)];
    const inner = b.nested();
    inner.params.push(...this.#primal(instr)(region.params));
    this.body(inner, region);
    const yields = [...this.#primal(instr)(region.yields)];
    if (counted) {
      inits.push(int(b, 0));
      results.push(this.#saves.count(instr));
      const count = inner.param(i32);
      const room = int(b, firstRoom);
      const mems = slots.map((s) => {
        inits.push(allocate(b, s.key.type as MemType, room));
        results.push(s.key);
        return inner.param(s.key.type);
      });
      const grown = withRoom(inner, mems, count);
      grown.forEach((m, i) => storeTo(inner, m, count, this.use(inner, (slots[i] as Slot).value)));
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
function withRoom(b: Builder, mems: readonly Value[], count: Value): readonly Value[] {
  const [first] = mems;
  if (first === undefined) return [];
  const room = length(b, first);
  return ifElse(
    b,
    eq(b, count, room),
    (inner) =>
      mems.map((m) => {
        const more = allocate(inner, m.type as MemType, shl(inner, room, int(inner, 1)));
        inner.emit(copy, [more, m]);
        return more;
      }),
    () => mems,
  );
}
