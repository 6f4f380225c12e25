/** Random programs that mix numbers, N-d arrays, branches and loops. All numbers stay of moderate size. */
import fc, { type GeneratorValue } from "fast-check";
import type { Datum } from "../../src/backends/interp/index.ts";
import { tensorData } from "../../src/ir/tensor.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Value } from "../../src/ir/func.ts";
import { arrayOf, f64, isFloat, sameType, sizeOf, type Type } from "../../src/ir/types.ts";
import * as op from "../../src/ops/index.ts";
import type { Sample } from "./arbitrary.ts";

const shapes: readonly (readonly number[])[] = [[], [3], [2, 3], [3, 2], [1, 3], [0, 3], [6]];
const floats: readonly Type[] = [f64, ...shapes.map((s) => arrayOf("f64", s))];

/** The values in sight where an instruction is put. */
class Scope {
  readonly b: Builder;
  readonly values: Value[];
  readonly #g: GeneratorValue;

  constructor(g: GeneratorValue, b: Builder, values: readonly Value[]) {
    this.#g = g;
    this.b = b;
    this.values = [...values];
  }

  int(min: number, max: number): number {
    return this.#g(fc.integer, { min, max });
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  inner(b: Builder, more: readonly Value[] = []): Scope {
    return new Scope(this.#g, b, [...this.values, ...more]);
  }

  /** A value in sight of `type`, if there is one; else a constant. */
  of(type: Type): Value {
    const found = this.values.filter((v) => sameType(v.type, type));
    if (found.length > 0 && this.int(0, 4) > 0) return this.pick(found);
    return op.literal(this.b, this.pick([0, 1, -1, 2, 0.5]), type);
  }

  array(): Value {
    const found = this.values.filter((v) => v.type.kind === "array" && isFloat(v.type));
    return found.length > 0 ? this.pick(found) : this.of(arrayOf("f64", this.pick(shapes)));
  }

  any(): Value {
    return this.pick(this.values.filter((v) => isFloat(v.type)));
  }

  step(depth: number): void {
    const made = this.pick<(depth: number) => Value | readonly Value[]>([
      () => this.#elementwise(),
      () => this.#elementwise(),
      () => this.#shaped(),
      () => this.#shaped(),
      () => this.#reduced(),
      () => this.#indexed(),
      () => this.#product(),
      (left) => (left > 0 ? this.#branch(left - 1) : this.#elementwise()),
      (left) => (left > 0 ? this.#loop(left - 1) : this.#shaped()),
    ])(depth);
    this.values.push(...(Array.isArray(made) ? (made as Value[]) : [made as Value]));
  }

  // Of a size that does not grow without end.
  #tamed(x: Value): Value {
    return op.sin(this.b, x);
  }

  #elementwise(): Value {
    const { b } = this;
    const x = this.any();
    const y = this.of(x.type);
    switch (this.int(0, 9)) {
      case 0:
        return op.add(b, x, y);
      case 1:
        return op.sub(b, x, y);
      case 2:
        return this.#tamed(op.mul(b, x, y));
      case 3:
        return op.neg(b, x);
      case 4:
        return op.tanh(b, x);
      case 5:
        return op.exp(b, this.#tamed(x));
      case 6:
        return op.select(b, op.lt(b, x, y), x, this.of(x.type));
      case 7:
        return op.div(b, x, op.add(b, op.mul(b, y, y), op.numberLike(b, 1, y)));
      case 8:
        return op.max(b, x, op.numberLike(b, 0.25, x));
      default:
        return this.#tamed(x);
    }
  }

  #shaped(): Value {
    const { b } = this;
    const x = this.array();
    const shape = op.shapeOf(x);
    const axis = this.int(0, Math.max(0, shape.length - 1));
    switch (this.int(0, 7)) {
      case 0: {
        const fitting = [shape, ...shapes.filter((s) => sizeOf(s) === sizeOf(shape))];
        return b.emit1(op.reshape, [x], { shape: this.pick(fitting) });
      }
      case 1:
        return b.emit1(op.transpose, [x], { perm: shape.map((_, i) => shape.length - 1 - i) });
      case 2:
        return b.emit1(op.broadcast, [this.of(f64)], { shape: this.pick(shapes), axes: [] });
      case 3:
        return b.emit1(op.broadcast, [this.of(arrayOf("f64", [3]))], { shape: [2, 3], axes: [1] });
      case 4:
        return b.emit1(op.reverse, [x], { axes: shape.length === 0 ? [] : [axis] });
      case 5: {
        const start = shape.map((n) => this.int(0, n));
        const stop = shape.map((n, i) => this.int(start[i]!, n));
        const part = b.emit1(op.slice, [x], { start, stop, step: shape.map(() => this.int(1, 2)) });
        // the rest are zeros
        const low = shape.map((n, i) => Math.min(start[i]!, n - op.shapeOf(part)[i]!));
        const high = shape.map((n, i) => n - low[i]! - op.shapeOf(part)[i]!);
        return b.emit1(op.pad, [part], { low, high, interior: shape.map(() => 0) });
      }
      case 6:
        return b.emit1(op.concat, [this.of(arrayOf("f64", [3])), this.of(arrayOf("f64", [3]))], {
          axis: 0,
        });
      default:
        return sizeOf(shape) === 1 ? b.emit1(op.item, [x]) : this.#reduced();
    }
  }

  #reduced(): Value {
    const { b } = this;
    const x = this.array();
    const shape = op.shapeOf(x);
    if (this.int(0, 2) > 0 && shape.length > 0) {
      const axis = this.int(0, shape.length - 1);
      const scan = this.pick([op.scanSum, op.scanProd, op.scanMax]);
      return this.#tamed(b.emit1(scan, [x], { axis, reverse: this.int(0, 1) === 1 }));
    }
    const some = shape.map((_, i) => i).filter(() => this.int(0, 1) === 1);
    const axes = this.int(0, 1) === 1 ? shape.map((_, i) => i) : some;
    const reduce = this.pick([op.reduceSum, op.reduceProd, op.reduceMax, op.reduceMin]);
    // of nothing, an extreme is infinite
    const empty = axes.some((axis) => shape[axis] === 0);
    const made = b.emit1(empty ? op.reduceSum : reduce, [x], { axes });
    const tamed = this.#tamed(made);
    return op.shapeOf(tamed).length === 0 ? b.emit1(op.item, [tamed]) : tamed;
  }

  #indexed(): Value {
    const { b } = this;
    const x = this.of(arrayOf("f64", [3]));
    const i =
      this.int(0, 1) === 1
        ? b.emit1(op.argSort, [this.of(arrayOf("f64", [3]))], { axis: 0, descending: false })
        : b.emit1(op.dense, [], {
            type: arrayOf("i32", [3]),
            values: [this.int(0, 2), this.int(0, 2), this.int(0, 2)],
          });
    switch (this.int(0, 3)) {
      case 0:
        return b.emit1(op.gather, [x, i]);
      case 1:
        return this.#tamed(b.emit1(op.scatterAdd, [x, i, this.of(x.type)]));
      case 2:
        return b.emit1(op.scatterSet, [x, i, this.of(x.type)]);
      default: {
        const most = b.emit1(op.argMax, [this.of(arrayOf("f64", [2, 3]))], { axis: 1 });
        return op.tanh(b, op.toF64(b, b.emit1(op.broadcast, [most], { shape: [3, 2], axes: [1] })));
      }
    }
  }

