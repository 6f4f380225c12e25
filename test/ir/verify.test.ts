import { describe, expect, test } from "vitest";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Func, type Instr, type Module, type Value } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { bool, f64, i32, type RefType, type Type } from "../../src/ir/types.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import * as o from "../../src/ops/index.ts";
import { ops } from "../../src/ops/registry.ts";

const func = (build: (b: Builder) => readonly Value[], name = "f"): Func => {
  const b = new Builder();
  return { name, region: b.finish(build(b)) };
};

const value = (type: Type): Value => ({ type });

function instr(op: Instr["op"], args: readonly Value[], results: readonly Value[]): Instr {
  return { op, args, attrs: {}, regions: [], results };
}

const record = (type: Type): RefType => ({
  kind: "ref",
  record: { name: "r", fields: [{ name: "x", type }] },
});

// what is wrong, and the module
const wrong: readonly (readonly [string, () => Module])[] = [
  ["a value from nowhere", () => moduleOf(func(() => [value(f64)]))],
  [
    "a use before the definition",
    () =>
      moduleOf(
        func((b) => {
          const [x, y] = [b.param(f64), value(f64)];
          const z = o.neg(b, y);
          b.append(instr(o.neg, [x], [y]));
          return [z];
        }),
      ),
  ],
  [
    "a value defined twice",
    () =>
      moduleOf(
        func((b) => {
          const x = b.param(f64, "x");
          b.append(instr(o.neg, [x], [x]));
          return [x];
        }),
      ),
  ],
  [
    "a value of an inner region used outside",
    () =>
      moduleOf(
        func((b) => {
          const c = b.param(bool);
          let inner: Value | undefined;
          o.ifElse(
            b,
            c,
            (then) => {
              inner = o.num(then, 1);
              return [];
            },
            () => [],
          );
          return [inner!];
        }),
      ),
  ],
  [
    "operands of the wrong type",
    () =>
      moduleOf(
        func((b) => {
          const y = value(f64);
          b.append(instr(o.add, [b.param(f64), b.param(i32)], [y]));
          return [y];
        }),
      ),
  ],
  [
    "a result of the wrong type",
    () =>
      moduleOf(
        func((b) => {
          const y = value(i32);
          b.append(instr(o.neg, [b.param(f64)], [y]));
          return [y];
        }),
      ),
  ],
  [
    "a region where none belongs",
    () =>
      moduleOf(
        func((b) => {
          const [x, y] = [b.param(f64), value(f64)];
          b.append({ ...instr(o.neg, [x], [y]), regions: [b.nested().finish([])] });
          return [y];
        }),
      ),
  ],
  [
    "branches that yield differently",
    () =>
      moduleOf(
        func((b) => {
          const c = b.param(bool);
          const then = b.nested();
          const otherwise = b.nested();
          const regions = [then.finish([o.num(then, 1)]), otherwise.finish([])];
          b.append({ ...instr(o.ifOp, [c], [value(f64)]), regions });
          return [];
        }),
      ),
  ],
  [
    "a third branch",
    () =>
      moduleOf(
        func((b) => {
          const c = b.param(bool);
          const regions = [0, 1, 2].map(() => b.nested().finish([]));
          b.append({ ...instr(o.ifOp, [c], []), regions });
          return [];
        }),
      ),
  ],
  [
    "a constant that is not of its type",
    () =>
      moduleOf(
        func((b) => {
          const y = value(i32);
          b.append({ ...instr(o.constant, [], [y]), attrs: { type: i32, value: 0.5 } });
          return [y];
        }),
      ),
  ],
  ["a call of nothing", () => moduleOf(func((b) => o.call(b, "g", [], [f64])))],
  [
    "a call with too few operands",
    () =>
      moduleOf(
        func((b) => o.call(b, "g", [], [f64])),
        func((b) => [b.param(f64)], "g"),
      ),
  ],
  [
    "a call with other results",
    () =>
      moduleOf(
        func((b) => o.call(b, "g", [b.param(f64)], [i32])),
        func((b) => [b.param(f64)], "g"),
      ),
  ],
  [
    "a derivative without its tangent",
    () =>
      moduleOf(
        func((b) =>
          o.derive(b, { mode: "jvp", callee: "g", active: [[true]] }, [b.param(f64)], [f64, f64]),
        ),
        func((b) => [b.param(f64)], "g"),
      ),
  ],
  [
    "a derivative with too few flags",
    () =>
      moduleOf(
        func((b) => o.derive(b, { mode: "vjp", callee: "g", active: [[]] }, [b.param(f64)], [f64])),
        func((b) => [b.param(f64)], "g"),
      ),
  ],
  [
    "two records of one name",
    () => moduleOf(func((b) => [b.param(record(f64)), b.param(record(i32))])),
  ],
  ["a function under another name", () => ({ funcs: new Map([["g", func(() => [])]]) })],
];

describe("what is refused", () => {
  test.each(wrong)("%s", (_, make) => {
    expect(() => verifyModule(make())).toThrowErrorMatchingSnapshot();
  });
});

test("signatures of derivatives", () => {
  const text = `record node { value: f64, id: i32, next: ref<node> }

record node' { value: f64, next: ref<node'> }

func @g(%x: f64, %n: i32, %m: mem<f64>, %r: ref<node>, %y: f64) -> (f64, mem<f64>, bool) {
  %c: bool = eq %n, %n
  return %x, %m, %c
}

func @f(%x: f64, %n: i32, %m: mem<f64>, %r: ref<node>, %dm: mem<f64>, %dr: ref<node'>) -> () {
  %1: f64, %2: mem<f64>, %3: bool, %4: f64, %5: mem<f64> = derive @g {mode: "jvp", active: "10000"} %x, %n, %m, %r, %x, %x, %dm, %dr
  %6: f64, %7: mem<f64>, %8: bool, %9: f64, %10: f64 = derive @g {mode: "vjp", active: "10001"} %x, %n, %m, %r, %x, %dm, %dr, %x, %dm
  return
}
`;
  verifyModule(parseModule(text, ops));
});
