// What a program does must not depend on how it is run.
import { funcNamed, withFuncs, type Module } from "../../src/ir/func.ts";
import { rewriteModule } from "../../src/ir/rewrite.ts";
import { f64 } from "../../src/ir/types.ts";
import { jit } from "../../src/index.ts";
import { elementaryFuncs } from "../../src/lower/elementary/index.ts";
import { specialCalls } from "../../src/lower/kernels/special.ts";
import { call } from "../../src/ops/control.ts";
import { toF32, widen } from "../../src/ops/convert.ts";
import { passes } from "../../src/passes/registry.ts";
import { compare, compiled } from "../backends/wasm/run.ts";
import {
  called,
  dataOf,
  expectSame,
  functionOf,
  inOrder,
  interpreted,
  plain,
  specialised,
  stagesOf,
  type Point,
} from "./subject.ts";

/** `module` with elementary and special functions as calls of those that WebAssembly has. */
export function withElementary(module: Module): Module {
  const names = new Map<string, string>();
  let made = rewriteModule(specialCalls(module), ({ op, args, results: [r] }, b) => {
    const make = elementaryFuncs.get(op.name);
    if (make === undefined) return undefined;
    const [func] = make();
    names.set(op.name, func!.name);
    const narrow = r!.type.kind === "scalar" && r!.type.dtype === "f32";
    const wide = narrow ? args.map((x) => widen(b, x)) : args;
    const [y] = call(b, func!.name, wide, [f64]);
    return [narrow ? toF32(b, y!) : y!];
  });
  for (const op of names.keys()) made = withFuncs(made, ...elementaryFuncs.get(op)!());
  return made;
}

/** The compiled program gives the bits of the plain one, arrays included, however it is optimised. */
export function checkValue(text: string, point: Point): void {
  const expected = plain(text)(point);
  const made = specialised(functionOf(text), point);
  expectSame("specialised", expected, interpreted(made.module, made, point));
  const { optimised, final } = stagesOf(made);
  expectSame("optimised", expected, interpreted(optimised, made, point));
  expectSame("final", expected, interpreted(final, made, point));
  const { final: deep } = stagesOf(made, { deep: { all: true } });
  expectSame("calls in memory", expected, interpreted(deep, made, point));
  checkWasm(deep, made.name, point);
  checkWasm(final, made.name, point);
}

/** Every pass left out in turn makes no difference. */
export function checkPasses(text: string, point: Point): void {
  const expected = plain(text)(point);
  const made = specialised(functionOf(text), point);
  for (const { name } of passes) {
    const { final } = stagesOf(made, { disable: [name] });
    expectSame(`without ${name}`, expected, interpreted(final, made, point));
    checkWasm(final, made.name, point);
  }
}

/** The public functions do what plain JavaScript does; the program must use exact arithmetic only. */
export function checkPublic(text: string, point: Point): void {
  const expected = plain(text)(point);
  expectSame("jit", expected, called(jit(functionOf(text), inOrder), point));
}

/** WebAssembly gives the bits of the interpreter. */
export function checkWasm(module: Module, name: string, point: Point): void {
  const { params } = funcNamed(module, name).region;
  if (params.length !== 4) throw new Error("internal: other parameters");
  const lowered = withElementary(module);
  compare(lowered, name, () => dataOf(point), compiled(module, name));
}
