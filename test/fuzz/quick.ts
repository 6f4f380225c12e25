// One look at a program that costs little: its value, its slope in one direction, its gradient.
import { interpret, isMemory, memoryOver, type Datum } from "../../src/backends/interp/index.ts";
import { memOf } from "../../src/ir/types.ts";
import { lowerArrays } from "../../src/lower/arrays/index.ts";
import { optimise } from "../../src/passes/pipeline.ts";
import { jvp } from "../../src/transforms/jvp.ts";
import { vjp } from "../../src/transforms/vjp.ts";
import { slopeOf } from "./differences.ts";
import {
  dataOf,
  expectSame,
  functionOf,
  interpreted,
  plain,
  rows,
  specialised,
  stagesOf,
  type Point,
} from "./subject.ts";

const active = [true, true, true, true];
const room = (numbers: ArrayLike<number>): Datum =>
  memoryOver(memOf("f64"), Float64Array.from(numbers));

/** The value, and jvp, vjp and differences along one direction. */
export function checkQuickly(text: string, point: Point): void {
  const f = plain(text);
  const expected = f(point);
  const made = specialised(functionOf(text), point);
  // what may be undefined as well is checked by the public functions
  if (made.result.kind !== "number" && made.result.kind !== "static") return;
  expectSame("specialised", expected, interpreted(made.module, made, point));
  const { derived } = stagesOf(made);
  expectSame("optimised", expected, interpreted(derived, made, point));
  if (made.result.kind !== "number") return;
  const direction = point.map((_, i) => Math.cos(3 * i + 1));
  const [dx, dy, ...rest] = direction as [number, number, ...number[]];
  const forward = jvp(derived, made.name, active);
  const [, tangent] = interpret(forward.module, forward.name, [
    ...dataOf(point),
    dx,
    dy,
    room(rest.slice(0, rows)),
    room(rest.slice(rows)),
  ]) as number[];
  const back = vjp(derived, made.name, active);
  const better = optimise(lowerArrays(back.module), [back.name], { final: true, verify: true });
  const along = (module: typeof better): number => {
    const zeros = (): Datum => room(new Float64Array(rows));
    const args = [...dataOf(point), zeros(), zeros(), 1];
    const [, gx, gy] = interpret(module, back.name, args) as number[];
    const arrays = args
      .slice(4, 6)
      .flatMap((m) =>
        isMemory(m as Datum) ? [...(m as never as { data: Float64Array }).data] : [],
      );
    return [gx!, gy!, ...arrays].reduce((s, g, i) => s + g * direction[i]!, 0);
  };
  const rough = /Float32|fround/.test(text) ? 1e5 : 1;
  for (const [what, module] of [
    ["vjp", back.module],
    ["optimised vjp", better],
  ] as const) {
    const slope = along(module);
    if (!Number.isFinite(slope) || !Number.isFinite(tangent)) continue;
    if (Math.abs(slope - tangent!) > rough * 1e-9 * (1 + Math.abs(tangent!))) {
      throw new Error(`${what}: ${slope}, jvp: ${tangent!}`);
    }
  }
  if (/Float32|fround|Int\d|grad\(/.test(text) || !Number.isFinite(tangent)) return;
  const { slope, error } = slopeOf((t) => f(point.map((p, i) => p + t * direction[i]!))[0]!);
  if (!(error < 1e-4 * (1 + Math.abs(slope)))) return;
  if (Math.abs(slope - tangent!) > 100 * error + 1e-6 * (1 + Math.abs(slope))) {
    throw new Error(`differences: ${slope} ± ${error}, jvp: ${tangent!}`);
  }
}
