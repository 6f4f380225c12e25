// Programs that were compiled wrongly once, named after what was wrong.
import { expect, test } from "vitest";
import { grad, jacfwd, jacrev, jit, vjp } from "../../src/index.ts";
import { checkBackends } from "./gradients.ts";
import { checkOptions } from "./options.ts";
import { checkPasses, checkValue } from "./values.ts";

const point = [0.7, 0.3, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6];
const other = [0.1, 0.3, ...point.slice(2)];
const turned = [...point.slice(1), 0.3];

const programs: Readonly<Record<string, string>> = {
  "a recursive call passes what is found to be captured after it": `
    const r = (p, n = 2 + Math.abs(x)) => {
      if (n < 0.5) return y;
      p += r(Math.sin(y), n - 1);
      return x;
    };
    return r(Math.sin(x));`,
  "a matrix and its row put into memory on one path only": `
    for (let i = 0; i < a.length - 2; i++) {
      for (let j = 0; j < 3; j++) {
        const m = [[y]];
        if (x < y && m[i & 0][0] < x) break;
      }
    }
    return x;`,
  "rows stay rows of their matrix when a loop puts both into memory": `
    const r = [x, y];
    const m = [r, [1, 2]];
    for (let i = 0; i < 2; i++) {
      r[i] += 1;
      m[i][0] += r[1];
    }
    return r[0] + m[0][0] * 10 + m[0][1] * 100;`,
  "rows stay rows of their matrix where paths meet": `
    const r = [x, y];
    const m = [r, [1, 2]];
    if (x > y) m[a.length - 6][0] += 5;
    r[0] += 1;
    if (x < y) r[a.length - 6] += 5;
    else m[a.length - 6][1] += 7;
    return r[0] + m[0][0] * 10 + m[0][1] * 100;`,
  "a branch at the end of a loop that decides about going on and is of no use otherwise": `
    let k = 0;
    while (k++ < 1 && x < x) {
      for (let i = 0; i < 1; i++) {
        let v = (x - x < x ? x : x) + x;
      }
    }
    return x;`,
  "a literal passed where an array was before is changed by the call": `
    const h = (c, n) => {
      if (n < 0.5) return c[0];
      c[a.length - 5] += n;
      return h(c, n - 1) * y;
    };
    const k = Array.from({ length: a.length }, () => x);
    const v = h(k, 2 + x);
    const c = [x, y, 1];
    return v + h(c, 2 + y) * 10 + c[1] * 100 + k[1] * 1000;`,
  "what is thrown is of a class that only a run knows": `
    class Shape { constructor(p) { this.p = p; } }
    class Disc extends Shape { constructor(p, r) { super(p); this.r = r; } }
    class Box extends Shape { get size() { return this.p * 2; } }
    let s = 0;
    for (let i = 0; i < a.length; i++) {
      const o = a[i] > x ? new Disc(x * i, y) : new Box(y);
      const q = b[i] > 1.3 ? { v: x * i } : { v: y, w: x };
      try {
        if (a[i] < 0.5) throw o;
        throw q;
      } catch (e) {
        s += e instanceof Disc ? e.r * e.p : e instanceof Box ? e.size : e.v * 3 + (e.w ?? 2);
        if (e === o) s *= 1.5;
      }
    }
    return s;`,
  "Object.assign on objects of several classes, and by setters": `
    class Shape { constructor(p) { this.p = p; } }
    class Disc extends Shape { constructor(p, r) { super(p); this.r = r; } }
    class Box extends Shape { set size(v) { this.p = v * 2; } get size() { return this.p; } }
    const o = x > y ? new Disc(x, y) : new Box(y);
    Object.assign(o, { p: o.p * x }, x > 0.5 ? { p: 3 * y } : {});
    const box = Object.assign(new Box(x), { size: y });
    return o.p + box.p * 10 + box.size * 100;`,
  "functions in a growing array capture one that captures itself": `
    if (x < 0) return y;
    const r = (p, n) => (n < 0.5 ? p : r(p * y, n - 1));
    const fs = [];
    for (let i = 0; i < a.length - 3; i++) fs.push((t) => r(t, 2), r);
    return fs[2](x, 3) * 10 + fs[3](2, 1);`,
  "an integer that is made one again in each iteration": `
    for (let i = 0; i < 4; i++) x = x | 0;
    b[2] = x;
    return 2;`,
};

for (const [what, body] of Object.entries(programs)) {
  test(what, () => {
    const text = `function f(x, y, a, b) {${body}}`;
    for (const at of [point, other]) checkValue(text, at);
    checkPasses(text, point);
  });
}

