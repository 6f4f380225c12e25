// Operations on large arrays outside of compiled code, which run compiled.
import { expect, test } from "vitest";
import { nd } from "../../src/index.ts";

test("elements of large arrays are those of their parts", () => {
  const x = nd.linspace(-3, 3, 1000);
  const whole = nd.exp(x).add(x);
  for (const from of [0, 500, 990]) {
    const part = nd.array(x.data.slice(from, from + 10));
    const wanted = nd.exp(part).add(part).data;
    for (const [i, right] of wanted.entries()) {
      // elementary functions may be a unit in the last place apart
      expect(Math.abs(whole.data[from + i]! - right)).toBeLessThanOrEqual(4e-16 * Math.abs(right));
    }
  }
});

test("a large array is reshaped without a copy, however often", () => {
  const x = nd.zeros([1000, 300]);
  for (let i = 0; i < 3; i++) expect(x.reshape([300, 1000]).data).toBe(x.data);
});
