// `f(...items)` where only a run knows how many items there are.
import { test } from "vitest";
import { agrees } from "./agrees.ts";

const list = (x: number, n: number): number[] => {
  const items: number[] = [];
  for (let i = 0; i < Math.floor(n); i++) items.push(x * i - 1);
  return items;
};
const squares = (...ys: number[]): number => ys.reduce((s, y) => s + y * y, 0);
const folded = (k: number, ...ys: number[]): number => {
  ys.push(k);
  return k * ys.reduce((s, y) => s * 0.5 + y, 0) + ys.length;
};

const programs: Record<string, (x: number, n: number) => number> = {
  "a rest parameter": (x, n) => squares(...list(x, n)),
  "arguments before and behind": (x, n) =>
    folded(...(list(x, n) as [number])) + folded(x, 2, ...list(x, n), 5) * folded(x, ...list(x, n)),
  "parameters, some with a default": (x, n) => {
    const f = (a: number, b = a * 2, c = 7, d = 0, e = 3 * x): number => a + b * c + d * e;
    return f(...(list(x, n) as [number]));
  },
  "functions of numbers": (x, n) =>
    Math.max(0.1, ...list(x, n)) * Math.min(...list(x, n), x) +
    Math.hypot(...list(x, n)) +
    Math.pow(...(list(x, n).slice(1) as [number, number])),
  push: (x, n) => {
    const all = [1];
    all.push(...list(x, n));
    all.push(2, ...list(x, n), 3);
    const none: number[] = [];
    none.push(...all);
    return squares(...none) + none.length;
  },
  objects: (x, n) => {
    const points: { y: number }[] = [];
    for (let i = 0; i < Math.floor(n); i++) points.push({ y: x * i });
    const moved = (by: number, ...ps: { y: number }[]): number => {
      let sum = by;
      for (const p of ps) sum += (p.y += 1) ** 2;
      return sum;
    };
    const more: { y: number }[] = [];
    more.push(...points);
    more.push({ y: 2 }, ...points);
    return moved(x, ...points) + moved(1, ...more);
  },
  "a method": (x, n) => {
    class Total {
      value = x;
      grow(...ys: number[]): number {
        for (const y of ys) this.value += y * this.value * 0.5;
        return this.value;
      }
    }
    const total = new Total();
    return total.grow(...list(x, n)) * total.value;
  },
  recursion: (x, n) => {
    const f = (...ys: number[]): number =>
      ys.length === 0 ? 1 : ys[0]! * x + f(...ys.slice(1)) * 0.5;
    return f(...list(x, n));
  },
  "one of several functions": (x, n) => {
    const f = n > 3 ? squares : (...ys: number[]): number => ys.length * x;
    return f(...list(x, n)) + f(...list(x, n - 2));
  },
  "functions in a row": (x, n) => {
    const all: ((y: number) => number)[] = [];
    for (let i = 0; i < Math.floor(n); i++) all.push((y) => y * x + i);
    const compose =
      (...fs: ((y: number) => number)[]) =>
      (y: number): number =>
        fs.reduce((value, f) => f(value), y);
    return compose(...all)(x);
  },
  "a typed array, and apply": (x, n) => {
    const v = Float64Array.from(list(x, n));
    // eslint-disable-next-line prefer-spread -- what is compiled here
    return squares(...v) + folded(...(v as unknown as [number])) + squares.apply(null, list(x, n));
  },
};

test.each(Object.entries(programs))("%s", (_, f) => {
  agrees(f as (...at: number[]) => number, 1.3, 4.5);
});
