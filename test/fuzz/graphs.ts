// Random programs that are given objects: lists of instances that link to one another, records, a
// linked list and a tree. Values and changes as in plain JavaScript, and derivatives by all of it.
import { grad, jit, jvp } from "../../src/index.ts";
import { NablaError } from "../../src/diagnostics/error.ts";
import { nothing } from "./choices.ts";
import { Choices, type Style } from "./choices.ts";
import { slopeOf } from "./differences.ts";
import { classes } from "./objects.ts";
import { compiledText, plainText } from "./program.ts";
import { Statements } from "./statements.ts";
import { Unusable, type Point } from "./subject.ts";

type Given = Record<string, unknown>;
type Program = (...args: unknown[]) => number;
type Classes = Readonly<Record<"Shape" | "Disc" | "Box", new (p: number, q: number) => Given>>;

// methods of objects from outside are read one by one, without their class
const text = classes.replace("super.area(t)", "this.p * t");
const made = new Function(`${text} return { Shape, Disc, Box };`)() as Classes;
const parameters = ["x", "a", "ps", "rs", "h", "tree"];

/** The text of a function of a number, an array, shapes, records, a linked list and a tree. */
export function graphProgram(list: readonly number[]): string {
  const c = new Choices(list, 40);
  const style: Style = { heap: true };
  const names = {
    ...nothing,
    numbers: ["x"],
    variables: ["x"],
    arrays: ["a"],
    lists: ["ps"],
    records: ["rs"],
    chains: ["h"],
    trees: ["tree"],
  };
  const body = new Statements(c, style).body(names, 1, 2 + c.draw(8));
  return `function f(${parameters.join(", ")}) {\n  const b = a.slice();\n  const y = 0.75;\n${body}}`;
}

/** Arguments with these numbers, and where each of the numbers is. */
function build(point: Point): { args: unknown[]; places: [object, string | number][] } {
  const places: [object, string | number][] = [];
  let at = 0;
  const filled = <T extends object>(object: T, keys: readonly (string | number)[]): T => {
    for (const key of keys) {
      (object as Given)[key] = point[at++ % point.length]! * (1 + at / 64);
      places.push([object, key]);
    }
    return object;
  };
  const top: { x: number } = filled({ x: 0 }, ["x"]);
  const a = filled(new Float64Array(6), [0, 1, 2, 3, 4, 5]);
  const ps = [
    filled(new made.Shape(0, 0), ["p", "q"]),
    filled(new made.Disc(0, 0), ["p", "q"]),
    filled(new made.Box(0, 0), ["p", "q", "r"]),
  ];
  ps[0]!["next"] = ps[1];
  ps[1]!["next"] = ps[2];
  if (point[0]! > 0) ps[2]!["next"] = ps[0];
  const rs = [filled({ p: 0, q: 0 }, ["p", "q"]), filled({ p: 0, q: 0 }, ["p", "q"])];
  if (point[1]! > 0) rs.push(rs[0]!);
  let h: object | null = null;
  for (let i = 0; i < 3; i++) h = filled({ v: 0, next: h }, ["v"]);
  const leaf = (): object => filled({ v: 0, left: null, right: null }, ["v"]);
  const tree = filled(
    { v: 0, left: leaf(), right: filled({ v: 0, left: leaf(), right: null }, ["v"]) },
    ["v"],
  );
  return { args: [top.x, a, ps, rs, h, tree], places };
}

/** The numbers of `given` in the order of first visits, each object once. */
function visited(given: unknown, seen: Set<unknown> = new Set()): number[] {
  if (typeof given === "number") return [given];
  if (typeof given !== "object" || given === null || seen.has(given)) return [];
  seen.add(given);
  if (ArrayBuffer.isView(given)) return [...(given as Float64Array)];
  return Object.values(given).flatMap((one) => visited(one, seen));
}

/** For each object of `model`, what is in its place in `other`. */
function matched(model: unknown, other: unknown, to = new Map<unknown, unknown>()): typeof to {
  if (typeof model !== "object" || model === null || to.has(model)) return to;
  to.set(model, other);
  for (const [key, one] of Object.entries(model)) {
    if (!ArrayBuffer.isView(model)) matched(one, (other as Given | undefined)?.[key], to);
  }
  return to;
}

