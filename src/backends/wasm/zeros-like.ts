/*
 * `zeros_like` for references to references, and `skeleton`, for which memory of numbers stays what it
 * is. What is shared, also in part, is shared in the result:
 *
 * 1. note every run and record that can be reached: runs as intervals of addresses; records, which
 *    may lie in a circle, in a list, numbered by their marks;
 * 2. join intervals that overlap (twins.ts): each address in them has a place of zeros;
 * 3. make the twins of the records;
 * 4. fill in the references, and clear the marks.
 *
 * The functions that do it are IR, one of each kind for each type.
 */
import { Builder } from "../../ir/builder.ts";
import type { Func, Value } from "../../ir/func.ts";
import { elemSize } from "../../ir/storage.ts";
import { isReference, showType, type MemType, type RefType, type Type } from "../../ir/types.ts";
import { add, mul, sub } from "../../ops/arith.ts";
import { and, or, ushr } from "../../ops/bits.ts";
import { eq, lt, ne } from "../../ops/compare.ts";
import { int, long } from "../../ops/constant.ts";
import { call, forRange, ifElse, loopWhile } from "../../ops/control.ts";
import { toI64, wrapI32 } from "../../ops/convert.ts";
import { length, load, recordGet, recordSet, storeTo } from "../../ops/memory.ts";
import { copiedFields, isNumberMemory } from "../../ops/skeleton.ts";
import type { Context } from "./context.ts";
import { address, markOf, newZeroRecord, referenceTo, setMark } from "./raw.ts";
import {
  joinRuns,
  listAt,
  listLength,
  listType,
  newList,
  pushTo,
  runOf,
  twinFuncs,
  twinOf,
} from "./twins.ts";

/** Number of `reference → reference` for `zeros_like {type: to, directions}` of a `from`. */
export function zerosLikeNumber(
  context: Context,
  from: Type,
  to: Type,
  directions: number,
): number {
  return numberOf(context, new Maker("zeros_like", directions), { from, to });
}

/** Number of `reference → reference` for `skeleton {type: to}` of a `from`. */
export function skeletonNumber(context: Context, from: Type, to: Type): number {
  return numberOf(context, new Maker("skeleton", 1), { from, to });
}

function numberOf(context: Context, maker: Maker, pair: Pair): number {
  const main = maker.main(pair);
  for (const f of [...twinFuncs, ...maker.funcs.values()]) context.addLibrary(f);
  return context.libraryNumber(main);
}

/** A reference type and that of its tangent. */
interface Pair {
  readonly from: Type;
  readonly to: Type;
}

interface RecordPair {
  readonly from: RefType;
  readonly to: RefType;
}

class Maker {
  readonly funcs = new Map<string, Func>();
  private readonly makes: "zeros_like" | "skeleton";
  /** How many zeros there are for a float. */
  private readonly directions: number;
  /** The type of what is walked over. */
  private root = "";
  /** Kinds of record met, by their number. */
  private readonly kinds: RecordPair[] = [];

  constructor(makes: "zeros_like" | "skeleton", directions: number) {
    this.makes = makes;
    this.directions = directions;
  }

  main(pair: Pair): Func {
    this.root = showType(pair.from);
    const b = new Builder();
    const x = b.param(pair.from);
    const [runs, cells] = [newList(b), newList(b)];
    this.note(b, pair, runs, cells, x);
    this.collectKinds();
    if (this.kinds.length > 0) this.scanAll(b, runs, cells);
    const groups = joinRuns(b, runs, this.directions);
    const twins = newList(b);
    if (this.kinds.length > 0) {
      this.each(b, cells, (c, kind) => pushTo(c, twins, address(c, newZeroRecord(c, kind.to))));
      this.each(b, cells, (c, kind, cell) => this.fillRecord(c, kind, groups, twins, cell));
    }
    const result = this.twin(b, pair, groups, twins, x);
    if (this.kinds.length > 0) this.each(b, cells, (c, _, cell) => setMark(c, cell, int(c, 0)));
    const name = this.named("main", pair);
    return { name, region: b.finish([result]) };
  }

