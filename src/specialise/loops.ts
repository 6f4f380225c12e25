// Loop statements: counted where they plainly count, general otherwise, unrolled where they must be.
import { NablaError } from "../diagnostics/error.ts";
import type { Value } from "../ir/func.ts";
import type {
  DoNode,
  Expr,
  ForInNode,
  ForNode,
  ForOfNode,
  LocalId,
  Node,
  Pattern,
  Stmt,
  WhileNode,
} from "../syntax/tree.ts";
import { countOf, afterCount, type Count } from "./count.ts";
import { evaluate, test } from "./expressions.ts";
import { assignedIn, endsLoop } from "./jumps.ts";
import { ofEach } from "./iterate.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { assignPattern, store } from "./patterns.ts";
import { repeat } from "./repeat.ts";
import { exec, going, proceed, withJumps } from "./statements.ts";
import type { Target } from "./state.ts";
import { constant, no, Scope, type Abs, type BoolAbs, type Cell, type ConstAbs } from "./values.ts";

/** Where the jumps of one loop lead. */
export interface Ways {
  readonly onBreak: Target;
  readonly onContinue: Target;
  readonly labels: readonly string[];
}

export function waysOf(labels: readonly string[]): Ways {
  return { onBreak: { name: "break" }, onContinue: { name: "continue" }, labels };
}

/** Runs the body once; `continue` ends here. Gives whether the loop goes on. */
export function bodyOnce(m: Machine, ways: Ways, body: () => void): BoolAbs | ConstAbs {
  withJumps(m, { ...ways, plain: true }, body);
  m.state.exits.delete(ways.onContinue);
  return going(m);
}

/** The variables that `node` assigns, as cells of this activation. */
export function assignedCells(nodes: readonly (Node | undefined)[], scope: Scope): Cell[] {
  const ids = new Set<LocalId>();
  for (const node of nodes) if (node) for (const id of assignedIn(node)) ids.add(id);
  return [...ids].map((id) => scope.find(id)).filter((cell) => cell !== undefined);
}

export function execWhile(
  m: Machine,
  node: WhileNode,
  scope: Scope,
  labels: readonly string[],
): void {
  const ways = waysOf(labels);
  whileLoop(m, ways, assignedCells([node.test, node.body], scope), {
    test: () => test(m, node.test, scope),
    body: () => exec(m, node.body, scope),
  });
}

interface Parts {
  readonly test: (() => BoolAbs | ConstAbs) | undefined;
  readonly body: () => void;
  readonly update?: () => void;
}

