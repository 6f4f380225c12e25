// Functions in growing arrays and linked structures: what they capture lies on the heap with them.
import { expect, test } from "vitest";
import { grad, jit } from "../../src/index.ts";

type F = (y: number) => number;
type Numeric = (x: number, n: number) => number;

const programs: Readonly<Record<string, Numeric>> = {
  list(x, n) {
    const fs: F[] = [];
    for (let i = 0; i < n; i++) {
      const k = x * i;
      fs.push((y) => y * k + x);
    }
    let s = 1;
    for (const f of fs) s = Math.sin(f(s));
    return s;
  },
  counter(x, n) {
    const fs: (() => number)[] = [];
    for (let i = 0; i < n; i++) fs.push(() => x ** i);
    let s = 0;
    for (let i = 0; i < fs.length; i++) s += fs[i]!();
    return s;
  },
  kinds(x, n) {
    const fs: F[] = [];
    for (let i = 0; i < n; i++) {
      const k = x + i;
      if (i % 3 === 0) fs.push((y) => y * k);
      else if (i % 3 === 1) fs.push(Math.tanh);
      else fs.push((y) => y - x);
    }
    return fs.reduce((y, f) => f(y), 2 * x);
  },
  during(x, n) {
    const fs: (() => number)[] = [];
    let s = 0;
    for (let i = 0; i < n; i++) {
      const k = x * i;
      fs.push(() => k * k);
      for (const f of fs) s += f();
    }
    return s;
  },
  layers(x, n) {
    interface Layer {
      readonly w: Float64Array;
      readonly run: (v: number[]) => number[];
    }
    const layers: Layer[] = [];
    for (let l = 0; l < n; l++) {
      const w = Float64Array.of(x, l * 0.1, -x, 0.3);
      layers.push({
        w,
        run: (v) => v.map((_, i) => Math.tanh(w[2 * i]! * v[0]! + w[2 * i + 1]! * v[1]!)),
      });
    }
    let v = [1, x];
    for (const layer of layers) v = layer.run(v);
    return v[0]! + v[1]! * layers[0]!.w[1]!;
  },
  shared(x, n) {
    let total = 0;
    const adders: ((y: number) => void)[] = [];
    for (let i = 0; i < n; i++) {
      const k = x * i;
      adders.push((y) => {
        total += y * k;
      });
    }
    for (const add of adders) add(x);
    return total;
  },
  tape(x, n) {
    // reverse mode by hand: a list of pullbacks
    const tape: (() => void)[] = [];
    const node = (v: number): { v: number; d: number } => ({ v, d: 0 });
    const mul = (a: { v: number; d: number }, b: { v: number; d: number }) => {
      const c = node(a.v * b.v);
      tape.push(() => {
        a.d += b.v * c.d;
        b.d += a.v * c.d;
      });
      return c;
    };
    const start = node(x);
    let y = start;
    for (let i = 0; i < n; i++) y = mul(y, i % 2 === 0 ? start : node(2));
    y.d = 1;
    for (let i = tape.length - 1; i >= 0; i--) tape[i]!();
    return start.d;
  },
  compiled(x, n) {
    // an expression as nested functions
    type E = (x: number) => number;
    const build = (k: number): E => {
      if (k <= 0) return (y) => y;
      const a = build(k - 1);
      const b = build(k - 2);
      return k % 2 === 0 ? (y) => a(y) + b(y) : (y) => a(y) * b(y) + 0.1;
    };
    return build(n)(x);
  },
  composed(x, n) {
    let f: F = (y) => y;
    for (let i = 0; i < n; i++) {
      const g = f;
      f = (y) => Math.sin(g(y)) * x + i;
    }
    return f(x);
  },
  events(x, n) {
    class Bus {
      private readonly handlers: F[] = [];
      on(f: F): void {
        this.handlers.push(f);
      }
      emit(y: number): number {
        let s = 0;
        for (const h of this.handlers) s += h(y);
        return s;
      }
    }
    const bus = new Bus();
    for (let i = 0; i < n; i++) {
      const k = i * x;
      bus.on((y) => y * k);
    }
    return bus.emit(3 * x);
  },
  table(x, n) {
    const table = new Map<number, F>();
    for (let i = 0; i < n; i++) {
      const k = x + i;
      table.set(i % 3, (y) => y * k);
    }
    let s = 1;
    for (let i = 0; i < 2 * n; i++) s += table.get(i % 4)?.(x) ?? 0;
    return s;
  },
  methods(x, n) {
    class Scale {
      k: number;
      constructor(k: number) {
        this.k = k;
      }
      fn(): F {
        return (y) => y * this.k;
      }
    }
    const fs: F[] = [];
    const all: Scale[] = [];
    for (let i = 0; i < n; i++) {
      const scale = new Scale(x + i);
      all.push(scale);
      fs.push(scale.fn());
    }
    for (const scale of all) scale.k *= 2;
    let s = 0;
    for (const f of fs) s += f(x);
    return s + (typeof fs[0] === "function" ? 1 : 0);
  },
};

for (const [name, f] of Object.entries(programs)) {
  test(`${name}: the value, and the gradient against differences`, () => {
    for (const [x, n] of [
      [1.3, 5],
      [0.7, 4],
    ] as const) {
      expect(jit(f)(x, n)).toBeCloseTo(f(x, n), 11);
      const h = 1e-6;
      const slope = (f(x + h, n) - f(x - h, n)) / (2 * h);
      expect(Math.abs(grad(f)(x, n) - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
    }
  });
}

test("functions do not leave", () => {
  const f = (x: number, n: number): F[] => {
    const fs: F[] = [];
    for (let i = 0; i < n; i++) fs.push((y) => y * x * i);
    return fs;
  };
  expect(() => jit(f)(1, 2)).toThrow(/holds, a function/);
});