  /** Meets all kinds of record before code that tells them apart is made. */
  private collectKinds(): void {
    for (let k = 0; k < this.kinds.length; k++) {
      const { from, to } = this.kinds[k]!;
      for (const { pair } of this.twinFields({ from, to })) {
        if (!this.stays(pair.from)) this.noteFunc(pair);
      }
    }
  }

  private kindOf(pair: RecordPair): number {
    const known = this.kinds.findIndex(
      ({ from, to }) =>
        from.record.name === pair.from.record.name && to.record.name === pair.to.record.name,
    );
    return known >= 0 ? known : this.kinds.push(pair) - 1;
  }

  private func(kind: string, pair: Pair, make: (b: Builder) => readonly Value[]): string {
    const name = this.named(kind, pair);
    if (!this.funcs.has(name)) {
      const b = new Builder();
      this.funcs.set(name, { name, region: b.finish([]) }); // so that it can call itself
      this.funcs.set(name, { name, region: b.finish(make(b)) });
    }
    return name;
  }

  private named(kind: string, { from, to }: Pair): string {
    const times = this.directions === 1 ? "" : ` ${this.directions}`;
    return `$${this.makes} ${kind} ${showType(from)} ${showType(to)}${times}`;
  }

  /** Notes what `x` leads to. */
  private note(b: Builder, pair: Pair, runs: Value, cells: Value, x: Value): void {
    if (!this.stays(pair.from)) call(b, this.noteFunc(pair), [runs, cells, x], []);
  }

  private noteFunc(pair: Pair): string {
    // kinds are numbered from what is walked over first
    return this.func(`note from ${this.root}`, pair, (b) => {
      const [runs, cells, x] = [b.param(listType), b.param(listType), b.param(pair.from)];
      const { from, to } = pair;
      if (from.kind === "ref") this.noteRecord(b, { from, to: to as RefType }, cells, x);
      else this.noteRun(b, from as MemType, to as MemType, [runs, cells, x]);
      return [];
    });
  }

  private noteRecord(b: Builder, pair: RecordPair, cells: Value, x: Value): void {
    const kind = this.kindOf(pair);
    const there = ne(b, address(b, x), long(b, 0n));
    when(b, there, (c) =>
      when(c, eq(c, markOf(c, x), int(c, 0)), (d) => {
        pushTo(d, cells, or(d, address(d, x), long(d, BigInt(kind) << 32n)));
        setMark(d, x, listLength(d, cells));
      }),
    );
  }

  private noteRun(
    b: Builder,
    from: MemType,
    to: MemType,
    [runs, cells, x]: readonly [Value, Value, Value],
  ): void {
    const n = length(b, x);
    when(b, ne(b, n, int(b, 0)), (c) => {
      const start = address(c, x);
      const bytes = mul(c, toI64(c, n), long(c, BigInt(elemSize(from.elem))));
      pushTo(c, runs, runOf(c, start, add(c, start, bytes)));
      const [p, q] = [from.elem, to.elem];
      if (p.kind === "store" || q.kind === "store") return;
      forRange(c, [int(c, 0), n, 1], [], (d, i) => {
        this.note(d, { from: p, to: q }, runs, cells, load(d, x, i));
        return [];
      });
    });
  }

  /** Notes what the records lead to, those among them that come on the way. */
  private scanAll(b: Builder, runs: Value, cells: Value): void {
    this.each(b, cells, (c, kind, cell) => {
      for (const { name, pair } of this.twinFields(kind)) {
        this.note(c, pair, runs, cells, c.emit1(recordGet, [cell], { field: name }));
      }
    });
  }

  /** Runs `body` for each record in the list, which may grow meanwhile, and its kind. */
  private each(
    b: Builder,
    cells: Value,
    body: (b: Builder, kind: RecordPair, cell: Value) => void,
  ): void {
    loopWhile(b, [int(b, 0)], (inner, [i]) => {
      const more = lt(inner, i!, listLength(inner, cells));
      when(inner, more, (c) => {
        const entry = listAt(c, cells, i!);
        const place = and(c, entry, long(c, 0xffffffffn));
        const kind = wrapI32(c, ushr(c, entry, long(c, 32n)));
        this.kinds.forEach((pair, k) =>
          when(c, eq(c, kind, int(c, k)), (d) =>
            body(d, pair, referenceTo(d, pair.from, place, int(d, 0))),
          ),
        );
      });
      return [more, add(inner, i!, int(inner, 1))];
    });
  }

