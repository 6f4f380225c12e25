// Functions on the heap that assign the variables that they capture.
import { test } from "vitest";
import { agrees } from "./agrees.ts";

const programs: Record<string, (x: number, n: number) => number> = {
  "a variable that is assigned after it was captured": (x, n) => {
    const fs: (() => number)[] = [];
    for (let i = 0; i < Math.floor(n); i++) {
      let y = i;
      fs.push(() => y * x);
      y += 10 * x;
    }
    return fs.reduce((s, f) => s + f(), 0);
  },
  "each iteration has a counter of its own": (x, n) => {
    const counters: (() => number)[] = [];
    for (let i = 0; i < Math.floor(n); i++) {
      let count = i;
      counters.push(() => (count += x * count + 1));
    }
    let s = 0;
    for (const f of counters) {
      f();
      s += f();
    }
    return s + counters[0]!();
  },
  "the counter of the loop is assigned in its body": (x, n) => {
    const fs: (() => number)[] = [];
    for (let i = 0; i < Math.floor(n); i++) {
      fs.push(() => (i *= x));
      if (i % 2 === 0) i++;
    }
    return fs.reduce((s, f) => s + f() * f(), 0);
  },
  "functions that share a variable": (x, n) => {
    const counter = (step: number): { inc: () => number; get: () => number } => {
      let total = 0;
      return { inc: () => (total += step), get: () => total };
    };
    const all: ReturnType<typeof counter>[] = [];
    for (let i = 0; i < Math.floor(n); i++) all.push(counter(x * i));
    for (const one of all) for (let i = 0; i < 3; i++) one.inc();
    return all.reduce((s, one) => s + one.get() * one.get(), 0);
  },
  "a parameter that is assigned": (x, n) => {
    const halving = (y: number) => (): number => (y /= 2);
    const all: (() => number)[] = [];
    for (let i = 0; i < Math.floor(n); i++) all.push(halving(x * i));
    let s = 0;
    for (let i = 0; i < 6; i++) s = s * x + all[i % all.length]!();
    return s;
  },
  "an accumulator that is an array, and one that is not there at first": (x, n) => {
    const recorder = (): ((y: number) => number) => {
      let seen: number[] = [];
      let last: number | undefined;
      return (y) => {
        if (seen.length > 2) seen = [];
        seen.push(y * x);
        last = last === undefined ? y : last * 0.5 + y;
        return last + seen.reduce((p, q) => p + q, 0);
      };
    };
    const all: ((y: number) => number)[] = [];
    for (let i = 0; i < Math.floor(n); i++) all.push(recorder());
    let s = 0;
    for (let i = 0; i < 9; i++) s = Math.sin(s) + all[i % all.length]!(i + x);
    return s;
  },
  "optimisers that keep their state": (x, n) => {
    const momentum = (rate: number): ((w: number, g: number) => number) => {
      let velocity = 0;
      return (w, g) => {
        velocity = 0.9 * velocity - rate * g;
        return w + velocity;
      };
    };
    const layers: { w: number; step: (w: number, g: number) => number }[] = [];
    for (let i = 0; i < Math.floor(n); i++) layers.push({ w: i, step: momentum(0.1 * x) });
    for (let epoch = 0; epoch < 4; epoch++) {
      for (const layer of layers) layer.w = layer.step(layer.w, 2 * (layer.w - x));
    }
    return layers.reduce((s, { w }) => s + w * w, 0);
  },
};

test.each(Object.entries(programs))("%s", (_, f) => {
  agrees(f as (...at: number[]) => number, 1.3, 4.5);
});
