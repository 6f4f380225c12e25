/**
 * Random programs whose loops work in scratch memory: written from the front or in places, read
 * before or after, in branches, in memory that outlives the loop or does not.
 */
import fc from "fast-check";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Value } from "../../src/ir/func.ts";
import { printModule } from "../../src/ir/print.ts";
import { f64, memOf, type MemType } from "../../src/ir/types.ts";
import * as o from "../../src/ops/index.ts";
import { numbers, ramp } from "./programs.ts";
import type { Sample } from "./duality.ts";

const room = 3;
const memory = memOf("f64") as MemType;

export function arbitraryScratch(): fc.Arbitrary<Sample> {
  return fc
    .uint8Array({ minLength: 20, maxLength: 120, size: "max" })
    .map((bytes) => new Maker([...bytes]).sample())
    .map((sample) =>
      Object.assign(sample, { [fc.toStringMethod]: () => printModule(sample.module) }),
    );
}

interface Place {
  readonly b: Builder;
  readonly numbers: readonly Value[];
  readonly memories: readonly Value[];
  readonly indices: readonly Value[];
  readonly depth: number;
}

class Maker {
  readonly #bytes: number[];

  constructor(bytes: number[]) {
    this.#bytes = bytes;
  }

  sample(): Sample {
    const b = new Builder();
    const [x, w] = [b.param(memory), b.param(f64)];
    const start: Place = { b, numbers: [w], memories: [x], indices: [o.int(b, 1)], depth: 0 };
    const [r] = this.#next(4) === 0 ? this.#block(start, [w]) : this.#worked(start);
    const region = b.finish([r as Value]);
    const args = (): ReturnType<Sample["args"]> => [numbers(...ramp(room)), 0.8];
    return { module: moduleOf({ name: "main", region, disjoint: true }), name: "main", args };
  }

  // Scratch memory around a loop that alone uses it, and that writes some of it from the front.
  #worked(at: Place): readonly Value[] {
    const { b, numbers: known, memories, indices } = at;
    const made = [0, 1].map(() => o.allocate(b, memory, o.int(b, room)));
    return o.forRange(b, [o.int(b, 0), o.int(b, room), 1], known.slice(0, 1), (c, i, [v]) => {
      const inside: Place = {
        b: c,
        numbers: [...known, v as Value],
        memories: [...made, ...memories],
        indices: [...indices, i],
        depth: 1,
      };
      const before = this.#statement(inside);
      const [s] = o.forRange(c, [o.int(c, 0), o.int(c, room), 1], [v as Value], (d, j, [u]) => {
        const inner: Place = {
          ...before,
          b: d,
          numbers: [...before.numbers, u as Value],
          indices: [...before.indices, j],
          depth: 2,
        };
        o.storeTo(d, this.#pick(made), j, this.#number(inner));
        return this.#block(inner, [u as Value]);
      });
      return this.#block({ ...before, numbers: [...before.numbers, s as Value] }, [v as Value]);
    });
  }

  #next(n: number): number {
    return (this.#bytes.shift() ?? 0) % n;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#next(list.length)] as T;
  }

  #number({ b, numbers: known, memories, indices }: Place): Value {
    const operand = (): Value =>
      this.#next(3) === 0
        ? o.load(b, this.#pick(memories), this.#pick(indices))
        : this.#pick(known);
    const [x, y] = [operand(), operand()];
    switch (this.#next(4)) {
      case 0:
        return o.mul(b, x, o.sin(b, y));
      case 1:
        return o.mul(b, o.num(b, 0.5), o.add(b, x, y));
      case 2:
        return o.tanh(b, o.sub(b, x, y));
      default:
        return o.cos(b, o.mul(b, x, y));
    }
  }

  // Some statements; gives the numbers that `carried` become.
  #block(place: Place, carried: readonly Value[]): Value[] {
    let at = place;
    const count = 1 + this.#next(4);
    for (let i = 0; i < count; i++) at = this.#statement(at);
    return carried.map(() => this.#number(at));
  }

  #statement(at: Place): Place {
    const { b, numbers: known, memories, indices, depth } = at;
    switch (this.#next(depth < 3 ? 6 : 2)) {
      case 0:
        return { ...at, numbers: [...known, this.#number(at)] };
      case 1:
        o.storeTo(b, this.#pick(memories), this.#pick(indices), this.#number(at));
        return at;
      case 2:
        return { ...at, memories: [...memories, o.allocate(b, memory, o.int(b, room))] };
      case 3: {
        const branch = (c: Builder): Value[] =>
          this.#block({ ...at, b: c, depth: depth + 1 }, [this.#pick(known)]);
        const test = o.lt(b, this.#pick(known), this.#pick(known));
        const [r] = o.ifElse(b, test, branch, branch);
        return { ...at, numbers: [...known, r as Value] };
      }
      default: {
        const init = this.#pick(known);
        const [r] = o.forRange(b, [o.int(b, 0), o.int(b, room), 1], [init], (c, i, [v]) => {
          const inner = [...indices, i];
          const inside: Place = {
            ...at,
            b: c,
            numbers: [...known, v as Value],
            indices: inner,
            depth: depth + 1,
          };
          // often a sweep over some memory
          if (this.#next(2) === 0) o.storeTo(c, this.#pick(memories), i, this.#number(inside));
          return this.#block(inside, [v as Value]);
        });
        return { ...at, numbers: [...known, r as Value] };
      }
    }
  }
}
