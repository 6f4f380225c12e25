// An array never changes, whatever is done to the typed arrays and lists that it was made of.
import { expect, test } from "vitest";
import { grad, jit, nd } from "../../src/index.ts";

const three = (): Float64Array => Float64Array.of(1, 2, 3);

const programs: [string, (x: Float64Array) => unknown][] = [
  [
    "written after it was made",
    (x) => {
      const a = nd.array(x);
      x[0] = 9;
      return [a, x];
    },
  ],
  [
    "used before and after",
    (x) => {
      const a = nd.array(x);
      const b = nd.multiply(a, 2);
      x[0] = 9;
      return nd.add(a, b);
    },
  ],
  [
    "made again in a loop",
    (x) => {
      let sum = nd.zeros(3);
      for (let i = 0; i < 3; i++) {
        const a = nd.array(x);
        x[i] = x[i]! + 10;
        sum = nd.add(sum, a);
      }
      return [sum, x];
    },
  ],
  [
    "carried by a loop that writes",
    (x) => {
      let sum = nd.array(x);
      for (let i = 0; i < 3; i++) {
        x[i] = 7;
        sum = nd.add(sum, nd.array(x));
      }
      return sum;
    },
  ],
  [
    "given to another function",
    (x) => {
      const a = nd.reshape(x, [3, 1]);
      x[0] = 9;
      return a;
    },
  ],
  [
    "in a branch",
    (x) => {
      let a = nd.zeros(3);
      if (x[0]! > 0) {
        a = nd.array(x);
        x[0] = 5;
      }
      return [a, x];
    },
  ],
  [
    "in a function that is called",
    (x) => {
      const made = (y: Float64Array): nd.NdArray => {
        const a = nd.array(y);
        y[0] = 4;
        return a;
      };
      return [made(x), nd.array(x)];
    },
  ],
  [
    "memory of its own",
    () => {
      const own = new Float64Array(3);
      own[1] = 5;
      const a = nd.array(own);
      own[1] = 6;
      return [a, nd.sum(a)];
    },
  ],
  [
    "the other way",
    (x) => {
      const a = nd.array(x);
      const copy = a.data.slice();
      copy[0] = 9;
      return [a, copy];
    },
  ],
];

test.each(programs)("%s, at once and compiled", (_, f) => {
  expect(jit(f)(three())).toEqual(f(three()));
});

test("derivatives are of the numbers that were there", () => {
  const f = (x: Float64Array): number => {
    const a = nd.array(x);
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      x[i] = x[i]! * 2;
      sum += a.at(i) * x[i]!;
    }
    return sum + nd.sum(nd.multiply(a, nd.array(x))).item();
  };
  expect([...grad(f)(three())]).toEqual([8, 16, 24]);
});

test.each([3, 3000])("arrays of %i elements keep them", (n) => {
  const x = Float64Array.from({ length: n }, (_, i) => i);
  const a = nd.array(x);
  const made = [a.reshape([n, 1]), nd.add(a, 0), nd.ravel(a), nd.slice(a, ":"), jit(nd.abs)(x)];
  x.fill(-1);
  for (const array of [a, ...made]) expect(array.data[1]).toBe(1);
});

test("what compiled code gives is memory of its own", () => {
  const a = nd.array(three());
  const same = jit((x: nd.NdArray) => x)(a);
  expect(same.data).not.toBe(a.data);
  const [p, q] = jit((x: Float64Array) => [nd.array(x), nd.array(x)] as const)(three());
  expect(p.data.buffer).not.toBe(q.data.buffer);
  const x = three();
  const [given, array] = jit((y: Float64Array) => [y, nd.array(y)] as const)(x);
  expect(given).toBe(x);
  expect(array.data).not.toBe(x);
});

test("`asarray` and `data` copy nothing", () => {
  const x = three();
  expect(nd.asarray(x).data).toBe(x);
  expect(nd.asarray(x).reshape([3, 1]).data).toBe(x);
  expect(nd.array(x).data).not.toBe(x);
});
