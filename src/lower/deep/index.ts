/*
 * Recursion as deep as memory allows: functions that call one another become one loop (machine.ts)
 * that keeps waiting calls in records (frame.ts). What they compute, and in which order, is the same
 * to the bit. It is slower than calls, so it is for when these run out of stack.
 */
import { callOrder, recursiveFuncs } from "../../analysis/callgraph.ts";
import { freshName, recordsOf, withFuncs, type Func, type Module } from "../../ir/func.ts";
import { calleesOf } from "../../ir/rewrite.ts";
import { Frames } from "./frame.ts";
import { Machine } from "./machine.ts";
import { planMachine } from "./plan.ts";

export interface DeepOptions {
  /** Most calls of recursive functions that wait at once; more end the call with NB4002. Default 1e6. */
  readonly maxDepth?: number | undefined;
  /** Whether all functions are taken for recursive. Default false. */
  readonly all?: boolean;
}

/** Calls that may wait unless the user says otherwise: with what most keep, some hundred megabytes. */
export const defaultDepth = 1_000_000;

/** Whether `deepen` changes anything. */
export function isRecursive(module: Module): boolean {
  return recursiveFuncs(module).size > 0;
}

/**
 * `module` with no function that may be running when it is called again. `roots` are there with the
 * same signatures, and so is what they call outside of recursion. Linear in the size of the module.
 */
export function deepen(
  module: Module,
  roots: readonly string[],
  { maxDepth = defaultDepth, all = false }: DeepOptions = {},
): Module {
  const recursive = recursiveFuncs(module);
  const groups = all
    ? [[...module.funcs.values()]]
    : callOrder(module).filter((group) => group.some((f) => recursive.has(f.name)));
  const most = Math.max(0, Math.min(Math.trunc(maxDepth) || 0, 2 ** 31 - 2));
  return groups.reduce<Module>((now, group) => deepenGroup(now, group, roots, most), module);
}

function deepenGroup(
  module: Module,
  group: readonly Func[],
  roots: readonly string[],
  maxDepth: number,
): Module {
  const names = new Set(group.map((f) => f.name));
  const called = new Set(roots);
  for (const func of module.funcs.values()) {
    if (!names.has(func.name)) for (const name of calleesOf(func.region)) called.add(name);
  }
  const entered = group.filter((f) => called.has(f.name));
  const { name: base, span } = group[0]!;
  const plan = planMachine(group);
  const frames = new Frames({
    name: freshFrame(module, `${base}_frame`),
    types: plan.fields.types,
    maxDepth,
    tooDeep: tooDeep(group, maxDepth),
    span,
  });
  const machine = new Machine(freshName(module, `${base}_deep`), plan, frames, entered);
  const others = [...module.funcs].filter(([name]) => !names.has(name));
  return withFuncs(
    { funcs: new Map(others) },
    ...entered.map((f) => machine.wrapper(f)),
    machine.func(span),
    frames.maker,
  );
}

/** A name for a record and a function. */
function freshFrame(module: Module, base: string): string {
  const records = recordsOf(module);
  for (let n = 1; ; n++) {
    const name = freshName(module, n === 1 ? base : `${base}_${n}`);
    if (!records.has(name)) return name;
  }
}

function tooDeep(group: readonly Func[], maxDepth: number): string {
  const names = [...new Set(group.flatMap(({ userName }) => (userName ? [userName] : [])))];
  const who = names.map((name) => `\`${name}\``).join(" and ") || "this";
  const what = names.length > 1 ? "call one another" : "calls itself";
  return `${who} ${what} ${maxDepth} deep, and would go deeper`;
}