const functionFrom = (text: string, tick: () => void): Program => {
  const make = new Function("tick", "Shape", "Disc", "Box", `return (${text})`);
  return make(tick, made.Shape, made.Disc, made.Box) as Program;
};

/** What forward mode gives; NaN where it is not for these arguments. */
function forwardBy(run: () => number): number {
  try {
    return run();
  } catch (error) {
    if (error instanceof NablaError && error.code === "NB2010") return NaN;
    throw error;
  }
}

export function checkGraphs(text: string, point: Point): void {
  let left = 0;
  const plain = functionFrom(plainText(text), () => {
    if (--left < 0) throw new Unusable("too long");
  });
  const run = (at: Point): { value: number; after: number[] } => {
    left = 3000;
    const { args } = build(at);
    try {
      const value = plain(...args);
      if (typeof value !== "number") throw new Unusable("no number");
      return { value, after: visited(args.slice(1)) };
    } catch (error) {
      if (error instanceof TypeError) throw new Unusable("no meaning");
      throw error;
    }
  };
  const expected = run(point);
  const fn = functionFrom(compiledText(text), () => undefined);
  const options = { scope: { ...made } };
  const { args } = build(point);
  const value = jit(fn, options)(...args);
  const scale = 1 + Math.abs(expected.value);
  const near = (x: number, y: number): boolean =>
    Object.is(x, y) || Math.abs(x - y) <= 1e-9 * (1 + Math.abs(x)) || Number.isNaN(x);
  const after = visited(args.slice(1));
  if (!near(expected.value, value)) throw new Error(`value: ${value} instead of ${expected.value}`);
  if (after.length !== expected.after.length) throw new Error("which objects are one object");
  if (!after.every((x, i) => near(expected.after[i]!, x)))
    throw new Error(`changes: ${String(after)} instead of ${String(expected.after)}`);
  if (!Number.isFinite(expected.value) || scale > 1e6) return;
  expectSlopes(fn, options, point, (at) => run(at).value);
}

function expectSlopes(
  fn: Program,
  options: { scope: Record<string, unknown> },
  point: Point,
  plain: (at: Point) => number,
): void {
  const direction = point.map((_, i) => Math.cos(3 * i + 1));
  const { args } = build(point);
  // signs of the point choose how objects are linked
  const tangents = build(direction.map((d, i) => (i < 2 ? Math.sign(point[i]!) * Math.abs(d) : d)));
  const along = point.map((_, i) =>
    i < 2 ? Math.sign(point[i]!) * Math.abs(direction[i]!) : direction[i]!,
  );
  const wrt = parameters.map((_, i) => i);
  const model = build(point);
  const gradient = grad(fn, { ...options, wrt })(...args) as unknown as unknown[];
  const to = matched(model.args.slice(1), gradient.slice(1));
  const flat = model.places.map(([object, key], i) =>
    i === 0 ? (gradient[0] as number) : Number((to.get(object) as Given | undefined)?.[key]),
  );
  const rates = tangents.places.map(([object, key]) => Number((object as Given)[key]));
  const back = flat.reduce((s, g, i) => s + g * rates[i]!, 0);
  const rough = /fround|Float32/.test(fn.toString()) ? 1e5 : 1;
  const problems: string[] = [];
  const tangent = forwardBy(() => {
    const forward = jvp(fn, options)(build(point).args as never, tangents.args as never);
    return forward.tangent as number;
  });
  if (Math.abs(back - tangent) > rough * 1e-9 * (1 + Math.abs(tangent)))
    problems.push(`grad: ${back}, jvp: ${tangent}`);
  if (rough === 1 && !/Int\d/.test(fn.toString())) {
    const { slope, error } = slopeOf((t) => plain(point.map((p, i) => p + t * along[i]!)));
    const wrong = (by: number): boolean =>
      error < 1e-4 * (1 + Math.abs(slope)) &&
      !(Math.abs(by - slope) <= 100 * error + 1e-6 * (1 + Math.abs(slope)));
    if (!Number.isNaN(tangent) && wrong(tangent))
      problems.push(`differences: ${slope}, jvp: ${tangent}`);
    else if (wrong(back)) problems.push(`differences: ${slope}, grad: ${back}`);
  }
  if (problems.length > 0) throw new Error(problems.join("; "));
}
