// Maps and sets that are made outside: read, changed, and differentiated by.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkGrad, grad, hvp, jit, jvp, valueAndGrad, vjp } from "../../src/index.ts";

type Numbers = Map<number, number>;

const numbers = (n: number): Numbers =>
  new Map(Array.from({ length: n }, (_, i) => [(i * 3) % 101, i / 8 + 0.5]));

/** A function, and arguments made anew for each call of it. */
type Case = readonly [f: (...args: never[]) => unknown, args: () => readonly unknown[]];

const changes: Readonly<Record<string, Case>> = {
  "numbers as keys": [
    (m: Numbers, n: number) => {
      for (let i = 0; i < n; i++) {
        if (i % 3 === 0) m.delete(i);
        else m.set(i, (m.get(i) ?? 0) + i);
      }
      let s = 0;
      m.forEach((v, k) => {
        s = s * 0.5 + v * k;
      });
      return s;
    },
    () => [numbers(50), 120],
  ],
  "strings as keys": [
    (m: Map<string, number>, x: number) => {
      m.set("z", m.get("a")! * x);
      m.delete("b");
      m.set("b", 1);
      return m.size;
    },
    () => [
      new Map([
        ["a", 2],
        ["b", 5],
      ]),
      3,
    ],
  ],
  "many strings as keys": [
    (m: Map<string, number>, n: number) => {
      let s = 0;
      for (const v of m.values()) s += v;
      m.set("new", n);
      m.delete("k3");
      return s + m.get("k77")!;
    },
    () => [new Map(Array.from({ length: 100 }, (_, i) => [`k${i}`, i])), 2],
  ],
  "strings made of numbers": [
    (m: Map<string, number>, n: number) => {
      for (let i = 0; i < n; i++) m.set(`${i},${i + 1}`, (m.get(`${i},${i + 1}`) ?? 1) + i);
      return m.size;
    },
    () => [new Map([["1,2", 5]]), 4],
  ],
  "booleans, and keys of several kinds": [
    (m: Map<boolean, number>, k: Map<unknown, number>, x: number) => {
      k.set(x, m.get(x > 0)!);
      return k.get("b")! + k.get(null)!;
    },
    () => [
      new Map([
        [true, 2],
        [false, 3],
      ]),
      new Map<unknown, number>([
        [1, 2],
        ["b", 3],
        [null, 4],
        [NaN, 5],
      ]),
      4,
    ],
  ],
  "an empty one": [
    (m: Numbers, n: number) => {
      for (let i = 0; i < n; i++) m.set(i % 5, i);
      return m.size;
    },
    () => [new Map(), 12],
  ],
  cleared: [
    (m: Numbers) => {
      m.clear();
      m.set(4, 4);
      return m.size;
    },
    () => [numbers(50)],
  ],
  "arrays as values": [
    (m: Map<string, number[]>, x: number) => {
      m.get("a")!.push(x);
      m.set("c", [1, x]);
      m.get("b")![1] = x;
      return m.get("b")![0]!;
    },
    () => [
      new Map([
        ["a", [2]],
        ["b", [5, 6]],
      ]),
      4,
    ],
  ],
  "objects as values": [
    (m: Map<number, { y: number }>, n: number) => {
      for (const [k, one] of m) {
        one.y *= k;
        if (k % 2 === 1) m.delete(k);
      }
      m.set(1000, { y: n });
      return m.get(n)!.y;
    },
    () => [new Map(Array.from({ length: 40 }, (_, i) => [i, { y: i }])), 2],
  ],
  "sets, while they are gone through": [
    (s: Set<number>, n: number) => {
      let t = 0;
      for (const k of s) {
        t = t * 2 + k;
        if (k < n) s.add(k + 10);
        s.delete(1);
      }
      return t;
    },
    () => [new Set([1, 4, 5]), 12],
  ],
  "sets of strings": [
    (s: Set<string>) => {
      s.add("n");
      s.delete("a");
      return s.size + (s.has("b") ? 100 : 0);
    },
    () => [new Set(["a", "b"])],
  ],
  "inside of objects and maps, and twice": [
    (o: { m: Map<number, Map<string, number>>; n: Numbers }, n: Numbers) => {
      o.m.get(1)!.set("q", 4);
      n.set(7, 7);
      return o.m.get(1)!.get("a")! + o.n.size;
    },
    () => {
      const n = numbers(3);
      return [{ m: new Map([[1, new Map([["a", 3]])]]), n }, n];
    },
  ],
  "given back": [(m: Numbers) => m.set(5, 5), () => [numbers(3)]],
  "one of several": [
    (m: Numbers, n: number) => {
      const all = [m];
      if (n > 3) all.push(new Map());
      all[all.length - 1]!.set(n, n);
      return m.size;
    },
    () => [numbers(2), 2],
  ],
};

