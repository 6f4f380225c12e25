// What all loops have in common, whatever they go through.
import { NablaError } from "../diagnostics/error.ts";
import type { LocalId, Node } from "../syntax/tree.ts";
import { going, proceed, withJumps } from "./flow.ts";
import { closed } from "./interpreter.ts";
import { assignedIn } from "./jumps.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { repeat } from "./repeat.ts";
import type { Target } from "./state.ts";
import {
  constant,
  no,
  yes,
  type Abs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
  type Scope,
} from "./values.ts";

/** Where the jumps of one loop lead. */
export interface Ways {
  readonly onBreak: Target;
  readonly onContinue: Target;
  readonly labels: readonly string[];
}

/** Going through items. */
export interface Each {
  readonly ways: Ways;
  readonly guess: readonly Cell[];
  /** Whether a jump may end the loop. */
  readonly ends: boolean;
  /** Runs the body for an item, which is read when asked for; gives whether to go on. */
  readonly body: (item: () => Abs, index: Abs) => BoolAbs | ConstAbs;
}

export function waysOf(labels: readonly string[]): Ways {
  return { onBreak: { name: "break" }, onContinue: { name: "continue" }, labels };
}

/** Runs the body once; `continue` ends here. Gives whether the loop goes on. */
export function bodyOnce(m: Machine, ways: Ways, body: () => void): BoolAbs | ConstAbs {
  closed(m, () => withJumps(m, { ...ways, plain: true }, body));
  m.state.arrive(ways.onContinue);
  return going(m);
}

/** The variables that `node` assigns, as cells of this activation. */
export function assignedCells(nodes: readonly (Node | undefined)[], scope: Scope): Cell[] {
  const ids = new Set<LocalId>();
  for (const node of nodes) if (node) for (const id of assignedIn(node)) ids.add(id);
  return [...ids].map((id) => scope.find(id)).filter((cell) => cell !== undefined);
}

interface Parts {
  readonly test: (() => BoolAbs | ConstAbs) | undefined;
  readonly body: () => void;
  readonly update?: () => void;
}

/** `while`, and any loop that is not counted. */
export function whileLoop(m: Machine, ways: Ways, guess: readonly Cell[], parts: Parts): void {
  const saved = m.save();
  try {
    repeated(m, ways, guess, parts);
  } catch (error) {
    if (!(error instanceof NablaError) || !unrollable.has(error.code)) throw error;
    m.restore(saved);
    try {
      stepByStep(m, ways, parts, 0);
      m.state.arrive(ways.onBreak);
    } catch (another) {
      throw another instanceof Unforeseen ? error : another;
    }
  }
}

/** Thrown where whether a loop goes on is known only when running. */
class Unforeseen extends Error {}

/** Runs one iteration after the other, as long as it is known that there is another one. */
function stepByStep(m: Machine, ways: Ways, parts: Parts, count: number): void {
  if (count > MOST_UNROLLED) throw new Unforeseen();
  const go = parts.test?.() ?? yes;
  if (go.kind !== "const") throw new Unforeseen();
  if (!go.value) return;
  bodyOnce(m, ways, parts.body);
  proceed(m, () => {
    parts.update?.();
    stepByStep(m, ways, parts, count + 1);
  });
}

function repeated(m: Machine, ways: Ways, guess: readonly Cell[], parts: Parts): void {
  const once = (): BoolAbs | ConstAbs => {
    const go = bodyOnce(m, ways, parts.body);
    if (parts.update) branch(m, go, parts.update, () => {});
    return go;
  };
  const { node } = m;
  repeat(m, {
    guess,
    onBreak: ways.onBreak,
    endless: parts.test === undefined,
    iteration: () => {
      if (node) m.at(node);
      if (parts.test === undefined) return once();
      return branch(m, parts.test(), once, () => no) as BoolAbs | ConstAbs;
    },
  });
}

/** Iterations that are run one by one. */
export const MOST_UNROLLED = 512;
/** Loops up to this are rather unrolled than have objects put on the heap. */
const FEW_ITEMS = 16;
/** Faults of values that were known before the loop made them unknown. */
const unrollable = new Set(["NB2008", "NB2006", "NB6004"]);

/** Does it in one way, and where that needs more to be known, in another. */
export function orUnrolled<T>(m: Machine, attempt: () => T, unrolled: () => T): T {
  const saved = m.save();
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof NablaError) || !unrollable.has(error.code)) throw error;
    m.restore(saved);
    return unrolled();
  }
}

/** Tries `attempt`; where that needs indices to be known, and they are few, runs each iteration. */
export function unrollIfNeeded(
  m: Machine,
  attempt: () => boolean,
  known: readonly number[] | undefined,
  body: (index: Abs) => BoolAbs | ConstAbs,
): boolean {
  if (known === undefined || known.length > MOST_UNROLLED) return attempt();
  const { prefersItems } = m;
  const preferring = (): boolean => {
    m.prefersItems ||= known.length <= FEW_ITEMS;
    try {
      return attempt();
    } finally {
      m.prefersItems = prefersItems;
    }
  };
  return orUnrolled(m, preferring, () => {
    unroll(m, known, body);
    return true;
  });
}

/** Runs the body for one index after the other, as long as no jump ends the loop. */
export function unroll(
  m: Machine,
  indices: readonly number[],
  body: (index: Abs) => BoolAbs | ConstAbs,
  from = 0,
): void {
  for (let i = from; i < indices.length; i++) {
    body(constant(indices[i]));
    if (m.state.exits.size > 0) return proceed(m, () => unroll(m, indices, body, i + 1));
  }
}
