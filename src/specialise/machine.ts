import type { Path } from "../values/layout.ts";
import { NablaError } from "../diagnostics/error.ts";
import type { Code as ErrorCode } from "../diagnostics/codes.ts";
import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { preludeFile } from "../prelude/index.ts";
import { spanOf, type FunctionNode, type Node } from "../syntax/tree.ts";
import type { Elem } from "../values/layout.ts";
import type { Code } from "./code.ts";
import type { Custom } from "./custom.ts";
import type { Compiled } from "./compiled.ts";
import type { HeapFacts } from "./heap.ts";
import type { Host } from "./host.ts";
import type { Interpreter } from "./interpreter.ts";
import { State, type Exits, type Target } from "./state.ts";
import type { Abs, BoolAbs, Cell, ClosureAbs, ConstAbs, Held, Obj, Site } from "./values.ts";

/** One function that is being run. */
export interface Frame {
  readonly code: Code;
  readonly fn: FunctionNode | undefined;
  readonly closure: ClosureAbs | undefined;
  /** Left by `return`. */
  readonly target: Target;
  /** The value returned. */
  readonly result: Cell;
  readonly self: Abs | undefined;
  /** The class whose method it is. */
  readonly home?: object | undefined;
  /** How many branches and loops were open when it was called. */
  readonly depth: number;
  readonly caller: Frame | undefined;
  /** Of a generator: what is done with the items it gives. */
  readonly onYield?: ((item: Abs) => void) | undefined;
}

/** Where `break` and `continue` lead, innermost first. */
export interface Jumps {
  readonly labels: readonly string[];
  readonly onBreak: Target;
  /** Absent outside loops: for `switch` and labelled blocks. */
  readonly onContinue: Target | undefined;
  /** Whether a `break` without a label ends it. */
  readonly plain: boolean;
  readonly outer: Jumps | undefined;
}

/** Calls of one function that were run in place. */
export interface Tally {
  calls: number;
  /** Statements, those of the functions it calls included. */
  steps: number;
  /** Whether it was given functions, which make every call another one. */
  higher: boolean;
}

/** A way to a handler: that of all values of one kind, so that `catch` knows what it has. */
export interface Thrown {
  readonly target: Target;
  /** What was thrown. */
  readonly value: Cell;
}

/** Where `throw` leads inside of `try`. */
export interface Handler {
  /** By a class, or the name of a kind of value; found while what is tried is run. */
  readonly ways: Map<unknown, Thrown>;
  /** The state around what is tried. */
  readonly state: State;
}

/**
 * What follows a call that may have left, by an error that is caught further out: it runs in a
 * branch of its own, up to the end of the region. `left` are the ways out that lead past it.
 */
export interface Guard {
  readonly b: Builder;
  readonly state: State;
  readonly goes: Value;
  readonly branch: Branch;
  readonly left: Exits;
}

/** A region under construction, with the state at its end. */
export interface Branch {
  readonly b: Builder;
  readonly state: State;
  value: Abs;
}

interface Saved {
  readonly written: ReadonlyMap<Cell, Held>;
  readonly exits: ReadonlyMap<Target, BoolAbs | ConstAbs>;
  readonly gone: boolean;
  readonly known: ReadonlyMap<Value, boolean>;
  readonly emitted: number;
  readonly trail: number;
  readonly guards: number;
}

/** Thrown where nothing more runs in the current region: the program has ended. */
export class Dead extends Error {}

/** Thrown where control has left an expression on all paths; `State.exits` says where to. */
export class Left extends Error {}

/** Thrown to start over with what has been learnt. */
export class Restart extends Error {}

/** What is learnt in one attempt and needed in the next. */
export interface Hints {
  /** Functions that call themselves depending on run-time values, so are compiled as functions. */
  readonly outlined: Set<FunctionNode>;
  /** What stands for the classes declared inside, by where; each time they are declared anew. */
  readonly classes: Map<string, object[]>;
  /** What is known of the heap. */
  readonly heap: HeapFacts;
  /** Where letters of strings are taken at places that only a run knows. */
  readonly letters: Set<Node>;
  /**
   * What makes the program do without what a fault asks for. It is applied where the fault is not
   * met in another way, by unrolling a loop; false if there is no remedy after all.
   */
  readonly remedies: WeakMap<Error, () => boolean>;
  /** What is captured, N-d arrays, numbers and lists of numbers, that is part of what is compiled for. */
  readonly known: Path[];
  /** Lists of numbers whose lengths are. */
  readonly sized: Path[];
  /**
   * Places where lists are made whose items have to be known one by one, so that the loops which
   * fill them are unrolled; false where that has failed.
   */
  readonly itemwise: Map<Site, boolean>;
  /** Whether arrays of numbers are made whose elements have not been set. */
  unset: boolean;
  /** Whether the program has asked of a boolean, or an array, whether it is there. */
  askedParts: boolean;
  /** Statements that may be run before functions called often are compiled as functions as well. */
  budget: number;
}

