// Statements. Ways out of them are flags in the state: see `State.exits`.
import type {
  BlockNode,
  DeclareNode,
  Expr,
  FunctionDeclareNode,
  IfNode,
  Stmt,
  SwitchNode,
  ThrowNode,
} from "../syntax/tree.ts";
import { elementOrNothing } from "./access.ts";
import { declareClass } from "./classes.ts";
import { openSides } from "./facts.ts";
import { proceed, withJumps } from "./flow.ts";
import { evaluate, test } from "./interpreter.ts";
import { leaves } from "./jumps.ts";
import { execDo, execFor, execForIn, execForOf, execWhile } from "./loops.ts";
import { Dead, Left, type Branch, type Jumps, type Machine } from "./machine.ts";
import { branch, hasLeft, merge } from "./merge.ts";
import { equal } from "./operators.ts";
import { thrownOut } from "./output.ts";
import { throwTo } from "./handlers.ts";
import { execTry } from "./try.ts";
import { assignPattern, isAsked } from "./patterns.ts";
import type { Target } from "./state.ts";
import { Scope, undef, yes, type Abs, type BoolAbs, type Cell, type ConstAbs } from "./values.ts";

export function execList(m: Machine, stmts: readonly Stmt[], from: number, scope: Scope): void {
  for (let i = from; i < stmts.length; i++) {
    const stmt = stmts[i] as Stmt;
    const more = i + 1 < stmts.length;
    const rest = (): void => execList(m, stmts, i + 1, scope);
    if (stmt.kind === "if" && more && leaves(stmt)) return execIf(m, stmt, scope, rest);
    if (!stays(m, () => exec(m, stmt, scope))) return;
    if (m.state.exits.size > 0) return proceed(m, more ? rest : () => {});
  }
}

/** Runs a statement; false if an expression in it has been left for good. */
function stays(m: Machine, run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof Left) return false;
    throw error;
  }
}

export function exec(m: Machine, stmt: Stmt, scope: Scope): void {
  m.at(stmt);
  m.host.step(m);
  switch (stmt.kind) {
    case "empty":
      return;
    case "expr":
      evaluate(m, stmt.value, scope);
      return;
    case "declare":
      return declare(m, stmt, scope);
    case "block":
      return execBlock(m, stmt, scope);
    case "if":
      return execIf(m, stmt, scope, undefined);
    case "return": {
      const value = stmt.value ? evaluate(m, stmt.value, scope) : undef;
      m.state.set(m.frame.result, value);
      m.state.exits.set(m.frame.target, yes);
      return;
    }
    case "throw":
      return execThrow(m, stmt, scope);
    case "break":
    case "continue":
      return jump(m, stmt.kind, stmt.label);
    case "unsupported":
      return m.fault("NB1004", `this uses ${stmt.what}`, stmt.help);
    default:
      return execControl(m, stmt, scope);
  }
}

function execControl(m: Machine, stmt: Stmt, scope: Scope): void {
  switch (stmt.kind) {
    case "for":
      return execFor(m, stmt, scope, []);
    case "for-of":
      return execForOf(m, stmt, scope, []);
    case "for-in":
      return execForIn(m, stmt, scope, []);
    case "while":
      return execWhile(m, stmt, scope, []);
    case "do":
      return execDo(m, stmt, scope, []);
    case "label":
      return execLabel(m, stmt.body, [stmt.name], scope);
    case "switch":
      return execSwitch(m, stmt, scope);
    case "try":
      return execTry(m, stmt, scope, (error) => throwError(m, error));
    default:
      return execClass(m, stmt, scope);
  }
}

export function execBlock(m: Machine, block: BlockNode, outer: Scope): void {
  const scope = new Scope(outer);
  hoist(m, block.functions, scope);
  execList(m, block.body, 0, scope);
}

function hoist(m: Machine, functions: readonly FunctionDeclareNode[], scope: Scope): void {
  for (const { id, value } of functions) scope.cells.set(id, { name: value.name });
  for (const { id, value } of functions) {
    m.state.set(scope.cells.get(id) as Cell, evaluate(m, value, scope));
  }
}

function declare(m: Machine, node: DeclareNode, scope: Scope): void {
  for (const { target, init } of node.items) {
    const given = (from: Expr): Abs =>
      isAsked(m, target) ? elementOrNothing(m, from, scope) : evaluate(m, from, scope);
    if (node.how === "var") {
      if (init) assignPattern(m, target, given(init), scope, undefined);
      continue;
    }
    const value = init ? given(init) : undef;
    assignPattern(m, target, value, scope, scope);
  }
}

