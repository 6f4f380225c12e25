// Loops that are shared out among threads, of programs and of their gradients.
import { interpret, type Datum } from "../../src/backends/interp/index.ts";
import { emitWasm } from "../../src/backends/wasm/index.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import type { Module } from "../../src/ir/func.ts";
import { verifyModule } from "../../src/ir/verify.ts";
import { parallelise } from "../../src/lower/parallel/index.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { instantiate } from "../../src/runtime/instance.ts";
import { compare } from "../backends/wasm/run.ts";
import { backwards, team } from "../parallel/team.ts";
import { expectClose, isNumber, reverse, reverseArgs } from "./gradients.ts";
import {
  dataOf,
  expectSame,
  functionOf,
  plain,
  specialised,
  stagesOf,
  type Outcome,
  type Point,
} from "./subject.ts";
import { withElementary } from "./values.ts";

/** In as many chunks as there can be: close to one after the other, and the same with threads. */
export function checkThreads(text: string, point: Point): void {
  plain(text)(point);
  const made = specialised(functionOf(text), point);
  const { derived, final } = stagesOf(made);
  checkModule(final, made.name, () => dataOf(point));
  if (!isNumber(made)) return;
  const { module, name } = reverse(derived, made.name, {}, true);
  checkModule(optimise(module, [name], { final: true }), name, () => reverseArgs(point));
}

function checkModule(module: Module, name: string, args: () => Datum[]): void {
  for (const most of [2, 5]) {
    const chunks = parallelise(module, [name], { most, least: 1, merge: 0 });
    if (chunks === module) return;
    verifyModule(chunks);
    const [one, other] = [module, chunks].map((m) => outcome(m, name, args()));
    if (typeof one === "string" || typeof other === "string") expectSame("error", one!, other!);
    else expectClose("in chunks", one!, other!, 1e-9);
    const code = emitWasm(chunks, [name], { threads: true });
    for (const by of [backwards, team]) {
      const instance = instantiate(code, by.pool.heap, [], undefined, by);
      compare(withElementary(chunks), name, args, instance);
    }
  }
}

/** All numbers in the results and arguments after a run, or the code of the error it ends with. */
function outcome(module: Module, name: string, args: readonly Datum[]): Outcome {
  try {
    return [...interpret(module, name, args), ...args].flatMap(numbers);
  } catch (error) {
    if (error instanceof NablaError) return error.code;
    throw error;
  }
}

function numbers(x: Datum): number[] {
  if (typeof x === "number") return [x];
  if (typeof x !== "object" || x === null || !("data" in x)) return [];
  return Array.from(x.data as ArrayLike<number>).filter((y) => typeof y === "number");
}
