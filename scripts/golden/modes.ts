// Ways in which a case is run: each gives what differs from the file, by name.
import { jit, jvp, vjp, vmap, nd, NdArray, type NdDtype } from "nabla";
import { difference, scaleOf, type Tolerance } from "./compare.ts";
import { arrayOf, isStored, type Case, type Stored } from "./format.ts";
import { operations } from "./operations.ts";
import { asked } from "./parameters.ts";

/** A case as a function of the operands that are differentiated, or of all if none is. */
export interface Runnable {
  readonly fn: (...x: NdArray[]) => NdArray | NdArray[];
  readonly operands: NdArray[];
  /** Which operand of the case each is. */
  readonly places: readonly number[];
}

/** What is wrong: what was compared, and how it differs. */
export interface Failure {
  readonly what: string;
  readonly how: string;
}

export type Mode = (c: Case, run: Runnable, tolerance: Tolerances) => Failure[];

/** What is allowed of values, of tangents, of sums of cotangents. */
export interface Tolerances {
  readonly value: Omit<Tolerance, "scale">;
  readonly jvp: Omit<Tolerance, "scale">;
  readonly vjp: Omit<Tolerance, "scale">;
}

// Operands that shapes of results depend on, which have to be known when compiling.
const shaping: Readonly<Record<string, number>> = { compress: 0, boolean_index: 1 };

/** The function of a case; its other operands and its options are known when it is compiled. */
export function runnable(c: Case): Runnable {
  const { op, params } = asked(c.op, c.params, c.args);
  const operation = operations[op];
  if (operation === undefined) throw new Error(`there is no operation ${c.op}`);
  const all = c.args.map(arrayOf);
  const given = all
    .map((_, i) => i)
    .filter((i) => c.tangents === undefined || c.tangents[i] !== null)
    .filter((i) => !(op in shaping && shaping[op] === i));
  const places = given.length === 0 ? all.map((_, i) => i) : given;
  const operands = places.map((i) => all[i]!);
  // texts are known when compiling, so that it is known there which operand is which
  const given01 = all.map((_, i) => (places.includes(i) ? "1" : "0")).join("");
  const run = (x: readonly NdArray[]): NdArray | NdArray[] => {
    let next = 0;
    return operation(
      all.map((held, i) => (given01[i] === "1" ? x[next++]! : held)),
      params,
    );
  };
  const fn = (...x: NdArray[]): NdArray | NdArray[] => run(x);
  return { fn, operands, places };
}

const listOf = (x: NdArray | NdArray[]): NdArray[] => (x instanceof NdArray ? [x] : [...x]);
const storedList = (x: Stored | readonly (Stored | null)[]): (Stored | null)[] =>
  isStored(x) ? [x] : [...x];

function compared(
  what: string,
  got: readonly (NdArray | null | undefined)[],
  want: readonly (Stored | null)[],
  tolerance: Omit<Tolerance, "scale">,
  scale: number,
): Failure[] {
  return want.flatMap((w, i): Failure[] => {
    if (w === null) return [];
    const name = want.length === 1 ? what : `${what}[${i}]`;
    const g = got[i];
    if (!(g instanceof NdArray)) return [{ what: name, how: "no array" }];
    const how = difference(g, w, { ...tolerance, scale });
    return how === undefined ? [] : [{ what: name, how }];
  });
}

const storedOf = ({ dtype, shape, data }: NdArray): Stored => ({
  dtype: dtype as NdDtype,
  shape,
  data: Array.from(data),
});

const valueOf = (
  c: Case,
  got: NdArray | NdArray[],
  { value }: Tolerances,
  what = "value",
): Failure[] => {
  const [found, wanted] = [listOf(got), storedList(c.out)];
  if (got instanceof NdArray !== isStored(c.out) || found.length !== wanted.length) {
    return [{ what, how: `${found.length} results, wanted ${wanted.length}` }];
  }
  return compared(what, found, wanted, value, scaleOf(c.args));
};

const eager: Mode = (c, { fn, operands }, tolerance) => valueOf(c, fn(...operands), tolerance);

const compiled: Mode = (c, { fn, operands }, tolerance) =>
  valueOf(c, jit(fn)(...operands), tolerance);

const differentiated = (c: Case): boolean => c.tangents?.some((t) => t !== null) === true;

// A derivative in the structure of a result: lists for lists, null where there is none.
function inStructure(c: Case, of: Stored | readonly (Stored | null)[]): unknown {
  const arrays = storedList(of).map((x) => (x === null ? null : arrayOf(x)));
  return isStored(c.out) ? arrays[0] : arrays;
}

const forward: Mode = (c, { fn, operands, places }, tolerance) => {
  if (!differentiated(c)) return [];
  const tangents = places.map((i) => arrayOf(c.tangents![i]!));
  const { value, tangent } = jvp(fn)(operands, tangents as never);
  const got = listOf(tangent as NdArray | NdArray[]);
  const scale = scaleOf([...c.args, ...c.tangents!.filter((t) => t !== null)]);
  return [
    ...valueOf(c, value, tolerance),
    ...compared("tangent", got, storedList(c.jvp!), tolerance.jvp, scale),
  ];
};

const reverse: Mode = (c, { fn, operands, places }, tolerance) => {
  if (!differentiated(c)) return [];
  const wrt = places.map((_, i) => i);
  const { value, pullback } = vjp(fn, { wrt })(...operands);
  const got = pullback(inStructure(c, c.cotangent!) as never) as unknown as NdArray[];
  const want = places.map((i) => c.vjp![i]!);
  const cotangents = storedList(c.cotangent!).filter((t) => t !== null);
  const scale = scaleOf([...c.args, ...cotangents]);
  return [
    ...valueOf(c, value, tolerance),
    ...compared("cotangent", [...got], want, tolerance.vjp, scale),
  ];
};

// The case itself between lanes of its elements in the opposite order, which are compared with calls.
const mapped: Mode = (c, { fn, operands }, tolerance) => {
  const turned = operands.map((x) => nd.reshape(nd.flip(nd.ravel(x)), x.shape));
  const lanes = [turned, operands, turned];
  const stacks = operands.map((_, i) => nd.stack(lanes.map((lane) => lane[i]!)));
  const got = listOf(vmap(fn)(...(stacks as never[])) as unknown as NdArray | NdArray[]);
  const ofLane = (lane: number): NdArray[] => got.map((x) => nd.slice(x, lane));
  const own = isStored(c.out) ? ofLane(1)[0]! : ofLane(1);
  const others = listOf(fn(...turned)).map(storedOf);
  return [
    ...valueOf(c, own, tolerance, "lane 1"),
    ...[0, 2].flatMap((lane) =>
      compared(`lane ${lane}`, ofLane(lane), others, tolerance.value, scaleOf(c.args)),
    ),
  ];
};

export const modes: Readonly<Record<string, Mode>> = {
  eager,
  jit: compiled,
  jvp: forward,
  vjp: reverse,
  vmap: mapped,
};
