// Matrices of derivatives, by one run for each column (forward) or each row (reverse).
import type { Value } from "../ir/func.ts";
import { memOf, memOfRefs, sameType, type MemType } from "../ir/types.ts";
import { eq, le } from "../ops/compare.ts";
import { int as intLiteral, num as numLiteral } from "../ops/constant.ts";
import { call, forRange } from "../ops/control.ts";
import { toF32, toF64, widen } from "../ops/convert.ts";
import { length as lengthOf, load, storeTo } from "../ops/memory.ts";
import { toRun, newArray } from "./content.ts";
import { backward, forward, prepare, valueOf, type Subject } from "./differential.ts";
import { resultTypes } from "./functions.ts";
import type { Machine } from "./machine.ts";
import { newMemory } from "./memory.ts";
import { branch } from "./merge.ts";
import type { Wrt } from "./options.ts";
import { type Shape } from "./shapes.ts";
import { bool, describe, num, type Abs } from "./values.ts";

type Mode = "forward" | "reverse" | "either";

const floats: MemType = memOf("f64");

/** Rows by numbers of the result, columns by numbers of the argument; one number drops its side. */
export function jacobian(m: Machine, f: Abs, wrt: Wrt, args: readonly Abs[], mode: Mode): Abs {
  const [position] = wrt.positions as [number];
  const x = args[position];
  if (wrt.many || x === undefined || !isList(m, x)) {
    const what = x === undefined || wrt.many ? "several arguments" : describe(x);
    return m.fault("NB5002", `the matrix would be by ${what}`, "use a number or a list of numbers");
  }
  const subject = prepare(m, f, args, [position]);
  const rows = kindOf(subject.compiled.result);
  if (rows === undefined) {
    return m.fault("NB5002", "the function gives something else than numbers", "return a list");
  }
  const site: Site = { m, subject, position, rows };
  if (x.kind !== "typed" && x.kind !== "array") return byNumber(site);
  if (rows === "number") return mode === "forward" ? gradientForward(site) : gradientReverse(site);
  if (mode === "forward") return matrixForward(site);
  if (mode === "reverse") return matrixReverse(site);
  const count = rowCount(site);
  const few = bool(le(m.b, columnCount(site), count));
  return branch(
    m,
    few,
    () => matrixForward(site),
    () => matrixReverse(site),
  );
}

interface Site {
  readonly m: Machine;
  readonly subject: Subject;
  readonly position: number;
  readonly rows: "number" | "typed" | "array";
}

function isList(m: Machine, x: Abs): boolean {
  if (x.kind === "typed") return x.element === "Float64Array" || x.element === "Float32Array";
  if (x.kind === "array") return toRun(m, x).elem.kind === "number";
  return (
    x.kind === "num" || x.kind === "int" || (x.kind === "const" && typeof x.value === "number")
  );
}

/** What a result is made of: one number, or a list in memory. */
function kindOf(shape: Shape): Site["rows"] | undefined {
  if (isNumber(shape)) return "number";
  if (shape.kind === "typed") {
    return shape.element === "Float64Array" || shape.element === "Float32Array"
      ? "typed"
      : undefined;
  }
  if (shape.kind !== "fresh" || shape.of !== "array") return undefined;
  const { content } = shape;
  if (content.kind === "run" && content.elem.kind === "number") return "array";
  return content.kind === "items" && content.items.every(isNumber) ? "array" : undefined;
}

/** Integers and numbers known when compiling among them, whose derivative is zero. */
function isNumber(shape: Shape): boolean {
  if (shape.kind === "same") {
    return shape.held.kind === "const" && typeof shape.held.value === "number";
  }
  return shape.kind === "num" || shape.kind === "int";
}

/** The parameter that is the memory of the argument. */
function columnValue({ subject, position }: Site): Value {
  return subject.values[subject.first[position] as number] as Value;
}

function columnCount(site: Site): Value {
  return lengthOf(site.m.b, columnValue(site));
}

/** A memory of the argument's type that is 1 at `i` and 0 elsewhere. */
function unit(site: Site, like: Value, i: Value): Value {
  const { b } = site.m;
  const type = like.type as MemType;
  const direction = newMemory(b, type, lengthOf(b, like));
  const one = numLiteral(b, 1);
  storeTo(b, direction, i, sameType(type, floats) ? one : toF32(b, one));
  return direction;
}

function tangentsFor(site: Site, direction: Value): (Value | undefined)[] {
  const tangents: (Value | undefined)[] = [];
  tangents[site.subject.first[site.position] as number] = direction;
  return tangents;
}

/** The derivative by a number: as the result is. */
function byNumber(site: Site): Abs {
  const { m, subject } = site;
  const { results, tangents } = forward(m, subject, tangentsFor(site, numLiteral(m.b, 1)));
  valueOf(m, subject, results);
  if (site.rows === "number") return num(tangents[0] ?? numLiteral(m.b, 0));
  const list = listOf(site, tangents, results);
  return { kind: "typed", element: "Float64Array", mem: copied(m, list) };
}

/** The numbers of a result's derivative, one by one. */
interface List {
  readonly length: Value;
  readonly at: (b: Machine["b"], i: Value) => Value;
}