function execClass(m: Machine, stmt: Stmt, scope: Scope): void {
  if (stmt.kind !== "class-declare") throw new Error(`internal: the statement ${stmt.kind}`);
  const cell: Cell = { name: stmt.value.name };
  scope.cells.set(stmt.id, cell);
  m.state.set(cell, declareClass(m, stmt.value, scope));
}

/** `rest` is what follows, run on the side that goes on if only one does. */
function execIf(m: Machine, node: IfNode, scope: Scope, rest: (() => void) | undefined): void {
  const condition = test(m, node.test, scope);
  const then = (): void => exec(m, node.then, scope);
  const otherwise = (): void => (node.else ? exec(m, node.else, scope) : undefined);
  if (condition.kind === "const") {
    if (condition.value) then();
    else otherwise();
    return goOn(m, rest);
  }
  const [one, other] = openSides(m, condition.value);
  m.within(one, then);
  m.within(other, otherwise);
  const [a, b] = [fate(one), fate(other)];
  const into =
    a === "goes" && b === "ends" ? one : b === "goes" && a === "ends" ? other : undefined;
  if (into && rest) m.within(into, rest);
  merge(m, condition.value, one, other);
  if (!into) goOn(m, rest);
}

function goOn(m: Machine, rest: (() => void) | undefined): void {
  if (rest) proceed(m, rest);
}

/** Whether all paths through a branch end elsewhere, none does, or it depends. */
function fate({ state }: Branch): "goes" | "ends" | "depends" {
  if (hasLeft(state)) return "ends";
  return state.exits.size === 0 ? "goes" : "depends";
}

function jump(m: Machine, kind: "break" | "continue", label: string | undefined): void {
  for (let at: Jumps | undefined = m.jumps; at; at = at.outer) {
    if (label !== undefined && !at.labels.includes(label)) continue;
    const target = kind === "break" ? at.onBreak : at.onContinue;
    // `switch` and labelled blocks are passed by what has no label
    if (target === undefined || (label === undefined && kind === "break" && !at.plain)) continue;
    m.state.exits.set(target, yes);
    return;
  }
  throw new Error(`internal: ${kind} leads nowhere`);
}

function execLabel(m: Machine, body: Stmt, labels: readonly string[], scope: Scope): void {
  switch (body.kind) {
    case "label":
      return execLabel(m, body.body, [...labels, body.name], scope);
    case "for":
      return execFor(m, body, scope, labels);
    case "for-of":
      return execForOf(m, body, scope, labels);
    case "for-in":
      return execForIn(m, body, scope, labels);
    case "while":
      return execWhile(m, body, scope, labels);
    case "do":
      return execDo(m, body, scope, labels);
    default: {
      const target: Target = { name: `break ${labels[0]}` };
      withJumps(m, { labels, onBreak: target, onContinue: undefined, plain: false }, () =>
        exec(m, body, scope),
      );
      m.state.arrive(target);
    }
  }
}

function execThrow(m: Machine, node: ThrowNode, scope: Scope): void {
  const value = evaluate(m, node.value, scope);
  m.at(node);
  throwError(m, value);
}

function throwError(m: Machine, error: Abs): void {
  if (throwTo(m, error)) return;
  thrownOut(m, error);
  throw new Dead();
}

/** Cases whose bodies end in a jump are a chain of ifs; a body that falls through runs into the next. */
function execSwitch(m: Machine, node: SwitchNode, outer: Scope): void {
  const value = evaluate(m, node.value, outer);
  const scope = new Scope(outer);
  hoist(m, node.functions, scope);
  const target: Target = { name: "break" };
  const body = (from: number): void => {
    // up to the first body that is sure to end; what it falls through to runs as well
    const stmts: Stmt[] = node.cases.slice(from).flatMap((one) => one.body);
    execList(m, stmts, 0, scope);
  };
  const fallback = node.cases.findIndex((one) => one.test === undefined);
  const enter = (i: number): void => {
    const one = node.cases[i];
    if (one === undefined) return fallback < 0 ? undefined : body(fallback);
    if (one.test === undefined) return enter(i + 1);
    const matches = caseTest(m, value, one.test, scope);
    branch(
      m,
      matches,
      () => body(i),
      () => enter(i + 1),
    );
  };
  withJumps(m, { labels: [], onBreak: target, onContinue: undefined, plain: true }, () => enter(0));
  m.state.arrive(target);
}

function caseTest(m: Machine, value: Abs, node: Expr, scope: Scope): BoolAbs | ConstAbs {
  const other = evaluate(m, node, scope);
  m.at(node);
  return equal(m, value, other, true) as BoolAbs | ConstAbs;
}
