// Arrays as conditions: an object is true, whatever is in it.
import { expect, test } from "vitest";
import { jit, nd } from "../../src/index.ts";

const x = nd.array([1, -1]);
const refused = /NB2005[^]*bool\[[^]*counts as true whatever is in it[^]*`nd\.any\(…\)\.item\(\)`/;

test.each<[string, (x: nd.NdArray) => number]>([
  ["if", (x) => { if (nd.any(nd.greater(x, 5))) return 1; return 2; }], // prettier-ignore
  ["?:", (x) => (nd.less(x, 0) ? 1 : 2)],
  ["not", (x) => (!nd.all(nd.less(x, 0)) ? 1 : 2)],
  ["not, kept", (x) => { const none = !nd.any(nd.less(x, 0)); return none ? 1 : 2; }], // prettier-ignore
  ["while", (x) => { let n = 0; while (nd.all(nd.less(x, 2)) && n < 3) n++; return n; }], // prettier-ignore
])("%s of what comparisons give is refused", (_, f) => {
  expect(() => jit(f)(x)).toThrow(refused);
});

test("elements are conditions, and so is whether there is an array", () => {
  const f = (x: nd.NdArray, mask?: nd.NdArray): number => {
    if (nd.any(nd.less(x, 0)).item()) return mask ? 1 : 2;
    return 3;
  };
  expect(jit(f)(x, nd.less(x, 0))).toBe(1);
  expect(jit(f)(x.add(5), nd.less(x, 0))).toBe(3);
});
