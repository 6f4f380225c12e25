// The arguments of a program in other structures: the same value, changes and gradient.
import { grad, jit, jvp, vjp } from "../../src/index.ts";
import { expectClose } from "./gradients.ts";
import { compiledText, plainText } from "./program.ts";
import { argsOf, expectSame, inOrder, plain, rows, scope, type Fn, type Point } from "./subject.ts";

interface Structure {
  /** The text of a function of one argument that calls `inner`. */
  readonly text: string;
  readonly of: (point: Point) => unknown;
}

const numbers = (point: Point, from: number, to: number): number[] => point.slice(from, to);
const end = 2 + rows;

/** One argument that holds all numbers of the point, in order. */
export const structures: Readonly<Record<string, Structure>> = {
  "rows of a matrix": {
    text: "return inner(z[0][0], z[0][1], z[1], z[2]);",
    of: (p) => [numbers(p, 0, 2), numbers(p, 2, end), numbers(p, end, end + rows)],
  },
  "typed rows": {
    text: "return inner(z[0][0], z[0][1], z[1], z[2]);",
    of: (p) =>
      [numbers(p, 0, 2), numbers(p, 2, end), numbers(p, end, end + rows)].map((row) =>
        Float64Array.from(row),
      ),
  },
  "fields of objects": {
    text: "return inner(z.at.x, z.at.y, z.a, z.more.b);",
    of: (p) => ({
      at: { x: p[0], y: p[1], name: "at" },
      a: numbers(p, 2, end),
      more: { on: true, b: Float64Array.from(numbers(p, end, end + rows)) },
    }),
  },
  "objects in a list": {
    text: "return inner(z[0].x, z[0].y, z[1].list, z[2].list);",
    of: (p) => [
      { x: p[0], y: p[1] },
      { list: numbers(p, 2, end) },
      { list: numbers(p, end, end + rows) },
    ],
  },
};

function flat(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  return Object.values(value).flatMap(flat);
}

/** Puts numbers where the numbers of `value` are, in order. */
function filled<T>(value: T, list: number[]): T {
  if (typeof value === "number") return list.shift() as T;
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return Float64Array.from(value as never, () => list.shift()!) as T;
  if (Array.isArray(value)) return value.map((x) => filled(x, list)) as T;
  const entries = Object.entries(value).map(([k, x]) => [k, filled(x, list)]);
  return Object.fromEntries(entries) as T;
}

/** Programs that treat plain arrays and typed ones alike. */
function suits(text: string): boolean {
  return !/subarray|\? a : b\)|\[a, b\]|grad\(/.test(text);
}

type Whole = (z: unknown) => unknown;

function made(text: string, body: string): Whole {
  const source = `function whole(z) {\nconst inner = ${text};\n${body}\n}`;
  return new Function("tick", `return (${source})`)(() => undefined) as Whole;
}

/** The program must use exact arithmetic only. */
export function checkStructures(text: string, point: Point): void {
  plain(text)(point);
  if (!suits(text)) return;
  const options = { ...scope, wrt: [0, 1, 2, 3] } as const;
  const fn = new Function(`return (${compiledText(text)})`)() as Fn;
  const expected = flat(grad(fn, options)(...argsOf(point)));
  for (const [name, { text: body, of }] of Object.entries(structures)) {
    const reference = of(point);
    const value = made(plainText(text), body)(reference);
    const [whole, given] = [made(compiledText(text), body), of(point)];
    expectSame(name, flat([value, reference]), flat([jit(whole, inOrder)(given), given]));
    const again = of(point);
    const gradient = grad(whole as (z: unknown) => number)(again);
    expectClose(`gradient by ${name}`, expected, flat(gradient), 1e-9);
    expectClose(`${name}, changes`, flat(reference), flat(again), 1e-12);
  }
}

/** Both modes are dual for a result that is an object with all there is afterwards. */
export function checkResults(text: string, point: Point): void {
  plain(text)(point);
  const body = `const x = z[0], y = z[1], a = z.slice(2, 8), b = z.slice(8, 14);
    const v = inner(x, y, a, b);
    const grown = [];
    for (let i = 0; i < a.length - 1; i++) grown.push(a[i] * v);
    return { v, a, more: [b.map((t) => t * v), [v, x, 2]], grown, count: a.length };`;
  const whole = made(compiledText(text), body) as (z: Float64Array) => object;
  const z = Float64Array.from(point);
  const direction = Float64Array.from(point, (_, i) => Math.cos(2 * i + 1));
  const forward = jvp(whole)([z.slice()], [direction] as never);
  const { value, pullback } = vjp(whole)(z.slice());
  expectClose("value of jvp", flat(value), flat(forward.value), 0);
  const weights = flat(forward.tangent).map((_, i) => Math.sin(i + 1));
  const cotangent = filled(forward.tangent, [...weights]);
  const back = flat(pullback(cotangent as never));
  const dot = (xs: readonly number[], ys: ArrayLike<number>): number =>
    xs.reduce((s, x, i) => s + x * ys[i]!, 0);
  const [left, right] = [dot(weights, flat(forward.tangent)), dot(back, direction)];
  const size = flat(forward.tangent).reduce((s, x) => s + Math.abs(x), 1);
  const rough = /Float32|fround/.test(text) ? 1e4 : 1;
  if (Number.isFinite(size) && !(Math.abs(left - right) <= rough * 1e-9 * size)) {
    throw new Error(`duality of results: ${left} against ${right}`);
  }
}
