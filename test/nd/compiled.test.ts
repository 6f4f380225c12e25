// Reference values of array operations and their derivatives, compiled, and in the interpreter: before
// arrays have become memory, and after.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lowered } from "../../bench/interpreted.ts";
import { difference, scaleOf } from "../../scripts/golden/compare.ts";
import { arrayOf, isStored, type Case, type Stored } from "../../scripts/golden/format.ts";
import { runnable } from "../../scripts/golden/modes.ts";
import { interpret, type Memory } from "../../src/backends/interp/index.ts";
import { inspect } from "../../src/driver/inspect.ts";
import { sourceOf } from "../../src/driver/paths.ts";
import { jit, nd, NdArray, valueAndGrad } from "../../src/index.ts";
import type { Module } from "../../src/ir/func.ts";
import type { TensorData } from "../../src/ir/tensor.ts";
import type { Result } from "../../src/values/result.ts";

const folder = new URL("../golden/", import.meta.url);
const families = readdirSync(folder).filter(
  (name) => !["elementary.json", "programs.json", "special.json"].includes(name),
);

/** The first case of each operation of a family. */
function casesOf(file: string): Case[] {
  const all = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Case[];
  return [...new Map(all.toReversed().map((c) => [c.op, c])).values()];
}

/** The value of a call, compiled, and in the interpreter with arrays as they are and as memory. */
function everywhere(fn: (...x: never[]) => unknown, args: readonly unknown[]): unknown[] {
  const { specialised, stages } = inspect(fn, args, { source: sourceOf(fn) });
  const found = [stages.derived, stages.final].map((module: Module) => {
    const { data } = lowered(specialised);
    const results = interpret(module, specialised.name, data);
    const read = (node: Result): unknown => {
      switch (node.kind) {
        case "nd": {
          const { data: elements, start, length } = results[node.result] as Memory;
          const own = (elements as TensorData).slice(start, start + length);
          return new NdArray(node.dtype, node.shape, own);
        }
        case "tuple":
          return node.items.map(read);
        case "object":
          return Object.fromEntries(node.fields.map(([name, field]) => [name, read(field)]));
        case "number":
          return results[node.result];
        default:
          throw new Error(`a result of kind ${node.kind}`);
      }
    };
    return read(specialised.result);
  });
  return [fn(...(args as never[])), ...found];
}

const listOf = (x: unknown): NdArray[] => (x instanceof NdArray ? [x] : (x as NdArray[]));

function expectClose(got: readonly NdArray[], want: readonly (Stored | null)[], c: Case): void {
  want.forEach((stored, i) => {
    if (stored === null) return;
    const how = difference(got[i]!, stored, { whole: 1e-10, scale: scaleOf(c.args) });
    expect(how, `${c.op}, result ${i}`).toBeUndefined();
  });
}

test.each(families)("values and gradients of %s", (file) => {
  for (const c of casesOf(file)) {
    const { fn, operands, places } = runnable(c);
    const wanted = isStored(c.out) ? [c.out] : c.out;
    for (const value of everywhere(jit(fn as never), operands))
      expectClose(listOf(value), wanted, c);
    if (c.cotangent === undefined || !isStored(c.cotangent)) continue;
    const weights = arrayOf(c.cotangent);
    const sum = (...x: NdArray[]): NdArray => nd.sum(nd.mul(fn(...x) as NdArray, weights));
    const wrt = places.map((_, i) => i);
    const scope = { nd, fn, weights };
    for (const found of everywhere(valueAndGrad(sum, { wrt, scope }), operands)) {
      const { grad } = found as { grad: NdArray[] };
      expectClose(
        grad,
        places.map((i) => c.vjp![i]!),
        c,
      );
    }
  }
});

test("a reshape of an array that its first reader stores is that array", () => {
  const a = nd.mul(nd.array([[1, 2, 3], [4, 5, 6]]), 0.1); // prettier-ignore
  const programs: ((x: NdArray) => NdArray[])[] = [
    (x) => {
      const e = nd.exp(x);
      const r = e.reshape([6]);
      return [nd.sum(e), nd.cumsum(r), e];
    },
    (x) => {
      const e = nd.exp(x);
      const r = e.reshape([3, 2]);
      return [nd.max(e, 1), nd.sum(r.mul(2), 1)];
    },
    (x) => {
      const e = nd.tanh(x);
      const r = e.reshape([1, 2, 3]);
      return [nd.concatenate([e, e]), nd.cumsum(r, 1), nd.max(e)];
    },
  ];
  for (const f of programs) {
    const compiled = jit(f, { scope: { nd } })(a);
    f(a).forEach((wanted, i) =>
      wanted.data.forEach((x, j) => expect(compiled[i]!.data[j]).toBeCloseTo(x, 12)),
    );
  }
});
