// Functions with rules of users for their derivative: for many lanes the rules are for these, too.
import { expect, test } from "vitest";
import { interpret, isTensor, type Datum } from "../../../src/backends/interp/index.ts";
import { parseModule } from "../../../src/ir/parse.ts";
import { verifyModule } from "../../../src/ir/verify.ts";
import { ops } from "../../../src/ops/registry.ts";
import { batch } from "../../../src/transforms/batch.ts";
import { jvp } from "../../../src/transforms/jvp.ts";
import { vjp } from "../../../src/transforms/vjp.ts";

// derivatives that are another function's, so that it shows which one is used
const text = `func @g(%x: f64, %c: f64) -> (f64) rules 1 RULES {
  %y = mul %x, %c
  return %y
}

func @forward(%x: f64, %c: f64, %dx: f64) -> (f64, f64) {
  %y = mul %x, %c
  %seven = const f64 7
  %scaled = mul %dx, %seven
  %dy = mul %scaled, %x
  return %y, %dy
}

func @ahead(%x: f64, %c: f64) -> (f64, KEPT) {
  %y = mul %x, %c
  KEEP
  return %y, %s
}

func @back(%s: KEPT, %ct: f64) -> (f64) {
  %seven = const f64 7
  %scaled = mul %ct, %seven
  TAKE
  %dx = mul %scaled, %x
  return %dx
}

func @f(%x: f64, %c: f64) -> (f64) {
  %two = const f64 2
  %p = mul %x, %two
  %q: f64 = call @g %p, %c
  return %q
}`;

const number = {
  KEPT: "f64",
  KEEP: "%zero = const f64 0\n%s = add %x, %zero",
  TAKE: "%none = const f64 0\n%x = add %s, %none",
};
const memory = {
  KEPT: "mem<f64>",
  KEEP: "%n = const i32 1\n%at = const i32 0\n%s = alloc mem<f64> %n\nstore %s, %at, %x",
  TAKE: "%at = const i32 0\n%x = load %s, %at",
};

function moduleFor(
  rules: string,
  kept: Readonly<Record<string, string>>,
): ReturnType<typeof parseModule> {
  const all = { ...kept, RULES: rules };
  const filled = Object.entries(all).reduce((t, [name, by]) => t.replaceAll(name, by), text);
  return parseModule(filled, ops);
}

const list = (...data: number[]): Datum => ({
  kind: "tensor",
  dtype: "f64",
  shape: [data.length],
  data: Float64Array.from(data),
});

const numbersIn = (x: Datum): number[] => (isTensor(x) ? [...x.data] : [x as number]);

const kinds = [
  ["jvp", "jvp @forward", number],
  ["vjp", "vjp @ahead @back", number],
  ["vjp, which keeps memory", "vjp @ahead @back", memory],
] as const;

test.each(kinds)("a rule %s", (_, rules, kept) => {
  const module = moduleFor(rules, kept);
  const made = batch(module, "f", [true, false], 3);
  verifyModule(made.module);
  const [xs, c] = [list(1, 2, -3), 5];
  expect(numbersIn(interpret(made.module, made.name, [xs, c])[0]!)).toEqual([10, 20, -30]);
  // 7·(2x)·2 for each lane
  const back = vjp(made.module, made.name, [true, false]);
  verifyModule(back.module);
  const [, slopes] = interpret(back.module, back.name, [xs, c, list(1, 1, 10)]);
  expect(numbersIn(slopes!)).toEqual([28, 56, -840]);
  // and the other way round
  const first = vjp(module, "f", [true, false]);
  const whole = batch(first.module, first.name, [true, false, true], 3);
  verifyModule(whole.module);
  const [, same] = interpret(whole.module, whole.name, [xs, c, list(1, 1, 10)]);
  expect(numbersIn(same!)).toEqual([28, 56, -840]);
});

test("a rule jvp, forwards", () => {
  const module = moduleFor("jvp @forward", number);
  const made = batch(module, "f", [true, true], 3);
  const forward = jvp(made.module, made.name, [true, false]);
  verifyModule(forward.module);
  const [, tangents] = interpret(forward.module, forward.name, [
    list(1, 2, -3),
    list(5, 6, 7),
    list(1, 1, 10),
  ]);
  expect(numbersIn(tangents!)).toEqual([28, 56, -840]);
});