describe.each(Object.entries(changes))("%s", (_, [f, args]) => {
  test("what JavaScript gives, and leaves behind, at every call", () => {
    const wanted = [...args()];
    const value = (f as (...all: unknown[]) => unknown)(...wanted);
    const compiled = jit(f as (...all: unknown[]) => unknown);
    for (let call = 0; call < 2; call++) {
      const given = [...args()];
      expect(plain(compiled(...given))).toEqual(plain(value));
      expect(plain(given)).toEqual(plain(wanted));
    }
  });
});

/** Entries in their order, which comparing maps leaves out. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(plain);
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}

test("calls that change a map at random leave what JavaScript leaves", () => {
  const step = fc.record({
    what: fc.integer({ min: 0, max: 3 }),
    key: fc.oneof(fc.integer({ min: -2, max: 9 }), fc.constantFrom(NaN, -0, 0.5)),
  });
  const apply = (m: Numbers, what: number[], keys: number[]): number => {
    let s = 0;
    for (let i = 0; i < what.length; i++) {
      const k = keys[i]!;
      if (what[i]! < 2) m.set(k, i);
      else if (what[i] === 2) m.delete(k);
      else s += m.get(k) ?? 100;
    }
    for (const [, v] of m) s = s * 0.5 + v;
    return s;
  };
  const compiled = jit(apply);
  fc.assert(
    fc.property(
      fc.array(fc.array(step, { minLength: 1, maxLength: 12 }), { maxLength: 4 }),
      (calls) => {
        const [one, other] = [numbers(6), numbers(6)];
        for (const steps of calls) {
          const what = steps.map((s) => s.what);
          const keys = steps.map((s) => s.key);
          expect(compiled(one, what, keys)).toBe(apply(other, what, keys));
          expect([...one]).toEqual([...other]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test("what is captured is read as it is at each call, and changed", () => {
  const prices = new Map([["a", 2]]);
  const tags = new Set(["p"]);
  const f = jit((x: number) => {
    prices.set("b", x);
    tags.add("q");
    return prices.get("a")! * x + tags.size;
  });
  expect(f(3)).toBe(8);
  expect([...prices]).toEqual([
    ["a", 2],
    ["b", 3],
  ]);
  prices.set("a", 5);
  expect(f(3)).toBe(17);
  prices.delete("a");
  prices.set("a", 7);
  expect(f(2)).toBe(16);
  expect([...tags]).toEqual(["p", "q"]);
});

test("a pullback finds a captured map as it was", () => {
  const prices = new Map([["a", 2]]);
  const total = (x: number): number => {
    let s = 0;
    for (const v of prices.values()) s += v * x * x;
    return s;
  };
  const { pullback } = vjp(total)(3);
  prices.set("b", 100);
  expect(pullback(1)).toBe(12);
});

test("a call that ends with an error leaves maps as they were", () => {
  const f = jit((m: Numbers, n: number) => {
    m.set(1, 9);
    m.delete(2);
    if (n > 1) throw new Error("late");
    return 0;
  });
  const m = new Map([
    [1, 1],
    [2, 2],
  ]);
  expect(() => f(m, 2)).toThrow("late");
  expect([...m]).toEqual([
    [1, 1],
    [2, 2],
  ]);
  f(m, 1);
  expect([...m]).toEqual([[1, 9]]);
});

type Loss = (m: Map<number | string, number>, x: number) => number;

const losses: Readonly<Record<string, readonly [Loss, readonly (number | string)[]]>> = {
  "read by their keys": [(m, x) => m.get(2)! * (m.get(7) ?? x) * m.get(1)!, [1, 2, 4]],
  "known keys": [(m, x) => m.get("a")! * m.get("b")! ** 2 + m.size * x, ["a", "b", "c"]],
  "gone through": [
    (m, x) => {
      let s = x;
      for (const [k, v] of m) s = s * 0.9 + (k as number) * v * v;
      return s;
    },
    [5, 3, 8, 1],
  ],
  "changed, in whatever order": [
    (m, x) => {
      m.set(1, m.get(1)! * x);
      m.set(77, m.get(2)! ** 2);
      m.delete(2);
      for (let i = 0; i < 20; i++) m.set(i, (m.get(i) ?? 1) * 1.01);
      let s = 0;
      for (const [k, v] of m) s = s * 0.9 + Math.sin(k as number) * v * v;
      return s;
    },
    [1, 2, 30, 4],
  ],
  "known keys, changed": [
    (m, x) => {
      m.set("a", m.get("a")! * x);
      m.set("z", m.get("b")! ** 2);
      m.delete("b");
      let s = 0;
      for (const v of m.values()) s = s * 0.5 + v * v;
      return s;
    },
    ["a", "b", "c"],
  ],
  cleared: [
    (m, x) => {
      const y = m.get(3)!;
      m.clear();
      m.set(4, x * y);
      return m.get(4)! ** 2;
    },
    [2, 3],
  ],
};

describe.each(Object.entries(losses))("the derivative by a map, %s", (_, [f, keys]) => {
  const make = (): Map<number | string, number> => new Map(keys.map((k, i) => [k, 0.7 + i / 3]));
  const gradient = valueAndGrad(f)(make(), 1.5);

  test("has its keys in their order, and agrees with differences", () => {
    expect(gradient.value).toBeCloseTo(f(make(), 1.5), 12);
    expect([...gradient.grad.keys()]).toEqual(keys);
    for (const [key, slope] of gradient.grad) {
      const at = (h: number): number => {
        const m = make();
        return f(m.set(key, m.get(key)! + h), 1.5);
      };
      expect(slope).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    }
    expect(checkGrad(f)(make(), 1.5)).toMatchObject({ ok: true, compared: keys.length });
  });

  test("forward mode and pullbacks agree with it, and the map is changed once", () => {
    const along = new Map(keys.map((k, i) => [k, Math.cos(i)]));
    const { tangent } = jvp(f)([make(), 1.5], [along, 0]);
    const sum = [...gradient.grad].reduce((s, [k, slope]) => s + slope * along.get(k)!, 0);
    expect(tangent).toBeCloseTo(sum, 10);
    const [given, wanted] = [make(), make()];
    const { pullback } = vjp(f)(given, 1.5);
    f(wanted, 1.5);
    expect([...(pullback(1) as unknown as typeof given)]).toEqual([...gradient.grad]);
    expect([...given]).toEqual([...wanted]);
  });
});

test("arrays and objects as values have derivatives in their structure", () => {
  const arrays = (m: Map<number, number[]>): number => m.get(1)![0]! * m.get(2)![1]!;
  const ofArrays = grad(arrays)(
    new Map([
      [1, [3]],
      [2, [1, 4]],
    ]),
  );
  expect(ofArrays).toEqual(
    new Map([
      [1, [4]],
      [2, [0, 3]],
    ]),
  );
  const objects = (m: Map<number, { y: number; name: string }>, n: number): number => {
    let s = 1;
    for (const [k, one] of m) s += one.y * one.y * k;
    return s * m.get(n)!.y;
  };
  const make = (): Map<number, { y: number; name: string }> =>
    new Map(Array.from({ length: 20 }, (_, i) => [i, { y: i / 10, name: "p" }]));
  const slopes = grad(objects)(make(), 3);
  const total = 1 + [...make()].reduce((s, [k, { y }]) => s + y * y * k, 0);
  for (const [k, { y }] of slopes) {
    expect(y).toBeCloseTo((2 * k * k * 0.3) / 10 + (k === 3 ? total : 0), 12);
  }
});

test("derivatives of higher order, and inside of compiled functions", () => {
  const cube = (m: Numbers): number => m.get(1)! ** 3 * m.get(2)!;
  const at = new Map([
    [1, 3],
    [2, 5],
  ]);
  const along = new Map([
    [1, 1],
    [2, 0],
  ]);
  expect([...hvp(cube)(at, along)]).toEqual([
    [1, 90],
    [2, 27],
  ]);
  expect(jit((m: Numbers) => grad(cube)(m).get(1)!)(at)).toBe(135);
});

test("a map that is given back has a tangent with its keys; sets have none", () => {
  const f = (x: number, s: Set<number>): Numbers =>
    new Map([
      [1, x * x],
      [5, x * s.size],
    ]);
  const { tangent } = jvp(f)([3, new Set([2])], [1, new Set([2])]);
  expect(tangent).toEqual(
    new Map([
      [1, 6],
      [5, 1],
    ]),
  );
  const by = grad((x: number, s: Set<number>) => [...s].reduce((t, k) => t + k * x * x, 0));
  expect(by(3, new Set([2, 5]))).toBe(42);
});

test("what has no meaning is refused by name", () => {
  const get = (m: Numbers): number => m.get(1)!;
  const other = new Map([[2, 1]]);
  expect(() => jvp(get)([new Map([[1, 1]])], [other])).toThrow(/other keys than the value/);
  const known = (m: Map<string, number>): number => m.get("a")!;
  const tangent = new Map([["b", 1]]);
  expect(() => jvp(known)([new Map([["a", 1]])], [tangent])).toThrow(/other keys than the value/);
  const bySet = grad((s: Set<number>) => s.size as number) as (s: Set<number>) => unknown;
  expect(() => bySet(new Set([1]))).toThrow("NB5006");
  const keyed = (m: Map<object, number>): boolean => m.has(m);
  expect(() => jit(keyed)(new Map([[{}, 1]]))).toThrow(/`Map` that was made outside/);
  const pair = vjp((x: number) => new Map([[1, x]]))(2);
  expect(() => pair.pullback(new Map([[1, 1]]))).toThrow(/the cotangent of a map/);
  const nested = grad((m: Map<number, Numbers>, n: number) => m.get(n)!.get(1)!);
  const inner = new Map([[1, 2]]);
  expect(() => nested(new Map([[1, inner]]), 1)).toThrow(/the derivative of a map/);
});

test("keys do not count as kinks: a memo is smooth", () => {
  const f = (x: number, n: number): number => {
    const memo = new Map<number, number>();
    const at = (i: number): number => {
      const known = memo.get(i);
      if (known !== undefined) return known;
      const y = i < 2 ? x : at(i - 1) * at(i - 2);
      memo.set(i, y);
      return y;
    };
    return at(n);
  };
  expect(grad(f, { strict: true })(1.5, 6)).toBeCloseTo(13 * 1.5 ** 12, 8);
  const kink = grad((x: number) => new Map([[1, x]]).get(1)! + Math.abs(x), { strict: true });
  expect(() => kink(0)).toThrow("NB4008");
});
