import { expect, test } from "vitest";
import { reflect } from "../../src/reflect/reflect.ts";

test("smoke", () => {
  const K = 3;
  const r = reflect((x: number) => x * K, { scope: { K } });
  expect(r.scope.read("K")).toBe(3);
  expect(r.tree.root.kind).toBe("function");
});
