// Matrices of derivatives: in which mode they are computed, and what they are as values.
import type { Value } from "../ir/func.ts";
import { mul } from "../ops/arith.ts";
import { le } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { ifElse } from "../ops/control.ts";
import { length as lengthOf } from "../ops/memory.ts";
import type { Elem } from "../values/layout.ts";
import { newArray } from "./content.ts";
import { copied } from "./apart.ts";
import { prepare, type Subject } from "./differential.ts";
import { elementsRead } from "./jacobian-elements.ts";
import { treeMatrix } from "./jacobian-tree.ts";
import { forwardMatrix } from "./jacobian-forward.ts";
import { reverseMatrix } from "./jacobian-reverse.ts";
import { countNumbers, separateRuns, within, type Site } from "./jacobian-site.ts";
import type { Machine } from "./machine.ts";
import { countOf, depthOf, elemOfRows, numbersOf, type Numbers } from "./numbers.ts";
import type { Mode, Wrt } from "./options.ts";
import { num, type Abs } from "./values.ts";

/**
 * How many columns may come to a row for forward mode to be chosen. In runs of the function, a column
 * costs one and a half, and its part of the run that the directions of a block share: 1.75 for four.
 * A row costs four at most.
 */
const COLUMNS_A_ROW = 2;

/**
 * A row for each number of the result, a column for each of the argument, in their structure; a
 * single number has no dimension. `square` says that `f` is a gradient by the argument.
 */
export function jacobian(
  m: Machine,
  f: Abs,
  wrt: Wrt,
  args: readonly Abs[],
  mode: Mode,
  square: boolean = false,
): Abs {
  const [position] = wrt.positions as [number];
  const x = args[position];
  if (wrt.many || x === undefined) {
    return m.fault("NB5002", "the matrix would be by several arguments", "put them into a list");
  }
  const subject = prepareNew(m, f, args, wrt);
  const { compiled, first } = subject;
  const columns = numbersOf(compiled.args[position]!, first[position]);
  const rows = numbersOf(compiled.result);
  if (columns === undefined || rows === undefined) {
    return treeMatrix(m, f, { ...wrt, square }, args, subject, {
      matrix: (raveled, given, how) => jacobian(m, raveled, { ...wrt, positions: [0] }, given, how),
      mode,
      choose: (high, wide) => (wide <= COLUMNS_A_ROW * high ? "forward" : "reverse"),
    });
  }
  const site: Site = { m, subject, rows, columns };
  const value = matrix(site, mode);
  return valueWith(m, value, elemOfMatrix(rows, columns));
}

/** The function; if it gives back an array or object that it was given, a copy of that. */
function prepareNew(m: Machine, f: Abs, args: readonly Abs[], wrt: Wrt): Subject {
  const subject = prepare(m, f, args, wrt);
  const { result } = subject.compiled;
  if (result.kind !== "same") return subject;
  if (result.held.kind !== "array" && result.held.kind !== "object") return subject;
  return prepare(m, f, args, wrt, (value) => copied(m, value));
}

function matrix(site: Site, mode: Mode): Value {
  const { m, subject, rows, columns } = site;
  if (columns.kind === "number" || mode === "forward") return forwardMatrix(site);
  if (mode === "reverse") return reverseMatrix(site);
  const elements = elementsRead(site);
  const [height, width] = [countOf(rows), elements?.columns.length ?? countOf(columns)];
  if (height !== undefined && width !== undefined) {
    return width <= COLUMNS_A_ROW * height ? forwardMatrix(site, elements) : reverseMatrix(site);
  }
  // a gradient: where forward mode would do as well, there are two columns
  if (rows.kind === "number") return reverseMatrix(site);
  const runs = separateRuns(site);
  const { b } = m;
  const wide =
    width === undefined ? countNumbers(b, columns, subject.values) : intLiteral(b, width);
  const high = countNumbers(b, rows, runs.results);
  const [made] = ifElse(
    b,
    le(b, wide, mul(b, high, intLiteral(b, COLUMNS_A_ROW))),
    (inner) => [within(m, inner, () => forwardMatrix(site, elements, runs))],
    (inner) => [within(m, inner, () => reverseMatrix(site, runs))],
  );
  return made as Value;
}

/** What the matrix would be as an element of an array. Its last dimension is a Float64Array. */
function elemOfMatrix(rows: Numbers, columns: Numbers): Elem {
  const [height, width] = [depthOf(rows) as number, depthOf(columns) as number];
  const typed: Elem = { kind: "typed", element: "Float64Array", together: true };
  const last = width > 1 ? elemOfRows(columns) : typed;
  const around = width === 0 ? height - 1 : height;
  if (around < 0) return { kind: "number" };
  return Array.from({ length: around }).reduce<Elem>((elem) => ({ kind: "array", elem }), last);
}

function valueWith(m: Machine, value: Value, kind: Elem): Abs {
  if (kind.kind === "typed") return { kind: "typed", element: kind.element, mem: value };
  if (kind.kind !== "array") return num(value);
  const length = lengthOf(m.b, value);
  return newArray(m, { kind: "run", mem: value, length, elem: kind.elem, fixed: false });
}