  private fillRecord(b: Builder, kind: RecordPair, groups: Value, twins: Value, cell: Value): void {
    const twin = this.twin(b, kind, groups, twins, cell);
    for (const { name, pair } of this.twinFields(kind)) {
      const x = b.emit1(recordGet, [cell], { field: name });
      b.emit(recordSet, [twin, this.twin(b, pair, groups, twins, x)], { field: name });
    }
    if (this.makes === "zeros_like") return;
    for (const { name, how } of copiedFields(kind.from.record, kind.to.record)) {
      if (how === "twin") continue;
      const x = how === "origin" ? cell : b.emit1(recordGet, [cell], { field: name });
      b.emit(recordSet, [twin, x], { field: name });
    }
  }

  /** Whether memory of this type is not made anew. */
  private stays(type: Type): boolean {
    return this.makes === "skeleton" && isNumberMemory(type);
  }

  private twinFields(kind: RecordPair): { readonly name: string; readonly pair: Pair }[] {
    if (this.makes === "zeros_like") return referenceFields(kind);
    return copiedFields(kind.from.record, kind.to.record).flatMap((field) =>
      field.how === "twin" ? [{ name: field.name, pair: { from: field.from, to: field.to } }] : [],
    );
  }

  /** The twin of `x`; a run of references is filled in. */
  private twin(b: Builder, pair: Pair, groups: Value, twins: Value, x: Value): Value {
    if (this.stays(pair.from)) return x;
    return call(b, this.twinFunc(pair), [groups, twins, x], [pair.to])[0]!;
  }

  private twinFunc(pair: Pair): string {
    return this.func("twin", pair, (b) => {
      const [groups, twins, x] = [b.param(listType), b.param(listType), b.param(pair.from)];
      const isRecord = pair.from.kind === "ref";
      const ofFloats = pair.to.kind === "mem" && pair.to.elem.kind === "store";
      const times = ofFloats ? this.directions : 1;
      const there = isRecord ? ne(b, address(b, x), long(b, 0n)) : ne(b, length(b, x), int(b, 0));
      const [place] = ifElse(
        b,
        there,
        (c) => [
          isRecord
            ? listAt(c, twins, sub(c, markOf(c, x), int(c, 1)))
            : twinOf(c, groups, address(c, x), times),
        ],
        (c) => [long(c, 0n)],
      );
      const count = isRecord ? int(b, 0) : length(b, x);
      const n = times === 1 ? count : mul(b, count, int(b, times));
      const result = referenceTo(b, pair.to, place!, n);
      this.fillRun(b, pair, [groups, twins, x, result]);
      return [result];
    });
  }

  private fillRun(
    b: Builder,
    { from, to }: Pair,
    [groups, twins, x, result]: readonly [Value, Value, Value, Value],
  ): void {
    if (from.kind !== "mem" || to.kind !== "mem") return;
    const [p, q] = [from.elem, to.elem];
    if (p.kind === "store" || q.kind === "store") return;
    forRange(b, [int(b, 0), length(b, x), 1], [], (c, i) => {
      storeTo(c, result, i, this.twin(c, { from: p, to: q }, groups, twins, load(c, x, i)));
      return [];
    });
  }
}

function when(b: Builder, condition: Value, body: (b: Builder) => void): void {
  const both = (run: (b: Builder) => void) => (c: Builder) => {
    run(c);
    return [];
  };
  ifElse(
    b,
    condition,
    both(body),
    both(() => undefined),
  );
}

/** Fields of a record that are references and have a tangent. */
function referenceFields({
  from,
  to,
}: RecordPair): { readonly name: string; readonly pair: Pair }[] {
  return to.record.fields
    .filter((f) => isReference(f.type))
    .flatMap(({ name, type }) => {
      const field = from.record.fields.find((f) => f.name === name);
      if (field !== undefined) return [{ name, pair: { from: field.type, to: type } }];
      // an array has been one field, and has one for each direction: empty memory stands for zeros
      if (isNumberMemory(type)) return [];
      throw new Error(`internal: ${showType(from)} has no field ${name}`);
    });
}
