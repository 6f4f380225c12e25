// `debug: "nan"` names the operation that made the first NaN or infinity of a result that has one.
import { describe, expect, test } from "vitest";
import {
  checkGrad,
  grad,
  hessian,
  jacobian,
  jit,
  jvp,
  NablaError,
  nd,
  valueAndGrad,
  vjp,
  vmap,
} from "nabla";

const debug = "nan";

/** What is said, and the text of the source that it is said of. */
function reportOf(run: () => unknown): { readonly said: string; readonly at: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof NablaError) || error.code !== "NB4010") throw error;
    const { message, span } = error.detail;
    return { said: message, at: span?.file.text?.slice(span.start, span.end) ?? "" };
  }
  return { said: "nothing", at: "" };
}

test("a value that is NaN, before anything that is made of it", () => {
  const f = (x: number): number => {
    const y = Math.log(x - 3);
    return Math.sin(y) * x;
  };
  const { said, at } = reportOf(() => grad(f, { debug })(2));
  expect(at).toBe("Math.log(x - 3)");
  expect(said).toBe("the result is NaN; the value of this was the first: log(-1) is NaN");
});

test("a derivative where the value is finite, in each mode", () => {
  const f = (x: number): number => {
    const y = x * 1e200;
    return y * 1e200 - y;
  };
  const reverse = reportOf(() => grad(f, { debug })(1e-200));
  expect(reverse.at).toBe("x * 1e200");
  expect(reverse.said).toMatch(
    /^the result is Infinity; the adjoint .* 1e\+200 \* 1e\+200 is Infinity$/,
  );
  const forward = reportOf(() => jvp(f, { debug })([1e-200], [1]));
  expect(forward.at).toBe("y * 1e200");
  expect(forward.said).toMatch(
    /at `tangent` is Infinity; the tangent .* 1e\+200 \* 1e\+200 is Infinity$/,
  );
});

test("a slope at a pole", () => {
  const { said, at } = reportOf(() => grad((x: number) => 2 * Math.asin(x), { debug })(1));
  expect(at).toBe("Math.asin(x)");
  expect(said).toMatch(/^the result is Infinity; the slope .* 0 \*\* \(-0\.5\) is Infinity$/);
});

test("a slope of a place without any", () => {
  const angle = (v: Float64Array): number => Math.atan2(v[1]!, v[0]!);
  const { said, at } = reportOf(() => grad(angle, { debug })(Float64Array.of(0, 0)));
  expect(at).toBe("Math.atan2(v[1]!, v[0]!)");
  expect(said).toMatch(/^the result at `\[0\]` is NaN; the slope of this .* 0 \/ 0 is NaN$/);
});

test("a power whose exponent cannot be moved", () => {
  const f = (x: number, y: number): number => x ** y;
  const { said, at } = reportOf(() => grad(f, { wrt: [0, 1], debug })(-2, 2));
  expect(at).toBe("x ** y");
  expect(said).toMatch(/^the result at `\[1\]` is NaN; the slope .* log\(-2\) is NaN$/);
});

test("the infinity that a NaN is made of is shown as well", () => {
  const f = (x: number): number => Math.exp(x) / (1 + Math.exp(x));
  expect(() => valueAndGrad(f, { debug })(1000)).toThrow(
    /the value of this was the first: Infinity \/ Infinity is NaN[^]*before, the value of this was the first: exp\(1000\) is Infinity/,
  );
});

test("what comes in with the arguments is said to", () => {
  const { said } = reportOf(() => grad((x: number) => x * x, { debug })(NaN));
  expect(said).toMatch(/^the result is NaN, because of an argument/);
});

describe("nothing is said", () => {
  test.each<[string, (x: number) => number, number]>([
    ["of infinities that do not get into the result", (x) => Math.min(1 / x, x + 5), 0],
    [
      "of extremes that begin with one",
      (x) => [x, 2 * x].reduce((m, v) => Math.max(m, v), -Infinity),
      1,
    ],
    ["of what a branch leaves out", (x) => (x > 0 ? Math.log(x) : x), 0],
    ["of a convention", (x) => Math.sqrt(x), 0],
  ])("%s", (_, f, x) => {
    expect(grad(f, { debug })(x)).toBe(grad(f)(x));
    expect(jvp(f, { debug })([x], [1])).toEqual(jvp(f)([x], [1]));
    expect(hessian(f, { debug })(x)).toBe(hessian(f)(x));
  });
});

test("every operator takes it, inside of compiled code too", () => {
  const each = (x: Float64Array): Float64Array => x.map((v) => Math.asin(v));
  const one = Float64Array.of(0, 1);
  expect(reportOf(() => jacobian(each, { debug })(one)).said).toMatch(
    /at `\[1\]\[1\]` is Infinity/,
  );
  const { pullback } = vjp(each, { debug })(one);
  expect(reportOf(() => pullback(one)).said).toMatch(/^the result at `\[1\]` is Infinity/);
  const whole = (x: number): number => Math.asin(x);
  expect(reportOf(() => valueAndGrad(whole, { debug })(1)).said).toMatch(/at `grad` is Infinity/);
  expect(reportOf(() => hessian(whole, { debug })(1)).at).toBe("Math.asin(x)");
  const inside = jit((x: number) => grad((y: number) => Math.asin(y), { debug: "nan" })(x));
  expect(reportOf(() => inside(1)).at).toBe("Math.asin(y)");
  expect(inside(0)).toBe(1);
});

test("checkGrad says where a gradient that is not finite comes from", () => {
  const found = checkGrad((x: Float64Array) => Math.asin(x[0]!) + x[1]!)(Float64Array.of(1, 2));
  expect(found.ok).toBe(false);
  expect(found.notFinite).toMatch(/^NB4010: [^]*Math\.asin\(x\[0\]!\)/);
  expect(checkGrad((x: number) => x * x)(3).notFinite).toBeUndefined();
});

test("arrays name the function on them, and the place of the element", () => {
  const of = (f: (x: nd.NdArray) => unknown, x: nd.NdArray): ReturnType<typeof reportOf> =>
    reportOf(() => jit(f as never, { debug, scope: { nd } })(x as never));
  const x = nd.array([
    [1, 0.5],
    [3, 2],
  ]);
  const root = of((y: nd.NdArray) => nd.sqrt(nd.sub(y, 1)), x);
  expect(root.at).toBe("nd.sqrt(nd.sub(y, 1))");
  expect(root.said).toMatch(/^the result at `\.at\(0, 1\)` is NaN; .*sqrt\(-0\.5\) is NaN/);
  const later = of((y: nd.NdArray) => ({ s: nd.softmax(nd.matmul(nd.log(nd.sub(y, 2)), y)) }), x);
  expect(later.at).toBe("nd.log(nd.sub(y, 2))");
  expect(later.said).toMatch(/^the result at `s\.at\(0, 0\)` is NaN; .*log\(-1\) is NaN/);
  const slope = reportOf(() => grad((y: nd.NdArray) => nd.sum(nd.arcsin(y)), { debug, scope: { nd } })(nd.array([1]))); // prettier-ignore
  expect(slope.at).toBe("nd.arcsin(y)");
});

test("values without derivatives, and lanes", () => {
  const f = (x: number): number => Math.log(x) + 1;
  expect(reportOf(() => jit(f, { debug })(-1)).at).toBe("Math.log(x)");
  expect(jit(f, { debug })(1)).toBe(1);
  const lanes = reportOf(() => vmap(f, { debug })(Float64Array.of(1, -2)));
  expect(lanes.said).toMatch(/^the result at `\[1\]` is NaN; .*log\(-2\) is NaN/);
});
