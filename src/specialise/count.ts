// Loops that count: what index they have, from where to where.
import { evaluate } from "./interpreter.ts";
import { boxOf } from "./boxes.ts";
import { store } from "./variables.ts";
import type { Value } from "../ir/func.ts";
import { add, mul, select, sub } from "../ops/arith.ts";
import { gt, lt, ne } from "../ops/compare.ts";
import { int as intLiteral, num as numLiteral } from "../ops/constant.ts";
import { failWith, ifElse } from "../ops/control.ts";
import { clampI32, toF64 } from "../ops/convert.ts";
import { div } from "../ops/division.ts";
import { max } from "../ops/extremes.ts";
import { ceil, floor } from "../ops/rounding.ts";
import type { BinaryNode, Expr, ForNode, LocalId, Pattern } from "../syntax/tree.ts";
import { intValue, isIntLike, numValue, rangeOf } from "./convert.ts";
import { assignedIn } from "./jumps.ts";
import type { Machine } from "./machine.ts";
import { isNumeric } from "./shapes.ts";
import {
  I32_MAX,
  int,
  num,
  type Abs,
  type Cell,
  type Held,
  type RecordContent,
  type Scope,
} from "./values.ts";

export interface Count {
  readonly id: LocalId;
  readonly cell: Cell;
  /** Cells that the bound depends on. */
  readonly reads: ReadonlySet<Cell>;
  /** All indices, where they are known. */
  readonly known: readonly number[] | undefined;
  /** The index after the loop, where it is known. */
  readonly final: number | undefined;
  readonly range: (m: Machine) => readonly [lo: Value, hi: Value, step: number];
  readonly index: (value: Value) => Abs;
  /** Computes the index after the loop. */
  readonly after: (m: Machine) => Abs;
}

type Test = "<" | "<=" | ">" | ">=";
const mirrored: Readonly<Record<string, Test>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** The count of a loop `for (i = a; i < b; i += c)`, if it is one. */
export function countOf(m: Machine, node: ForNode, scope: Scope): Count | undefined {
  const step = stepOf(node.update);
  if (step === undefined || node.test?.kind !== "binary") return undefined;
  const bound = boundOf(node.test, step.id);
  if (bound === undefined || step.by > 0 !== (bound.op[0] === "<")) return undefined;
  if (assignedIn(node.body).has(step.id) || assignedIn(node.test).size > 0) return undefined;
  // a variable that lasts is seen, and assigned, by functions that capture it
  const lasts = !headIds(node).includes(step.id);
  if (lasts && m.frame.code.tree.locals[step.id]!.captured) return undefined;
  const cell = scope.find(step.id);
  const start = cell && m.state.get(cell);
  if (cell === undefined || start === undefined || !isIntLike(start)) return undefined;
  const reads = new Set<Cell>();
  if (!invariant(m, bound.value, scope, reads)) return undefined;
  const end = evaluate(m, bound.value, scope);
  m.at(node);
  if (!isNumeric(end)) return undefined;
  return makeCount({
    id: step.id,
    cell,
    reads,
    start: start as Abs,
    end,
    op: bound.op,
    by: step.by,
  });
}

