/**
 * Random programs that do little but read and write a few small memories in loops and branches:
 * where passes over memory go wrong if they do. Read off a list of bytes.
 */
import fc from "fast-check";
import type { Datum, Memory } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Value } from "../../src/ir/func.ts";
import { printModule } from "../../src/ir/print.ts";
import { f64, i32, memOf, type RefType } from "../../src/ir/types.ts";
import * as o from "../../src/ops/index.ts";
import type { Sample } from "../ir/arbitrary.ts";

const pair: RefType = {
  kind: "ref",
  record: {
    name: "pair",
    fields: [
      { name: "left", type: f64 },
      { name: "right", type: f64 },
    ],
  },
};
const numbers = memOf("f64");
const size = 3;

export function arbitraryDense(length = 120): fc.Arbitrary<Sample> {
  return fc
    .uint8Array({ minLength: 12, maxLength: length, size: "max" })
    .map((bytes) => denseFrom([...bytes]))
    .map((sample) =>
      Object.assign(sample, { [fc.toStringMethod]: () => printModule(sample.module) }),
    );
}

interface Names {
  readonly numbers: readonly Value[];
  readonly indices: readonly Value[];
  readonly memories: readonly Value[];
  readonly records: readonly Value[];
}

export function denseFrom(bytes: readonly number[]): Sample {
  let at = 0;
  const below = (n: number): number => (bytes[at++] ?? 0) % n;
  const shared = below(2) === 1;
  const special = below(3) === 0;
  const b = new Builder();
  const [p, q, x, k] = [b.param(numbers), b.param(numbers), b.param(f64), b.param(i32)];
  const [inits, kValue] = [[1.5, special ? NaN : 2, special ? -0 : -3], below(4)];
  const local = o.allocate(b, numbers, o.int(b, size));
  const r = b.emit1(o.recordNew, [x, o.num(b, 0)], { type: pair });
  const writer = new Writer(below);
  const all: Names = {
    numbers: [x, o.num(b, 1), o.num(b, 0)],
    indices: [k, o.int(b, 0), o.int(b, 1), o.int(b, 2)],
    memories: [p, q, local, local],
    records: [r],
  };
  const end = writer.statements(b, all, 3);
  const zero = o.int(b, 0);
  const [sum] = o.forRange(b, [zero, o.int(b, size), 1], [o.num(b, 0)], (c, i, [s]) => [
    o.add(c, s!, o.load(c, local, i)),
  ]);
  const left = b.emit1(o.recordGet, [r], { field: "left" });
  const results = [sum!, left, end.numbers.at(-1)!];
  const main = { name: "main", region: b.finish(results), disjoint: !shared };
  const args = (): Datum[] => {
    const first: Memory = {
      kind: "memory",
      elem: numbers.elem,
      data: Float64Array.from([...inits, 7]),
      start: 0,
      length: size,
    };
    const second: Memory = { ...first, start: 1, data: shared ? first.data : new Float64Array(4) };
    return [first, second, 0.75, kValue];
  };
  return { module: moduleOf(main), name: "main", args };
}

class Writer {
  private readonly below: (n: number) => number;

  constructor(below: (n: number) => number) {
    this.below = below;
  }

  private pick(values: readonly Value[]): Value {
    return values[values.length - 1 - this.below(values.length)]!;
  }

  statements(b: Builder, names: Names, depth: number): Names {
    let all = names;
    for (let n = 2 + this.below(5); n > 0; n--) all = this.statement(b, all, depth);
    return all;
  }

  private statement(b: Builder, all: Names, depth: number): Names {
    const kind = this.below(depth > 0 ? 16 : 10);
    const add = (v: Value): Names => ({ ...all, numbers: [...all.numbers.slice(-6), v] });
    const number = (): Value => this.pick(all.numbers);
    const field = { field: this.below(2) === 0 ? "left" : "right" };
    if (kind < 3) {
      const m = this.pick(all.memories);
      return add(o.load(b, m, this.index(b, all, m)));
    }
    if (kind < 6) {
      const m = this.pick(all.memories);
      o.storeTo(b, m, this.index(b, all, m), number());
      return all;
    }
    if (kind === 6) return add(o.add(b, number(), o.mul(b, number(), number())));
    if (kind === 7) return add(b.emit1(o.recordGet, [this.pick(all.records)], field));
    if (kind === 8) {
      b.emit(o.recordSet, [this.pick(all.records), number()], field);
      return all;
    }
    if (kind === 9) return this.rare(b, all);
    if (kind < 12) return add(this.branch(b, all, depth)[0]!);
    if (kind < 15) return add(this.counted(b, all, depth)[0]!);
    return add(this.repeated(b, all, depth)[0]!);
  }

  private rare(b: Builder, all: Names): Names {
    const [m, n] = [this.pick(all.memories), this.pick(all.memories)];
    const kind = this.below(5);
    if (kind === 0) b.emit(o.fill, [m, this.pick(all.numbers)]);
    if (kind === 1) b.emit(o.copy, [m, n]);
    if (kind === 2) {
      const part = o.view(b, m, o.int(b, 1), o.int(b, 2));
      const whole = o.select(b, o.flag(b, true), n, m);
      o.storeTo(b, part, o.int(b, 0), this.pick(all.numbers));
      return { ...all, memories: [...all.memories, whole] };
    }
    if (kind === 3) {
      return { ...all, memories: [...all.memories, o.allocate(b, numbers, o.int(b, size))] };
    }
    if (kind === 4) {
      const made = [this.pick(all.numbers), this.pick(all.numbers)];
      return { ...all, records: [...all.records, b.emit1(o.recordNew, made, { type: pair })] };
    }
    return all;
  }

  private index(b: Builder, all: Names, m: Value): Value {
    const how = this.below(4);
    if (how === 0) return o.int(b, this.below(size));
    const i = this.pick(all.indices);
    const moved = how === 1 ? o.add(b, i, o.int(b, this.below(3) - 1)) : i;
    const real = how === 2 ? o.toIndex(b, o.add(b, o.toF64(b, moved), o.num(b, 0))) : moved;
    return o.bounds(b, real, o.length(b, m));
  }

  private branch(b: Builder, all: Names, depth: number): readonly Value[] {
    const c = o.lt(b, this.pick(all.numbers), this.pick(all.numbers));
    const side = (inner: Builder): Value[] => [
      this.statements(inner, all, depth - 1).numbers.at(-1)!,
    ];
    return o.ifElse(b, c, side, side);
  }

  private counted(b: Builder, all: Names, depth: number): readonly Value[] {
    const step = this.below(3) === 0 ? -1 : 1;
    const low = this.pick(all.indices.slice(-4));
    const [lo, hi] = step > 0 ? [low, o.int(b, this.below(4))] : [o.int(b, 2), o.int(b, -1)];
    return o.forRange(b, [lo, hi, step], [this.pick(all.numbers)], (c, i, [s]) => {
      const inner = { ...all, indices: [...all.indices, i], numbers: [...all.numbers, s!] };
      return [this.statements(c, inner, depth - 1).numbers.at(-1)!];
    });
  }

  private repeated(b: Builder, all: Names, depth: number): readonly Value[] {
    const start = [this.pick(all.numbers), o.int(b, 0)];
    return o.loopWhile(b, start, (c, [s, n]) => {
      const inner = { ...all, indices: [...all.indices, n!], numbers: [...all.numbers, s!] };
      const next = this.statements(c, inner, depth - 1).numbers.at(-1)!;
      const more = o.add(c, n!, o.int(c, 1));
      return [o.lt(c, more, o.int(c, 2)), next, more];
    });
  }
}