/** `while`, and any loop that is not counted. */
export function whileLoop(m: Machine, ways: Ways, guess: readonly Cell[], parts: Parts): void {
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

export function execDo(m: Machine, node: DoNode, scope: Scope, labels: readonly string[]): void {
  const ways = waysOf(labels);
  repeat(m, {
    guess: assignedCells([node.test, node.body], scope),
    onBreak: ways.onBreak,
    endless: false,
    iteration: () => {
      const go = bodyOnce(m, ways, () => exec(m, node.body, scope));
      return branch(
        m,
        go,
        () => test(m, node.test, scope),
        () => no,
      ) as BoolAbs | ConstAbs;
    },
  });
}

export function execFor(m: Machine, node: ForNode, outer: Scope, labels: readonly string[]): void {
  const scope = new Scope(outer);
  if (node.init) exec(m, node.init, scope);
  m.at(node);
  const count = endsLoop(node.body, labels) ? undefined : countOf(m, node, scope);
  if (count === undefined || !countedFor(m, node, scope, labels, count)) {
    generalFor(m, node, scope, labels);
  }
}

/** Variables that the head declares: each iteration has its own. */
function headIds(node: ForNode): LocalId[] {
  if (node.init?.kind !== "declare" || node.init.how === "var") return [];
  const ids: LocalId[] = [];
  const visit = (pattern: Pattern): void => {
    if (pattern.kind === "local") ids.push(pattern.id);
    if (pattern.kind === "default-pattern") visit(pattern.target);
    if (pattern.kind === "array-pattern") {
      for (const item of pattern.items) if (item.kind !== "hole") visit(item);
    }
    if (pattern.kind === "object-pattern")
      for (const { target } of pattern.properties) visit(target);
  };
  for (const { target } of node.init.items) visit(target);
  return ids;
}

/** A scope with copies of the head's variables, which are copied back by `after`. */
function ownCopies(
  m: Machine,
  ids: readonly LocalId[],
  scope: Scope,
): { readonly inner: Scope; readonly after: () => void } {
  const inner = new Scope(scope);
  const copy = (from: Scope, to: Scope): void => {
    for (const id of ids) {
      const cell = from.cells.get(id);
      const target = to.cells.get(id);
      const held = cell && m.state.get(cell);
      if (target && held) m.state.set(target, held);
    }
  };
  for (const id of ids) inner.cells.set(id, { name: scope.cells.get(id)?.name ?? "" });
  copy(scope, inner);
  return { inner, after: () => copy(inner, scope) };
}

function generalFor(m: Machine, node: ForNode, scope: Scope, labels: readonly string[]): void {
  const ids = headIds(node);
  const guess = assignedCells([node.test, node.update, node.body], scope);
  const { test: condition, update } = node;
  let after = (): void => {};
  whileLoop(m, waysOf(labels), guess, {
    test: condition && (() => test(m, condition, scope)),
    body: () => {
      const copies = ownCopies(m, ids, scope);
      after = copies.after;
      exec(m, node.body, copies.inner);
    },
    update: () => {
      after();
      if (update) evaluate(m, update, scope);
    },
  });
}

/** Emits a counted loop; false if its bound turns out to change on the way. */
function countedFor(
  m: Machine,
  node: ForNode,
  scope: Scope,
  labels: readonly string[],
  count: Count,
): boolean {
  const body = (index: Abs): BoolAbs | ConstAbs => {
    const inner = new Scope(scope);
    const cell: Cell = { name: count.cell.name };
    inner.cells.set(count.id, cell);
    store(m, cell, index);
    return bodyOnce(m, waysOf(labels), () => exec(m, node.body, inner));
  };
  if (count.known && count.known.length <= 1) {
    for (const index of count.known) body(constant(index));
    store(m, count.cell, constant(count.final ?? 0));
    return true;
  }
  const attempt = (): boolean => {
    const guess = assignedCells([node.body], scope);
    const saved = new Map(m.state.written);
    const changed = repeat(m, {
      guess,
      count: count.range(m),
      onBreak: { name: "break" },
      endless: false,
      iteration: (index) => {
        m.at(node);
        return body(count.index(index as Value));
      },
    });
    if (![...count.reads].some((cell) => changed.has(cell))) return true;
    m.state.written.clear();
    for (const [cell, held] of saved) m.state.written.set(cell, held);
    return false;
  };
  const done = unrollIfNeeded(m, attempt, count.known, body);
  if (done) afterCount(m, count);
  return done;
}

const MOST_UNROLLED = 512;
/** Faults of values that were known before the loop made them unknown. */
const unrollable = new Set(["NB2008", "NB2006"]);

/** Tries `attempt`; where that needs indices to be known, and they are few, runs each iteration. */
export function unrollIfNeeded(
  m: Machine,
  attempt: () => boolean,
  known: readonly number[] | undefined,
  body: (index: Abs) => BoolAbs | ConstAbs,
): boolean {
  if (known === undefined || known.length > MOST_UNROLLED) return attempt();
  const saved = m.save();
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof NablaError) || !unrollable.has(error.code)) throw error;
    m.restore(saved);
    unroll(m, known, body);
    return true;
  }
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

export function execForOf(
  m: Machine,
  node: ForOfNode,
  outer: Scope,
  labels: readonly string[],
): void {
  const iterable = evaluate(m, node.iterable, outer);
  m.at(node);
  const ways = waysOf(labels);
  const guess = assignedCells([node.body], outer);
  if (node.how === "assign" || node.how === "var") {
    guess.push(...assignedCells([node], outer));
  }
  ofEach(m, iterable, {
    ways,
    guess,
    ends: endsLoop(node.body, labels),
    body: (item) => bodyOnce(m, ways, () => bindEach(m, node, item(), outer)),
  });
  m.state.exits.delete(ways.onBreak);
}

function bindEach(m: Machine, node: ForOfNode | ForInNode, item: Abs, outer: Scope): void {
  const scope = new Scope(outer);
  const declares = node.how === "const" || node.how === "let";
  m.at(node.target as Expr);
  assignPattern(m, node.target, item, scope, declares ? scope : undefined);
  exec(m, node.body as Stmt, scope);
}

export function execForIn(
  m: Machine,
  node: ForInNode,
  outer: Scope,
  labels: readonly string[],
): void {
  const object = evaluate(m, node.object, outer);
  m.at(node);
  if (object.kind !== "object") {
    return m.fault("NB2010", "`for … in` over something else than an object", "use `for … of`");
  }
  const ways = waysOf(labels);
  const names = [...m.host.ownFields(m, object)].map(([name]) => name);
  unroll(m, [...names.keys()], (index) =>
    bodyOnce(m, ways, () => {
      const name = names[(index as ConstAbs).value as number];
      bindEach(m, node, constant(name), outer);
    }),
  );
  m.state.exits.delete(ways.onBreak);
}