/** Where options made a difference. */
const withOptions: Readonly<Record<string, string>> = {
  "the derivative of what is computed before loops is multiplied on after them": `
    for (let i = 0; i < 3; i++) for (let j = i; j < 4; j++) x *= Math.sqrt(1 + y ** 2);
    return x;`,
  "a comparison is checked where memory of an iteration is made again": `
    let s = 0;
    for (let k = 0; k < a.length; k++) {
      const c = new Float64Array(a.length);
      for (let i = 0; i < a.length; i++) c[i] = a[i] * 2;
      if (c[k] > x) x += 1;
      for (let i = 0; i < a.length; i++) s += Math.sin(x * c[i]) * c[i];
    }
    return s;`,
  "an index in an object is not taken to vary as another function is given the object": `
    const fs = [];
    for (let i = 0; i < a.length - 4; i++) fs.push(() => b[i]);
    let s = 0;
    for (let node = { next: null }; node !== null; node = node.next) s += fs.reduce((t, f) => t + f(), 0);
    return x * s;`,
};

for (const [what, body] of Object.entries(withOptions)) {
  test(what, () => {
    for (const at of [point, other, turned]) checkOptions(`function f(x, y, a, b) {${body}}`, at);
  });
}

test("a loop written in JavaScript goes on by what was so before its variables were assigned", () => {
  const body = `
    let list = { next: null };
    let s = 0;
    for (let node = list; node !== null; node = node.next) s += x;
    return s;`;
  checkBackends(`function f(x, y, a, b) {${body}}`, point);
});

test("a Jacobian has a row for each item, not for the room behind them", () => {
  const f = (x: Float64Array): number[] => {
    const r: number[] = [];
    for (let i = 0; i < x.length; i++) r.push(x[i]! * 2);
    return r;
  };
  const rows = [Float64Array.of(2, 0, 0), Float64Array.of(0, 2, 0), Float64Array.of(0, 0, 2)];
  const x = Float64Array.of(1, 2, 3);
  expect(jacfwd(f)(x)).toEqual(rows);
  expect(jacrev(f)(x)).toEqual(rows);
});

test("integers and constants have a Jacobian, which is zero", () => {
  const x = Float64Array.of(2, 3);
  const matrix = [Float64Array.of(3, 2), Float64Array.of(0, 0), Float64Array.of(0, 0)];
  const f = (z: Float64Array): number[] => [z[0]! * z[1]!, z.length, 3];
  const g = (z: Float64Array): number => z.length;
  for (const by of [jacfwd, jacrev]) {
    expect(by(f)(x)).toEqual(matrix);
    expect(by(g)(x)).toEqual(Float64Array.of(0, 0));
  }
});

test("a pullback takes a cotangent as long as the list, not as its memory", () => {
  const f = (x: Float64Array): number[] => {
    const r: number[] = [];
    for (let i = 0; i < x.length; i++) r.push(x[i]! * x[i]!);
    return r;
  };
  const { value, pullback } = vjp(f)(Float64Array.of(1, 2, 3));
  expect(value).toEqual([1, 4, 9]);
  expect(pullback([1, 10, 100])).toEqual(Float64Array.of(2, 40, 600));
});

interface Item {
  v: number;
  next: Item | null;
}

test("a gradient by linked objects is not read along other links than those given", () => {
  const sum = (h: Item): number => {
    let s = 0;
    for (let at: Item | null = h; at !== null; at = at.next) s = 2 * s + at.v;
    return s;
  };
  const given = (): Item => ({ v: 1, next: { v: 2, next: { v: 3, next: null } } });
  const left = (h: Item): number => {
    const s = sum(h);
    h.next = null;
    return s;
  };
  const replaced = (h: Item): number => {
    h.next = { v: sum(h), next: null };
    return h.next.v ** 2;
  };
  const sorted = (items: Item[]): number => {
    items.sort((a, b) => b.v - a.v);
    return items[0]!.v ** 2;
  };
  expect(grad(sum)(given())).toEqual({ v: 4, next: { v: 2, next: { v: 1 } } });
  expect(grad(left)(given())).toEqual({ v: 4, next: { v: 2, next: { v: 1 } } });
  expect(grad(replaced)(given())).toEqual({ v: 88, next: { v: 44, next: { v: 22 } } });
  const zero = { v: 0, next: { v: 0, next: { v: 0 } } };
  expect(grad(sorted)([given(), { v: 7, next: null }])).toEqual([zero, { v: 14 }]);
});

test("arrays of objects made at different places are put one after the other", () => {
  const f = (x: number, n: number): number => {
    const l = Array.from({ length: n }, (_, i) => ({ p: x * i, q: 1 }));
    const m = Array.from({ length: n }, (_, i) => ({ p: x, q: x * i }));
    const all = [null, ...l, ...m, { p: x * x, q: x }].concat(m);
    all[1]!.p = 5 * x;
    const s = all.reduce((sum, o) => sum * 0.5 + (o === null ? 1 : o.p * o.q), 0);
    return s + l[0]!.p;
  };
  const g = grad(f)(2, 3);
  expect(jit(f)(2, 3)).toBe(f(2, 3));
  expect(g).toBeCloseTo((f(2 + 1e-6, 3) - f(2 - 1e-6, 3)) / 2e-6, 6);
});