/** `leaves`: of the result, or of its derivative; `results`: of the run that gave it. */
function listOf(
  { m, subject }: Site,
  leaves: readonly (Value | undefined)[],
  results: readonly Value[],
): List {
  const { result } = subject.compiled;
  const memory = leaves[0];
  if (result.kind === "fresh" && result.content.kind === "items") {
    const count = result.content.items.length;
    const mem = newMemory(m.b, floats, intLiteral(m.b, count));
    let next = 0;
    result.content.items.forEach((item, i) => {
      const value = item.kind === "same" ? undefined : leaves[next++];
      if (value && item.kind === "num") storeTo(m.b, mem, intLiteral(m.b, i), value);
    });
    return { length: intLiteral(m.b, count), at: (b, i) => load(b, mem, i) };
  }
  const mem = memory as Value;
  const narrow = !sameType(mem.type, floats);
  // the memory of an array may have more room than items
  const isRun = result.kind === "fresh" && result.content.kind === "run";
  return {
    length: isRun ? (results[1] as Value) : lengthOf(m.b, mem),
    at: (b, i) => (narrow ? widen(b, load(b, mem, i)) : load(b, mem, i)),
  };
}

function copied(m: Machine, list: List): Value {
  const mem = newMemory(m.b, floats, list.length);
  forRange(m.b, [intLiteral(m.b, 0), list.length, 1], [], (b, i) => {
    storeTo(b, mem, i, list.at(b, i));
    return [];
  });
  return mem;
}

/** Runs `body` with the machine emitting into a counted loop that carries nothing. */
function counted(m: Machine, length: Value, body: (i: Value) => void): void {
  const outer = m.b;
  forRange(outer, [intLiteral(outer, 0), length, 1], [], (inner, i) => {
    m.b = inner;
    const { state } = m;
    try {
      body(i);
    } finally {
      m.b = outer;
      m.state = state;
    }
    return [];
  });
}

function gradientForward(site: Site): Abs {
  const { m, subject } = site;
  const column = columnValue(site);
  const mem = newMemory(m.b, floats, lengthOf(m.b, column));
  counted(m, lengthOf(m.b, column), (i) => {
    const { tangents } = forward(m, subject, tangentsFor(site, unit(site, column, i)));
    storeTo(m.b, mem, i, tangents[0] ?? numLiteral(m.b, 0));
  });
  return { kind: "typed", element: "Float64Array", mem };
}

function gradientReverse(site: Site): Abs {
  const { m, subject, position } = site;
  const seeds = subject.compiled.result.kind === "num" ? [numLiteral(m.b, 1)] : [];
  const { cotangents, results } = backward(m, subject, seeds);
  valueOf(m, subject, results);
  const mem = cotangents[subject.first[position] as number] as Value;
  return { kind: "typed", element: "Float64Array", mem: asFloats(m, mem) };
}

function asFloats(m: Machine, mem: Value): Value {
  if (sameType(mem.type, floats)) return mem;
  const length = lengthOf(m.b, mem);
  return copied(m, { length, at: (b, i) => widen(b, load(b, mem, i)) });
}

/** One run of the function, for how many numbers it gives. */
function run(site: Site): readonly Value[] {
  const { m, subject } = site;
  return call(m.b, subject.compiled.name, subject.values, resultTypes(subject.compiled));
}

function rowCount(site: Site): Value {
  const results = run(site);
  return listOf(site, results, results).length;
}

function newMatrix(m: Machine, rows: Value, columns: Value): Value {
  const matrix = newMemory(m.b, memOfRefs(floats), rows);
  forRange(m.b, [intLiteral(m.b, 0), rows, 1], [], (b, i) => {
    storeTo(b, matrix, i, newMemory(b, floats, columns));
    return [];
  });
  return matrix;
}

function matrixOf(m: Machine, mem: Value): Abs {
  return newArray(m, {
    kind: "run",
    mem,
    length: lengthOf(m.b, mem),
    elem: { kind: "typed", element: "Float64Array" },
    fixed: false,
  });
}

function matrixForward(site: Site): Abs {
  const { m, subject } = site;
  const column = columnValue(site);
  const count = lengthOf(m.b, column);
  const matrix = newMatrix(m, rowCount(site), count);
  counted(m, count, (j) => {
    const { results, tangents } = forward(m, subject, tangentsFor(site, unit(site, column, j)));
    const list = listOf(site, tangents, results);
    forRange(m.b, [intLiteral(m.b, 0), list.length, 1], [], (b, i) => {
      storeTo(b, load(b, matrix, i), j, list.at(b, i));
      return [];
    });
  });
  return matrixOf(m, matrix);
}

function matrixReverse(site: Site): Abs {
  const { m, subject, position } = site;
  const { result } = subject.compiled;
  const primal = run(site);
  const list = listOf(site, primal, primal);
  const matrix = newMemory(m.b, memOfRefs(floats), list.length);
  const items =
    result.kind === "fresh" && result.content.kind === "items" ? result.content.items : undefined;
  counted(m, list.length, (i) => {
    const seeds = items ? chosen(m, items, i) : [unit(site, primal[0] as Value, i)];
    const { cotangents } = backward(m, subject, seeds);
    const row = asFloats(m, cotangents[subject.first[position] as number] as Value);
    storeTo(m.b, matrix, i, row);
  });
  return matrixOf(m, matrix);
}

/** Seeds of a list given number by number: 1 for number `i`. */
function chosen(m: Machine, items: readonly Shape[], i: Value): (Value | undefined)[] {
  return items.flatMap((item, at) => {
    if (item.kind === "same") return [];
    return [item.kind === "num" ? toF64(m.b, eq(m.b, i, intLiteral(m.b, at))) : undefined];
  });
}