  #product(): Value {
    const { b } = this;
    const stack = (v: Value): Value => b.emit1(op.reshape, [v], { shape: [1, ...op.shapeOf(v)] });
    const [x, y] = [this.of(arrayOf("f64", [2, 3])), this.of(arrayOf("f64", [3, 2]))];
    const flip = this.int(0, 1) === 1;
    const [p, q] = flip ? [y, x] : [x, y];
    const turned = this.int(0, 1) === 1;
    const left = turned ? b.emit1(op.transpose, [q], { perm: [1, 0] }) : p;
    const right = turned ? b.emit1(op.transpose, [p], { perm: [1, 0] }) : q;
    const made = b.emit1(op.matmul, [stack(left), stack(right)], { ta: false, tb: false });
    return this.#tamed(
      b.emit1(op.slice, [b.emit1(op.reshape, [made], { shape: op.shapeOf(made).slice(1) })], {
        start: [0, 0],
        stop: [1, 2],
        step: [1, 1],
      }),
    );
  }

  #branch(depth: number): readonly Value[] {
    const { b } = this;
    const types = [this.any().type, this.any().type];
    const condition = op.lt(b, this.of(f64), this.of(f64));
    const side = (inner: Builder): readonly Value[] => {
      const scope = this.inner(inner);
      for (let n = this.int(1, 3); n > 0; n--) scope.step(depth);
      return types.map((t) => scope.of(t));
    };
    return op.ifElse(b, condition, side, side);
  }

  #loop(depth: number): readonly Value[] {
    const { b } = this;
    const inits = [this.any(), this.any()];
    const trips = this.int(0, 3);
    return op.forRange(b, [op.int(b, 0), op.int(b, trips), 1], inits, (inner, i, carried) => {
      const scope = this.inner(inner, [...carried, op.toF64(inner, i)]);
      for (let n = this.int(1, 3); n > 0; n--) scope.step(depth);
      return inits.map((v) => {
        const next = scope.of(v.type);
        return op.sin(inner, next);
      });
    });
  }
}

function given(g: GeneratorValue, type: Type): Datum {
  const number = (): number => g(fc.integer, { min: -99, max: 99 }) / 64 + 1 / 1024;
  if (type.kind !== "array") return number();
  const data = tensorData(type.dtype, sizeOf(type.shape));
  for (let i = 0; i < data.length; i++) data[i] = number();
  return { kind: "tensor", dtype: type.dtype, shape: type.shape, data };
}

/** A program, as `g` draws it, and arguments for it. */
export function arraySample(g: GeneratorValue): Sample {
  const b = new Builder();
  const last = floats[g(fc.integer, { min: 0, max: floats.length - 1 })]!;
  const types = [f64, arrayOf("f64", [3]), arrayOf("f64", [2, 3]), last];
  const params = types.map((t) => b.param(t));
  const scope = new Scope(g, b, params);
  for (let n = scope.int(3, 9); n > 0; n--) scope.step(2);
  const results = [scope.any(), scope.any()];
  const args = types.map((t) => given(g, t));
  return {
    module: moduleOf({ name: "main", region: b.finish(results) }),
    name: "main",
    args: () => args,
  };
}
