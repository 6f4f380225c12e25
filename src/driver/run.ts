import { NablaError } from "../diagnostics/error.ts";
import type { Known, Operator } from "../specialise/library.ts";
import { cloned } from "../values/clone.ts";
import { checkArguments, mostArguments } from "./arguments.ts";
import { declare } from "./known.ts";
import { keyOfPath, sourceOf, treeOf, type Before, type Source } from "./paths.ts";
import { placed } from "./place.ts";
import { compileProgram, type Program } from "./program.ts";
import { fitting, Programs, type Fit } from "./programs.ts";

type Made = Extract<Known, { kind: "made" }>;

/** Programs by the tree of the user's function, or by one with rules; then by operators around it. */
const programs = new WeakMap<object, Map<string, Programs>>();

interface Behind {
  readonly source: Source;
  readonly programs: Programs;
  /** How many arguments it takes notice of. */
  readonly most: number;
}

/** What is behind a function that an operator made, found at its first call. */
const callables = new WeakMap<object, Behind>();

/** Calls a function that an operator made: compiles it where no program fits. */
export function run(fn: object, known: Made, given: readonly unknown[], before?: Before): unknown {
  const special = callables.has(fn) ? undefined : specialRun(known);
  if (special !== undefined) {
    checkFunction(known);
    return special(known, given);
  }
  const behind = behindOf(fn, known);
  const args = taken(behind, given);
  try {
    const { program, roots } = fitted(fn, known, args, behind, before);
    return program.call(roots, behind.source, args);
  } catch (error) {
    throw placed(error, behind.source);
  }
}

function behindOf(fn: object, known: Made): Behind {
  let behind = callables.get(fn);
  if (behind === undefined) {
    checkFunction(known);
    const source = sourceOf(fn);
    behind = { source, programs: programsOf(source), most: mostArguments(known, source) };
    callables.set(fn, behind);
  }
  return behind;
}

const taken = ({ most }: Behind, args: readonly unknown[]): readonly unknown[] =>
  args.length <= most ? args : args.slice(0, most);

/** The program for a call, and the values that it needs. */
function fitted(
  fn: object,
  known: Made,
  args: readonly unknown[],
  { source, programs: own }: Behind,
  before?: Before,
): Fit {
  const found = own.find(source, args, before);
  if (found !== undefined) return found;
  checkArguments(known, source, args);
  const program = compiled(fn, args, source, before);
  own.add(program);
  // where a variable has become another kind of value, it is read as it is
  const roots = fitting(program, source, args, before) ?? fitting(program, source, args);
  if (roots === undefined) throw new Error("internal: a program does not fit what it was made for");
  return { program, roots };
}

/** What is wrong with the user's program is a NablaError: everything else is a fault of ours. */
function compiled(
  fn: object,
  args: readonly unknown[],
  source: Source,
  before: Before | undefined,
): Program {
  try {
    return compileProgram(fn, args, source, before);
  } catch (error) {
    if (error instanceof NablaError) throw error;
    const what = error instanceof Error ? error.message.replace(/^internal: /, "") : String(error);
    const name = source.written.name === "" ? "this function" : `\`${source.written.name}\``;
    throw new Error(
      `internal: ${what}\n\n` +
        `  nabla could not compile ${name}, and the fault is its own, not the program's.\n` +
        "  Please report it, with the function and the types of its arguments.",
      { cause: error },
    );
  }
}

/** Operators whose arguments or results need more than a call of compiled code. */
function specialRun({ by, args }: Made): typeof runVjp | undefined {
  if (by.kind !== "operator") return undefined;
  if (by.name === "vjp") return runVjp;
  return by.name === "jvp" && args.length < 3 ? runJvp : undefined;
}

function programsOf(source: Source): Programs {
  const about = source.fn === source.written ? treeOf(source) : source.fn;
  let byChain = programs.get(about);
  if (byChain === undefined) programs.set(about, (byChain = new Map()));
  let known = byChain.get(source.chain);
  if (known === undefined) byChain.set(source.chain, (known = new Programs()));
  return known;
}

/** Primals and tangents one by one: as lists of numbers they would be taken for arrays. */
function runJvp({ args: [f, options] }: Made, [primals, tangents]: readonly unknown[]): unknown {
  if (!Array.isArray(primals) || !Array.isArray(tangents) || primals.length !== tangents.length) {
    const error = new NablaError("NB5003", {
      message: "`jvp(f)` takes a list of primals and a list of as many tangents",
      help: "write `jvp(f)([x, y], [dx, dy])`",
    });
    throw placed(error, sourceOf(f as object));
  }
  return made("jvp", f, options, primals.length).fn(...primals, ...tangents);
}

/**
 * The value by running the function itself; the pullback runs it again on copies of the primals, and
 * of what it captures, as they were.
 */
function runVjp({ args: [f, options] }: Made, given: readonly unknown[]): unknown {
  // the pullback is a call that comes after
  const value = made("jit", f, { ...(options as object | undefined), results: undefined });
  const behind = behindOf(value.fn, value.known);
  const primals = taken(behind, given);
  try {
    const { program, roots } = fitted(value.fn, value.known, primals, behind);
    const [args, values] = cloned([primals, roots] as const);
    const before = new Map(program.paths.map((path, i) => [keyOfPath(path), values[i]]));
    const { fn, known } = made("pullback", f, options, primals.length);
    const pullback = (cotangent: unknown): unknown => run(fn, known, [...args, cotangent], before);
    return { value: program.call(roots, behind.source, primals), pullback };
  } catch (error) {
    throw placed(error, behind.source);
  }
}

function made(
  name: Operator,
  ...args: readonly unknown[]
): { readonly fn: (...given: readonly unknown[]) => unknown; readonly known: Made } {
  const known: Made = { kind: "made", by: { kind: "operator", name }, args };
  const fn = (...given: readonly unknown[]): unknown => run(fn, known, given);
  return { fn: declare(fn, known), known };
}

function checkFunction({ by, args: [f] }: Made): void {
  if (typeof f === "function") return;
  const name = by.kind === "operator" ? by.name : by.kind;
  throw new NablaError("NB5005", {
    message: `\`${name}\` was given ${f === null ? "null" : `a ${typeof f}`}`,
    help: `pass the function itself: ${name}(f), then call what it returns with f's arguments`,
  });
}