/** Variables that the head declares: each iteration has its own. */
export function headIds(node: ForNode): LocalId[] {
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

function stepOf(update: Expr | undefined): { id: LocalId; by: number } | undefined {
  if (update?.kind === "update" && update.target.kind === "local") {
    return { id: update.target.id, by: update.op === "++" ? 1 : -1 };
  }
  if (update?.kind !== "assign" || update.target.kind !== "local") return undefined;
  const { id } = update.target;
  const { op, value } = update;
  const signed = (by: number, minus: boolean): { id: LocalId; by: number } | undefined =>
    Number.isInteger(by) && by > 0 && by < 2 ** 20 ? { id, by: minus ? -by : by } : undefined;
  if ((op === "+" || op === "-") && value.kind === "number") return signed(value.value, op === "-");
  if (op === null && value.kind === "binary" && (value.op === "+" || value.op === "-")) {
    const { left, right } = value;
    if (left.kind === "local" && left.id === id && right.kind === "number") {
      return signed(right.value, value.op === "-");
    }
  }
  return undefined;
}

function boundOf(test: BinaryNode, id: LocalId): { op: Test; value: Expr } | undefined {
  if (!(test.op in mirrored)) return undefined;
  const op = test.op as Test;
  if (test.left.kind === "local" && test.left.id === id) return { op, value: test.right };
  if (test.right.kind === "local" && test.right.id === id) {
    return { op: mirrored[op] as Test, value: test.left };
  }
  return undefined;
}

/** Whether an expression gives the same in every iteration as long as `reads` are not changed. */
function invariant(m: Machine, node: Expr, scope: Scope, reads: Set<Cell>): boolean {
  switch (node.kind) {
    case "number":
      return true;
    case "local":
    case "free":
    case "member":
    case "index":
      return peek(m, node, scope, reads) !== undefined;
    case "unary":
      return (node.op === "-" || node.op === "+") && invariant(m, node.value, scope, reads);
    case "binary":
      return invariant(m, node.left, scope, reads) && invariant(m, node.right, scope, reads);
    default:
      return false;
  }
}

/** A variable, or a field of one, without emitting anything; `length` of arrays gives a number. */
function peek(m: Machine, node: Expr, scope: Scope, reads: Set<Cell>): Held | undefined {
  if (node.kind === "local" && boxOf(m.hints.heap, m.frame.code.tree, node.id)) return undefined;
  if (node.kind === "local" || node.kind === "free") {
    const cell = cellOf(m, node, scope);
    if (cell) reads.add(cell);
    return cell && m.state.get(cell);
  }
  if (node.kind === "index") {
    // an item of a list that never changes: the shape of an N-d array
    const list = peek(m, node.object, scope, reads);
    const fixed = list?.kind === "nd" && invariant(m, node.index, scope, reads);
    return fixed ? { kind: "const", value: 0 } : undefined;
  }
  if (node.kind !== "member") return undefined;
  const object = peek(m, node.object, scope, reads);
  if (object === undefined) return undefined;
  if (object.kind === "nd") {
    if (node.name === "shape") return object;
    return ["size", "ndim", "length"].includes(node.name) ? { kind: "const", value: 0 } : undefined;
  }
  if (node.name === "length" && (object.kind === "typed" || object.kind === "array")) {
    if (object.kind === "array") {
      reads.add(object.obj.cell);
      const content = m.state.get(object.obj.cell);
      if (content?.kind === "list" && !m.state.heap.keepsLength(content.family)) return undefined;
    }
    return { kind: "const", value: 0 };
  }
  if (object.kind === "host") return { kind: "host", value: object.value };
  if (object.kind !== "object") return undefined;
  reads.add(object.obj.cell);
  const content = m.state.get(object.obj.cell);
  if (content?.kind === "record") return peekRecord(m, content, node.name);
  return content?.kind === "fields" ? content.fields.get(node.name) : undefined;
}

/** A number in a field that keeps what it has. */
function peekRecord(m: Machine, { family }: RecordContent, name: string): Held | undefined {
  const { heap } = m.state;
  const isNumber = heap.slot(family, name).num;
  return isNumber && heap.keepsField(family, name) ? { kind: "const", value: 0 } : undefined;
}

function cellOf(m: Machine, node: Expr, scope: Scope): Cell | undefined {
  if (node.kind === "local") return scope.find(node.id);
  return node.kind === "free" ? m.host.freeCell(m, m.frame.code, node.name) : undefined;
}

interface Ends {
  readonly id: LocalId;
  readonly cell: Cell;
  readonly reads: ReadonlySet<Cell>;
  readonly start: Abs;
  readonly end: Abs;
  readonly op: Test;
  readonly by: number;
}

function makeCount({ id, cell, reads, start, end, op, by }: Ends): Count {
  const known = knownIndices(start, end, op, by);
  let bounds: readonly [Value, Value] | undefined;
  const range = (m: Machine): readonly [Value, Value, number] => {
    bounds ??= [intValue(m, start), exclusive(m, end, op, start)];
    return [...bounds, by];
  };
  const [low, high] = rangeOf(start);
  const index = (value: Value): Abs => {
    if (by > 0) return int(value, low, Math.min(I32_MAX - 1, lastBelow(end, op)));
    return int(value, Math.max(-I32_MAX, firstAbove(end, op)), high);
  };
  const after = (m: Machine): Abs => {
    const [lo, hi] = range(m);
    const { b } = m;
    if (by === 1) return int(select(b, lt(b, lo, hi), hi, lo), low, I32_MAX);
    if (by === -1) return int(select(b, gt(b, lo, hi), hi, lo), -I32_MAX - 1, high);
    const [from, to, step] = [toF64(b, lo), toF64(b, hi), numLiteral(b, by)];
    const trips = max(b, numLiteral(b, 0), ceil(b, div(b, sub(b, to, from), step)));
    return num(add(b, from, mul(b, trips, step)));
  };
  const final = known && (known.length === 0 ? rangeOf(start)[0] : known.at(-1)! + by);
  return { id, cell, reads, known, final, range, index, after };
}

function lastBelow(end: Abs, op: Test): number {
  if (!isIntLike(end)) return I32_MAX - 1;
  return rangeOf(end)[1] - (op === "<" ? 1 : 0);
}

function firstAbove(end: Abs, op: Test): number {
  if (!isIntLike(end)) return -I32_MAX;
  return rangeOf(end)[0] + (op === ">" ? 1 : 0);
}

function knownIndices(start: Abs, end: Abs, op: Test, by: number): number[] | undefined {
  if (start.kind !== "const" || end.kind !== "const") return undefined;
  const holds = { "<": lessThan, "<=": atMost, ">": moreThan, ">=": atLeast }[op];
  const found: number[] = [];
  for (let i = start.value as number; holds(i, end.value as number); i += by) {
    if (found.push(i) > 512) return undefined;
  }
  return found;
}

const lessThan = (a: number, b: number): boolean => a < b;
const atMost = (a: number, b: number): boolean => a <= b;
const moreThan = (a: number, b: number): boolean => a > b;
const atLeast = (a: number, b: number): boolean => a >= b;

/** The bound as an i32 that is not reached: above for `<`, below for `>`. */
function exclusive(m: Machine, end: Abs, op: Test, start: Abs): Value {
  const { b } = m;
  const closed = op === "<=" || op === ">=";
  const up = op[0] === "<";
  if (isIntLike(end)) {
    const [low, high] = rangeOf(end);
    if (!closed) return intValue(m, end);
    if (up ? high < I32_MAX : low > -I32_MAX - 1) {
      return add(b, intValue(m, end), intLiteral(b, up ? 1 : -1));
    }
  }
  const x = numValue(m, end);
  // i < x is i < ⌈x⌉, i <= x is i < ⌊x⌋ + 1; downwards likewise
  const rounded = up === closed ? floor(b, x) : ceil(b, x);
  const limit = closed ? add(b, rounded, numLiteral(b, up ? 1 : -1)) : rounded;
  const beyond = up
    ? gt(b, limit, numLiteral(b, I32_MAX))
    : lt(b, limit, numLiteral(b, -I32_MAX - 1));
  ifElse(
    b,
    beyond,
    (inner) => {
      failWith(inner, "NB4006", "a loop that counts beyond 2147483647");
      return [];
    },
    () => [],
  );
  const clamped = clampI32(b, limit);
  // NaN compares false: no iteration
  return select(b, ne(b, x, x), intValue(m, start), clamped);
}

/** Leaves the index variable as the loop does. */
export function afterCount(m: Machine, count: Count): void {
  if (count.final !== undefined) {
    store(m, count.cell, { kind: "const", value: count.final });
    return;
  }
  store(m, count.cell, count.after(m));
}
