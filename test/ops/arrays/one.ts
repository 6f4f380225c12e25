// A function of one operation, and the derivatives of it that the transforms make.
import { interpret, isTensor, type Datum } from "../../../src/backends/interp/index.ts";
import { Builder } from "../../../src/ir/builder.ts";
import { moduleOf, type Module, type Value } from "../../../src/ir/func.ts";
import type { Op } from "../../../src/ir/op.ts";
import { arrayOf, f64, isFloat, type Type } from "../../../src/ir/types.ts";
import { verifyModule } from "../../../src/ir/verify.ts";
import { jvp } from "../../../src/transforms/jvp.ts";
import { vjp } from "../../../src/transforms/vjp.ts";
import type { Drawn } from "./cases.ts";
import { tensor } from "./draw.ts";

export interface Program {
  readonly module: Module;
  readonly name: string;
}

export const typeOf = (x: Datum): Type => (isTensor(x) ? arrayOf(x.dtype, x.shape) : f64);

/** A function of arguments like `args`, as `body` makes it. */
export function program(
  args: readonly Datum[],
  body: (b: Builder, x: readonly Value[]) => readonly Value[],
): Program {
  const b = new Builder();
  const params = args.map((a) => b.param(typeOf(a)));
  const module = moduleOf({ name: "f", region: b.finish(body(b, params)) });
  verifyModule(module);
  return { module, name: "f" };
}

export const single = (op: Op, { attrs, args }: Drawn): Program =>
  program(args, (b, x) => [b.emit1(op, x, attrs)]);

export function run({ module, name }: Program, args: readonly Datum[]): readonly Datum[] {
  return interpret(module, name, args);
}

export function forward({ module, name }: Program, active: readonly boolean[]): Program {
  const made = jvp(module, name, active);
  verifyModule(made.module);
  return made;
}

export function backward({ module, name }: Program, active: readonly boolean[]): Program {
  const made = vjp(module, name, active);
  verifyModule(made.module);
  return made;
}

/** Which arguments can vary. */
export const floatsAmong = (args: readonly Datum[]): boolean[] =>
  args.map((a) => isFloat(typeOf(a)));

export const numbersOf = (x: Datum): readonly number[] =>
  isTensor(x) ? [...x.data] : [x as number];

export function dot(x: readonly Datum[], y: readonly Datum[]): number {
  const [p, q] = [x.flatMap(numbersOf), y.flatMap(numbersOf)];
  if (p.length !== q.length) throw new Error("two lists of arrays are not of one size");
  return p.reduce((sum, v, i) => sum + v * q[i]!, 0);
}

/** The largest magnitude in `x`. */
export const sizeOfAll = (x: readonly Datum[]): number =>
  x.flatMap(numbersOf).reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** x + t·d, element by element. */
export function moved(x: Datum, d: Datum, t: number): Datum {
  if (!isTensor(x)) return (x as number) + t * (d as number);
  const step = numbersOf(d);
  return tensor(
    x.dtype,
    x.shape,
    [...x.data].map((v, i) => v + t * step[i]!),
  );
}
