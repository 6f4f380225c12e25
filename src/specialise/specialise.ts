import { NablaError } from "../diagnostics/error.ts";
import type { Func, Module, Value } from "../ir/func.ts";
import type { FunctionNode } from "../syntax/tree.ts";
import { rootOf, samePath, type Layout, type Path } from "../values/layout.ts";
import type { Result, Write } from "../values/result.ts";
import { constructorOf } from "./builtins.ts";
import { callClosure, callHost, closureOf, invoke, runInPlace } from "./calls.ts";
import { evaluate, keyName, test, variableCell } from "./expressions.ts";
import { overObject } from "./generators.ts";
import { closed } from "./guards.ts";
import type { Interpreter } from "./interpreter.ts";
import { ofEach } from "./iterate.ts";
import { callMethod } from "./methods.ts";
import { exec } from "./statements.ts";
import type { Reflected } from "./code.ts";
import { ofChoice } from "./choices.ts";
import { Heap, HeapFacts } from "./heap.ts";
import { Host, type Root } from "./host.ts";
import type { Library } from "./library.ts";
import { Dead, Machine, Restart, type Frame, type Hints } from "./machine.ts";
import type { Family } from "../values/heap.ts";
import { toHeap } from "./promote.ts";
import { reachable } from "./reachable.ts";
import { Outcome } from "./results.ts";
import { State } from "./state.ts";
import { never, type Abs } from "./values.ts";

export interface SpecialiseOptions {
  /** The function to compile: the user's, or one that an operator of the library made. */
  readonly fn: object;
  /** What it is called with. Only types, sharing and static values matter. */
  readonly args: readonly unknown[];
  /**
   * The source of a function; throws a NablaError where there is none. `scope` is the option of that
   * name which the function was given to an operator with.
   */
  readonly reflect: (fn: object, scope?: Readonly<Record<string, unknown>>) => Reflected;
  /** What functions of nabla are, by identity. */
  readonly library?: Library | undefined;
  /** What lies at a path, where the function is compiled for what was there before. */
  readonly before?: ((path: Path, now: unknown) => unknown) | undefined;
}

/** A function compiled for one layout of its arguments and of what it captures. */
export interface Specialised {
  readonly module: Module;
  /** Name of the entry function. Its parameters are the leaves of `layout`, in order. */
  readonly name: string;
  /**
   * What the code depends on: the arguments, then every captured variable it has looked at, by path
   * and in this order. To call it again: read these paths anew, lay the values out, and compare the
   * key with that of `layout`; the same key means that the code fits.
   */
  readonly roots: readonly Root[];
  readonly layout: Layout;
  /** How the results make the value of the call. */
  readonly result: Result;
  /** What the call changes outside besides memory: captured variables, fields of given objects. */
  readonly writes: readonly Write[];
  /** Objects of the layout that have been moved to the heap, and where their records are among the results. */
  readonly moved: readonly { readonly id: number; readonly result: number }[];
  /** What lies on the heap. */
  readonly families: ReadonlyMap<number, Family>;
  /** Objects of the host that the code shows, by their number in formats: see `values/output.ts`. */
  readonly shown: readonly unknown[];
  /** The families of what the layout refers to by other numbers. */
  readonly graph: readonly number[];
  /** Whether an operator asks for where numbers that are not finite come from. */
  readonly watched: boolean;
}

const interpreter: Interpreter = {
  evaluate,
  test,
  keyName,
  variableCell,
  exec,
  invoke,
  callClosure,
  callHost,
  closureOf,
  runInPlace,
  ofEach,
  overObject,
  callMethod,
  constructorOf,
  closed,
  ofChoice,
  toHeap,
};

const MOST_RESTARTS = 60;

/**
 * Compiles a function for the layout of `args`, by running its tree over abstract values.
 *
 * @throws NablaError NB1003, NB1004, NB2003 … NB2013: what the function does outside the language
 */
export function specialise(options: SpecialiseOptions): Specialised {
  try {
    return attempts(options, LARGE);
  } catch (error) {
    // what cannot be compiled as a function of its own may do when it is run in place
    if (!(error instanceof NablaError)) throw error;
    return attempts(options, Infinity);
  }
}

/** Statements run from which on a program counts as large. */
const LARGE = 20000;

