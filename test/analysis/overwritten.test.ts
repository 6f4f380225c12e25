import { describe, expect, test } from "vitest";
import { findOverwritten } from "../../src/analysis/overwritten.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { ops } from "../../src/ops/registry.ts";
import { compare } from "../backends/wasm/run.ts";

/** How many of the `alloc`s of a function need no zeros; checks that it does what it should. */
function overwritten(body: string): number {
  const module = parseModule(`func @f(%n: i32, %c: bool) -> (mem<f64>) {\n${body}\n}`, ops);
  for (const n of [0, 1, 5]) for (const c of [0, 1]) compare(module, "f", () => [n, c]);
  return findOverwritten(module.funcs.get("f")!.region).size;
}

const zero = "%zero = const i32 0\n%x = const f64 2.5";

describe("an array is not zeroed", () => {
  test("if a loop fills it", () => {
    const body = `${zero}
%m = alloc mem<f64> %n
for {step: 1} %zero, %n { (%i: i32)
  store %m, %i, %x
  %back: f64 = load %m, %i
  yield
}
return %m`;
    expect(overwritten(body)).toBe(1);
  });

  test("if a loop that may not run fills it, from any start", () => {
    const body = `${zero}
%lo = const i32 2
%some: bool = lt %lo, %n
%d: i32 = sub %n, %lo
%k: i32 = select %some, %d, %zero
%m = alloc mem<f64> %k
if %some {
  for {step: 1} %lo, %n { (%i: i32)
    %j: i32 = sub %i, %lo
    store %m, %j, %x
    yield
  }
  yield
} {
  yield
}
return %m`;
    expect(overwritten(body)).toBe(1);
  });

  test("if the start is known, and subtracted by adding", () => {
    const body = `${zero}
%one = const i32 1
%minus = const i32 -1
%some: bool = lt %one, %n
%d: i32 = add %n, %minus
%k: i32 = select %some, %d, %zero
%m = alloc mem<f64> %k
for {step: 1} %one, %n { (%i: i32)
  %j: i32 = add %i, %minus
  store %m, %j, %x
  yield
}
return %m`;
    expect(overwritten(body)).toBe(1);
  });

  test("if it is filled or copied into as a whole", () => {
    const body = `${zero}
%a = alloc mem<f64> %n
fill %a, %x
%k: i32 = length %a
%b = alloc mem<f64> %k
copy %b, %a
return %b`;
    expect(overwritten(body)).toBe(2);
  });

  test("if its length and the end of the loop are one number, checked or not", () => {
    const body = `${zero}
%d: f64 = to_f64 %n
%length: i32 = to_index %d
%up: f64 = ceil %d
%clamped: i32 = clamp_i32 %up
%nan: bool = ne %d, %d
%end: i32 = select %nan, %zero, %clamped
%m = alloc mem<f64> %length
for {step: 1} %zero, %end { (%i: i32)
  %j: i32 = bounds %i, %length
  store %m, %j, %x
  yield
}
return %m`;
    expect(overwritten(body)).toBe(1);
    expect(overwritten(body.replace("ne %d, %d", "eq %d, %d"))).toBe(0);
  });
});

describe("an array is zeroed", () => {
  test.each([
    ["nobody writes it", "return %m"],
    ["it is read first", "%k: i32 = length %m\n%v = alloc mem<f64> %k\ncopy %v, %m\nreturn %v"],
    ["one branch leaves it", "if %c {\n fill %m, %x\n yield\n} {\n yield\n}\nreturn %m"],
    [
      "the loop starts later",
      "%one = const i32 1\nfor {step: 1} %one, %n { (%i: i32)\n store %m, %i, %x\n yield\n}\nreturn %m",
    ],
    [
      "the loop writes one further",
      "%one = const i32 1\n%minus = const i32 -1\n%less: i32 = add %n, %minus\nfor {step: 1} %zero, %less { (%i: i32)\n %j: i32 = add %i, %one\n store %m, %j, %x\n yield\n}\nreturn %m",
    ],
    [
      "the loop skips elements",
      "for {step: 2} %zero, %n { (%i: i32)\n store %m, %i, %x\n yield\n}\nreturn %m",
    ],
    [
      "the loop writes on a condition",
      "for {step: 1} %zero, %n { (%i: i32)\n if %c {\n store %m, %i, %x\n yield\n } {\n yield\n }\n yield\n}\nreturn %m",
    ],
    [
      "the loop reads elements to come",
      "%last = const i32 1\nfor {step: 1} %zero, %n { (%i: i32)\n %r: i32 = sub %n, %last\n %y: f64 = load %m, %r\n store %m, %i, %y\n yield\n}\nreturn %m",
    ],
    [
      "a view of it is taken",
      "%v: mem<f64> = view %m, %zero, %n\nfor {step: 1} %zero, %n { (%i: i32)\n %y: f64 = load %v, %i\n store %m, %i, %y\n yield\n}\nreturn %m",
    ],
  ])("if %s", (_, rest) => {
    const body = `${zero}\n%m = alloc mem<f64> %n\n${rest}`;
    overwritten(body);
    const module = parseModule(`func @f(%n: i32, %c: bool) -> (mem<f64>) {\n${body}\n}`, ops);
    const { region } = module.funcs.get("f")!;
    const first = region.body.find((instr) => instr.op.name === "alloc")!;
    expect(findOverwritten(region).has(first)).toBe(false);
  });
});
