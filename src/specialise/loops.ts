// Loop statements: counted where they plainly count, general otherwise, unrolled where they must be.
import { assignedCells, bodyOnce, unroll, unrollIfNeeded, waysOf, whileLoop } from "./looping.ts";
import { evaluate, test, exec } from "./interpreter.ts";
import { ownFields } from "./own-fields.ts";
import { assignVariable, declareVariable, store, unboxed } from "./variables.ts";
import type { Value } from "../ir/func.ts";
import type {
  DoNode,
  Expr,
  ForInNode,
  ForNode,
  ForOfNode,
  LocalId,
  Stmt,
  WhileNode,
} from "../syntax/tree.ts";
import { countOf, afterCount, headIds, type Count } from "./count.ts";
import { endsLoop } from "./jumps.ts";
import { ofEach, until } from "./iterate.ts";
import { arrayContent } from "./content.ts";
import { lengthAbs } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { assignPattern } from "./patterns.ts";
import { counted, repeat } from "./repeat.ts";
import {
  constant,
  never,
  no,
  Scope,
  type Abs,
  type ArrayAbs,
  type TypedAbs,
  type BoolAbs,
  type Cell,
  type ConstAbs,
} from "./values.ts";

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
  const ends = endsLoop(node.body, labels, m.handler !== undefined);
  const count = ends ? undefined : countOf(m, node, scope);
  if (count === undefined || !countedFor(m, node, scope, labels, count)) {
    generalFor(m, node, scope, labels);
  }
}

/** A scope with copies of the head's variables, which are copied back by `after`. */
function ownCopies(
  m: Machine,
  ids: readonly LocalId[],
  scope: Scope,
): { readonly inner: Scope; readonly after: () => void } {
  const inner = new Scope(scope);
  const valueIn = (from: Scope, id: LocalId): Abs =>
    unboxed(m, id, (m.state.get(from.cells.get(id) as Cell) ?? never) as Abs);
  for (const id of ids) declareVariable(m, id, inner, valueIn(scope, id));
  const after = (): void => {
    for (const id of ids) {
      assignVariable(m, id, scope.cells.get(id) as Cell, valueIn(inner, id));
    }
  };
  return { inner, after };
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
  const start = m.save();
  const before = [...count.reads].map((cell) => [cell, m.state.get(cell)] as const);
  // the bound is asked for again in every iteration: it must not have changed
  const held = (): boolean => {
    if (before.every(([cell, was]) => m.state.get(cell) === was)) return true;
    m.restore(start);
    return false;
  };
  if (count.known && count.known.length <= 1) {
    for (const index of count.known) body(constant(index));
    if (!held()) return false;
    store(m, count.cell, constant(count.final ?? 0));
    return true;
  }
  const attempt = (): boolean => {
    const guess = assignedCells([node.body], scope);
    const saved = m.save();
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
    m.restore(saved);
    return false;
  };
  const done = unrollIfNeeded(m, () => counted(m, attempt), count.known, body) && held();
  if (done) afterCount(m, count);
  return done;
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
    ends: endsLoop(node.body, labels, m.handler !== undefined),
    body: (item) => bodyOnce(m, ways, () => bindEach(m, node, item(), outer)),
  });
  m.state.arrive(ways.onBreak);
}

/** Whether it is an array whose indices only a run knows, or too many to go through one by one. */
function isLong(m: Machine, object: Abs): object is ArrayAbs | TypedAbs {
  if (object.kind === "typed") return true;
  return object.kind === "array" && arrayContent(m, object).kind === "run";
}

const keyOf = (index: Abs): Abs =>
  index.kind === "const"
    ? constant(String(index.value))
    : { kind: "text", parts: [{ value: index }] };

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
  const ways = waysOf(labels);
  if (isLong(m, object)) {
    // the keys are strings of the indices
    const length = lengthAbs(m, object);
    const guess = assignedCells([node.body], outer);
    until(m, length, { ways, guess }, (index) => bindEach(m, node, keyOf(index), outer));
    m.state.arrive(ways.onBreak);
    return;
  }
  const names = [...ownFields(m, object)].map(([name]) => name);
  unroll(m, [...names.keys()], (index) =>
    bodyOnce(m, ways, () => {
      const name = names[(index as ConstAbs).value as number];
      bindEach(m, node, constant(name), outer);
    }),
  );
  m.state.arrive(ways.onBreak);
}
