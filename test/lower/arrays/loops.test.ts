// Memory of arrays that loops make and carry is used again.
import { expect, test } from "vitest";
import { asWasm } from "./wasm.ts";

const n = 500;
const bytes = 8 * n;

const training = (body: string): string => `func @f(%w: f64[${n}], %x: f64[${n}]) -> (f64[${n}]) {
  %lo = const i32 0
  %hi = const i32 400
  %zero = const f64[${n}] 0
  %out: f64[${n}], %m: f64[${n}] = for {step: 1} %lo, %hi, %w, %zero { (%i: i32, %v: f64[${n}], %g: f64[${n}])
    ${body}
  }
  %y: f64[${n}] = add %out, %m
  return %y
}`;

const step = `
    %r: f64[1,1,${n}] = reshape {shape: [1,1,${n}]} %v
    %k: f64[1,${n},1] = reshape {shape: [1,${n},1]} %x
    %p: f64[1,1,1] = matmul {ta: false, tb: false} %r, %k
    %q: f64[${n}] = broadcast {shape: [${n}], axes: []} %s
    %e: f64[${n}] = sub %x, %q
    %t: f64[${n}] = tanh %e
    %u: f64[${n}] = mul %t, %t
    %h: f64[${n}] = add %g, %u
    %d: f64[${n}] = mul %h, %t
    %next: f64[${n}] = sub %v, %d
    %tiny = const f64[${n}] 0.001
    %small: f64[${n}] = mul %next, %tiny`.replace(
  "%q:",
  "%p1: f64[1] = reshape {shape: [1]} %p\n    %s = item %p1\n    %q:",
);

test("of an iteration nothing stays but what is carried", () => {
  const run = asWasm(training(`${step}\n    yield %small, %h`));
  const { used } = run(new Float64Array(n).fill(0.5), new Float64Array(n).fill(0.25));
  expect(used).toBeLessThan(30 * bytes);
});

test("nor where what is carried changes places, or comes from a branch", () => {
  const run = asWasm(
    training(`${step}
    %zero1 = const f64 0
    %c = lt %s, %zero1
    %a: f64[${n}], %b: f64[${n}] = if %c { yield %small, %h } { yield %g, %small }
    yield %b, %a`),
  );
  const { used } = run(new Float64Array(n).fill(0.5), new Float64Array(n).fill(0.25));
  expect(used).toBeLessThan(30 * bytes);
});