/** The state of the abstract interpreter: where it is and what it has emitted. */
export class Machine {
  b: Builder;
  state: State;
  frame!: Frame;
  jumps: Jumps | undefined;
  handler: Handler | undefined;
  /** Innermost last. */
  readonly guards: Guard[] = [];
  /** The node being run, for messages and for the places of instructions. */
  node: Node | undefined;
  /** Branches and loops around this point whose path depends on run-time values. */
  depth = 0;
  /** Whether loops are unrolled where arrays of objects would have to go to the heap. */
  prefersItems = false;
  /** Whether an operator was asked to say where numbers come from that are not finite. */
  watched = false;
  /** Whether arrays of booleans or rows are made whose elements have not been set. */
  hasParts = false;
  /** Whether the program has asked of a number whether it is there. */
  asked = false;
  /** Calls around this point. */
  calls = 0;
  /** Statements run so far: bounds what is unrolled. */
  steps = 0;
  /** Objects and arrays that `Object.freeze` was given. */
  readonly frozen: Set<Obj> = new Set();
  /** How many times a class has been declared, by where. */
  readonly declared: Map<string, number> = new Map();
  /** What running functions in place has cost. */
  readonly tally: Map<FunctionNode, Tally> = new Map();
  readonly funcs: Map<string, Func> = new Map();
  /** Kinds of elements that functions were found to give, by the place of the call. */
  readonly elems: Map<Node, Map<string, Elem>> = new Map();
  readonly compiled: Map<FunctionNode, Compiled[]> = new Map();
  /** Functions with rules for their derivative met so far. */
  readonly customs: Custom[] = [];
  readonly hints: Hints;
  readonly host: Host;
  readonly does: Interpreter;

  constructor(host: Host, hints: Hints, does: Interpreter) {
    this.does = does;
    this.host = host;
    host.machine = this;
    this.hints = hints;
    this.b = new Builder();
    this.state = host.state;
  }

  /** Makes `node` the place of what is emitted from now on. */
  at(node: Node): void {
    this.node = node;
    if (!isPrelude(this.frame.code)) this.b.span = spanOf(this.frame.code.tree, node);
  }

  fault(
    code: ErrorCode,
    message: string,
    help?: string,
    node: Node | undefined = this.node,
  ): never {
    throw this.error(code, message, help, node);
  }

  error(
    code: ErrorCode,
    message: string,
    help?: string,
    node: Node | undefined = this.node,
  ): NablaError {
    let last = this.trail.length;
    let at = node && this.frame && { code: this.frame.code, node };
    while (at && isPrelude(at.code) && last > 0) at = this.trail[--last];
    const span = at && spanOf(at.code.tree, at.node);
    return new NablaError(code, { message, span, help, related: this.#trail(last) });
  }

  /**
   * Faults where the place of a letter is not known for the first time, so that the loops around it
   * are unrolled. If they cannot be, specialisation starts over, and this does nothing.
   */
  admitLetter(): void {
    const { node } = this;
    if (node === undefined || this.hints.letters.has(node)) return;
    const error = this.error("NB2008", "which letter this is must be known when compiling");
    this.hints.remedies.set(error, () => Boolean(this.hints.letters.add(node)));
    throw error;
  }

  /** Where the functions around this point were called, innermost first. */
  readonly trail: { readonly code: Code; readonly node: Node; readonly name: string }[] = [];

  #trail(length: number): { message: string; span: ReturnType<typeof spanOf> }[] {
    const calls = this.trail.slice(0, length).slice(-3).toReversed();
    return calls.map(({ code, node, name }) => ({
      message: `in ${name}, called here`,
      span: spanOf(code.tree, node),
    }));
  }

  /** The held value, which must be there. */
  get(cell: Cell): Held {
    const held = this.state.get(cell);
    if (held === undefined) throw new Error(`internal: nothing in ${cell.name}`);
    return held;
  }

  /** A name that no function of the module has. */
  freshName(base: string): string {
    const plain = base.replace(/[^\w$]/g, "_");
    let name = plain;
    for (let n = 2; this.#names.has(name); n++) name = `${plain}_${n}`;
    this.#names.add(name);
    return name;
  }
  readonly #names = new Set<string>();

  /** What `restore` needs to take back everything since. */
  save(): Saved {
    return {
      written: new Map(this.state.written),
      exits: new Map(this.state.exits),
      gone: this.state.gone,
      known: new Map(this.state.known),
      emitted: this.b.body.length,
      trail: this.trail.length,
      guards: this.guards.length,
    };
  }

  /** Goes back to what was saved at this point, in the same region. */
  restore({ written, exits, gone, known, emitted, trail, guards }: Saved): void {
    this.dropGuards(guards);
    this.state.written.clear();
    for (const [cell, held] of written) this.state.written.set(cell, held);
    this.state.exits.clear();
    for (const [target, value] of exits) this.state.exits.set(target, value);
    this.state.gone = gone;
    this.state.known.clear();
    for (const [condition, is] of known) this.state.known.set(condition, is);
    this.b.body.length = emitted;
    this.trail.length = trail;
  }

  /** Forgets all guards but the outermost `count`, with what runs in them. */
  dropGuards(count: number): void {
    const first = this.guards[count];
    if (first === undefined) return;
    this.b = first.b;
    this.state = first.state;
    this.depth -= this.guards.length - count;
    this.guards.length = count;
  }

  open(): Branch {
    return {
      b: new Builder(this.b.span, this.b),
      state: new State(this.state),
      value: { kind: "never" },
    };
  }

  /** Goes on with `run` inside `branch`, which may have been worked on before. */
  within(branch: Branch, run: () => Abs | void): void {
    if (branch.state.dead) return;
    const { b, state, frame, jumps, handler, calls, node } = this;
    const trail = this.trail.length;
    this.b = branch.b;
    this.b.span = b.span;
    this.state = branch.state;
    this.depth++;
    try {
      branch.value = this.does.closed(this, run) ?? branch.value;
    } catch (error) {
      if (!(error instanceof Dead)) throw error;
      branch.state.dead = true;
      branch.value = { kind: "never" };
    } finally {
      this.depth--;
      this.trail.length = trail;
      Object.assign(this, { b, state, frame, jumps, handler, calls, node });
    }
  }
}

export const isPrelude = (code: Code | undefined): boolean => code?.tree.file === preludeFile;

/** Gives `value` a name for people, if it has none. */
export function hinted(value: Value, name: string): Value {
  if (value.hint === undefined) (value as { hint?: string }).hint = name;
  return value;
}
