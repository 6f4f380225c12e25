// Lanes of vectors mean nothing: sums that are made of several parts differ by rounding.
import { grad, jit } from "../../src/index.ts";
import { elementaryFuncs } from "../../src/lower/elementary/index.ts";
import type { Module } from "../../src/ir/func.ts";
import { emitWasm } from "../../src/backends/wasm/index.ts";
import { instantiate } from "../../src/runtime/instance.ts";
import { compare, heap } from "../backends/wasm/run.ts";
import { expectClose, gradientOf, reverse, reverseArgs } from "./gradients.ts";
import {
  argsOf,
  called,
  dataOf,
  expectSame,
  functionOf,
  inOrder,
  plain,
  scope,
  specialised,
  stagesOf,
  type Outcome,
  type Point,
} from "./subject.ts";
import { withElementary } from "./values.ts";

/** The value and the gradient are those of scalar code. */
export function checkLanes(text: string, point: Point): void {
  plain(text)(point);
  const made = specialised(functionOf(text), point);
  if (made.result.kind !== "number") return;
  const { derived, final } = stagesOf(made);
  checkOrdered(final, made.name, () => dataOf(point));
  const back = reverse(derived, made.name, {}, true);
  checkOrdered(back.module, back.name, () => reverseArgs(point));
  checkReordered(text, point, gradientOf(back, point).gradient);
}

// With lanes that keep the order of sums, and without, WebAssembly gives the bits of the interpreter.
function checkOrdered(module: Module, name: string, args: () => ReturnType<typeof dataOf>): void {
  const exact = withElementary(module);
  for (const vectors of ["none", "ordered"] as const) {
    const wasm = emitWasm(module, [name], { elementary: elementaryFuncs, vectors });
    compare(exact, name, args, instantiate(wasm, heap));
  }
}

// What the public functions compile, sums in several parts.
function checkReordered(text: string, point: Point, gradient: Outcome): void {
  const fn = functionOf(text);
  expectAlike("sums in lanes", called(jit(fn, inOrder), point), called(jit(fn, scope), point));
  const parts = grad(fn, { ...scope, wrt: [0, 1, 2, 3] })(...argsOf(point)) as unknown[];
  const flat = parts.flatMap((x) => (typeof x === "number" ? [x] : [...(x as Float64Array)]));
  expectAlike("gradient, sums in lanes", gradient, flat);
}

function expectAlike(what: string, wanted: Outcome, other: Outcome): void {
  if (typeof wanted === "string" || typeof other === "string") expectSame(what, wanted, other);
  else expectClose(what, wanted, other, 1e-9);
}
