// Which loops that arrays become are functions of their own, and what is made only once.
import { expect, test } from "vitest";
import { parseModule } from "../../../src/ir/parse.ts";
import { walk } from "../../../src/ir/rewrite.ts";
import { ops } from "../../../src/ops/registry.ts";
import { lowerArrays } from "../../../src/lower/arrays/index.ts";

/** How many functions there are beside the one given, and how many constants in that one. */
function lowered(text: string): { readonly kernels: number; readonly constants: number } {
  const { funcs } = lowerArrays(parseModule(text, ops));
  let constants = 0;
  walk(funcs.get("f")!.region, ({ op }) => {
    if (op.name === "const") constants++;
  });
  return { kernels: funcs.size - 1, constants };
}

/** So many arrays of `n` numbers, each from one that is given; without `same` each otherwise. */
function loops(count: number, n: number, same: boolean): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const c = `  %c${i} = const f64[${n}] ${same ? 2 : i + 2}`;
    return `${c}\n  %y${i}: f64[${n}] = mul %x${i}, %c${i}\n  put %m${i}, %y${i}`;
  });
  const params = lines.flatMap((_, i) => [`%x${i}: f64[${n}]`, `%m${i}: mem<f64>`]);
  return `func @f(${params.join(", ")}) -> () {\n${lines.join("\n")}\n  return\n}`;
}

test("long loops that do the same are one function", () => {
  expect(lowered(loops(1, 1000, true)).kernels).toBe(1);
  expect(lowered(loops(5, 1000, true)).kernels).toBe(1);
  expect(lowered(loops(5, 1000, false)).kernels).toBe(5);
});

test("shorter ones are, where there are several", () => {
  expect(lowered(loops(2, 100, true)).kernels).toBe(0);
  expect(lowered(loops(3, 100, true)).kernels).toBe(1);
  expect(lowered(loops(3, 100, false)).kernels).toBe(0);
  expect(lowered(loops(9, 10, true)).kernels).toBe(0);
});

test("a number is made once for all loops", () => {
  expect(lowered(loops(20, 10, true)).constants).toBe(lowered(loops(1, 10, true)).constants);
});