function attempts(options: SpecialiseOptions, budget: number): Specialised {
  const hints: Hints = {
    outlined: new Set<FunctionNode>(),
    classes: new Map<string, object[]>(),
    heap: new HeapFacts(),
    letters: new Set(),
    known: [],
    sized: [],
    itemwise: new Map(),
    remedies: new WeakMap(),
    unset: false,
    askedParts: false,
    budget,
  };
  let known: readonly Root[] = options.args.map((value, index) => ({
    path: argumentPath(options, index),
    value,
  }));
  for (let attempt = 0; attempt < MOST_RESTARTS; attempt++) {
    const heap = new Heap(hints.heap);
    const { reflect, library = none, before } = options;
    const host = new Host({ reflect, library, heap, before });
    try {
      const done = new Specialisation(options, host, hints).run(known);
      if (!heap.outdated) return done;
    } catch (error) {
      // what fails with outdated facts may be right with those that have been learnt
      const remedied = hints.remedies.get(error as Error)?.();
      if (!(error instanceof Restart) && !heap.outdated && !remedied) throw error;
    }
    known = host.roots.map((root) => withKnown(root, hints));
  }
  throw new Error("internal: specialisation does not settle");
}

const none = (): undefined => undefined;

/** A root, with the paths from it to what has to be known. */
function withKnown({ path, value }: Root, hints: Hints): Root {
  const here = (paths: readonly Path[]): Path[] =>
    paths.filter((one) => samePath(rootOf(one), path));
  const [known, sized] = [here(hints.known), here(hints.sized)];
  if (known.length + sized.length === 0) return { path, value };
  if (path.kind === "argument") return { path: { ...path, sized }, value };
  return path.kind === "captured" ? { path: { ...path, known, sized }, value } : { path, value };
}

/** The path of an argument; those of `jvp` and the like end with tangents, or a cotangent. */
function argumentPath({ fn, library = none }: SpecialiseOptions, index: number): Path {
  const known = library(fn);
  if (known?.kind !== "made" || known.by.kind !== "operator") return { kind: "argument", index };
  const { by, args } = known;
  const listed = by.name === "jvp" || by.name === "pullback";
  const linear = listed ? index >= (args[2] as number) : by.name === "hvp" && index === 1;
  return linear ? { kind: "argument", index, linear } : { kind: "argument", index };
}

class Specialisation {
  readonly #options: SpecialiseOptions;
  readonly #host: Host;
  readonly #m: Machine;

  constructor(options: SpecialiseOptions, host: Host, hints: Hints) {
    this.#options = options;
    this.#host = host;
    this.#m = new Machine(host, hints, interpreter);
    this.#m.state = new State(host.state);
  }

  run(known: readonly Root[]): Specialised {
    const m = this.#m;
    this.#host.preload(known);
    const { fn, args } = this.#options;
    const host = this.#host;
    const code = host.entry(fn);
    m.frame = entryFrame(code);
    const passed = args.map((value, index) => host.add(value, argumentPath(this.#options, index)));
    let value: Abs = never;
    try {
      value = invoke(m, { kind: "host", value: fn }, passed, undefined);
    } catch (error) {
      if (!(error instanceof Dead)) throw error;
      m.state.dead = true;
    }
    const outcome = new Outcome(m, value);
    const base = (fn as { name?: string }).name;
    const name = m.freshName(`${base === undefined || base === "" ? "main" : base}`);
    const entry = this.#entry(name, outcome.yields);
    m.funcs.set(name, entry);
    return {
      module: reachable(m.funcs, name),
      name,
      roots: host.roots,
      layout: host.layout(),
      result: outcome.result,
      writes: outcome.writes,
      moved: outcome.moved,
      families: host.state.heap.all(),
      shown: host.shownObjects,
      graph: host.families,
      watched: this.#m.watched,
    };
  }

  #entry(name: string, yields: readonly Value[]): Func {
    const body = [...this.#host.prologue.body, ...this.#m.b.body];
    const params = this.#host.params();
    // two graphs may have objects in common
    const disjoint = params.filter(({ type }) => type.kind === "ref").length < 2;
    return { name, region: { params, body, yields }, disjoint, span: undefined };
  }
}

function entryFrame(code: Frame["code"] | undefined): Frame {
  return {
    code: code as Frame["code"],
    fn: undefined,
    closure: undefined,
    target: { name: "return" },
    result: { name: "result" },
    self: undefined,
    depth: 0,
    caller: undefined,
  };
}
