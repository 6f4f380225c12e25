import { NablaError } from "../diagnostics/error.ts";
import type { FunctionTree } from "../syntax/tree.ts";
import type { Known } from "../specialise/library.ts";
import { cloned } from "../values/clone.ts";
import { checkArguments } from "./arguments.ts";
import { declare } from "./known.ts";
import { reflectorFor, sourceOf, type Source } from "./paths.ts";
import { compileProgram, fitting, type Program } from "./program.ts";

type Made = Extract<Known, { kind: "made" }>;

/** Programs by the tree of the user's function, then by the operators around it. */
const programs = new WeakMap<FunctionTree, Map<string, Program[]>>();

/** What is behind a function that an operator made, found at its first call. */
const callables = new WeakMap<object, { source: Source; known: Program[] }>();

/** Calls a function that an operator made: compiles it where no program fits. */
export function run(fn: object, made: Made, args: readonly unknown[]): unknown {
  if (made.by.kind === "operator" && made.by.name === "vjp") {
    checkFunction(made);
    return runVjp(made, args);
  }
  let behind = callables.get(fn);
  if (behind === undefined) {
    checkFunction(made);
    const source = sourceOf(fn);
    behind = { source, known: programsOf(source) };
    callables.set(fn, behind);
  }
  const { source, known } = behind;
  for (const program of known) {
    const roots = fitting(program, source, args);
    if (roots !== undefined) return program.call(roots, source, args);
  }
  checkArguments(made, source, args);
  const program = compileProgram(fn, args, source);
  known.push(program);
  const roots = fitting(program, source, args);
  if (roots === undefined) throw new Error("internal: a program does not fit what it was made for");
  return program.call(roots, source, args);
}

function programsOf(source: Source): Program[] {
  const { tree } = reflectorFor(source)(source.fn);
  let byChain = programs.get(tree);
  if (byChain === undefined) programs.set(tree, (byChain = new Map()));
  let known = byChain.get(source.chain);
  if (known === undefined) byChain.set(source.chain, (known = []));
  return known;
}

/**
 * The value by running the function itself; the pullback runs it again on a copy of the primals as
 * they were.
 */
function runVjp({ args: [f, options] }: Made, primals: readonly unknown[]): unknown {
  const before = cloned(primals);
  const jit = transformedBy("jit", f, options);
  const pull = transformedBy("pullback", f, options);
  return {
    value: jit(...primals),
    pullback: (cotangent: unknown): unknown => pull(cloned(before), cotangent),
  };
}

function transformedBy(
  name: "jit" | "pullback",
  ...args: readonly unknown[]
): (...args: readonly unknown[]) => unknown {
  const known = { kind: "made", by: { kind: "operator", name }, args } as const;
  const fn = (...given: readonly unknown[]): unknown => run(fn, known, given);
  return declare(fn, known);
}

function checkFunction({ by, args: [f] }: Made): void {
  if (typeof f === "function") return;
  const name = by.kind === "operator" ? by.name : by.kind;
  throw new NablaError("NB5005", {
    message: `\`${name}\` was given ${f === null ? "null" : `a ${typeof f}`}`,
    help: `pass the function itself: ${name}(f), then call what it returns with f's arguments`,
  });
}
