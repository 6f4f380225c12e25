/**
 * The functions of src/kernels as IR, without the front end: scripts/gen-kernels.ts compiles them.
 */
import type { Func } from "../../ir/func.ts";
import { parseModule } from "../../ir/parse.ts";
import { ops } from "../../ops/registry.ts";
import { argSort } from "./argSort.generated.ts";
import { cholesky } from "./cholesky.generated.ts";
import { cofactor0 } from "./cofactor0.generated.ts";
import { cofactor1 } from "./cofactor1.generated.ts";
import { cofactor2 } from "./cofactor2.generated.ts";
import { cofactor3 } from "./cofactor3.generated.ts";
import { determinant } from "./determinant.generated.ts";
import { eigh } from "./eigh.generated.ts";
import { fft } from "./fft.generated.ts";
import { lu } from "./lu.generated.ts";
import { numbered } from "./numbered.ts";
import { qr } from "./qr.generated.ts";
import { randomGamma } from "./randomGamma.generated.ts";
import { randomGammaSlope } from "./randomGammaSlope.generated.ts";
import { randomPoisson } from "./randomPoisson.generated.ts";
import { svd } from "./svd.generated.ts";
import { triangularSolve } from "./triangularSolve.generated.ts";

const texts: Readonly<Record<string, string>> = {
  argSort,
  cholesky,
  cofactor0,
  cofactor1,
  cofactor2,
  cofactor3,
  determinant,
  eigh,
  fft,
  lu,
  qr,
  randomGamma,
  randomGammaSlope,
  randomPoisson,
  svd,
  triangularSolve,
};

const made = new Map<string, readonly Func[]>();

/**
 * The kernel `name` as a function of memories and of sizes, which are i32, then those that it calls:
 * `kernel.name(x…, out, size…)`. It writes all of `out`, which is apart from the others.
 */
export function kernelFuncs(name: string): readonly Func[] {
  let funcs = made.get(name);
  if (funcs === undefined) {
    const text = texts[name];
    if (text === undefined) throw new Error(`internal: no kernel ${name}`);
    funcs = [...parseModule(numbered(text), ops).funcs.values()];
    made.set(name, funcs);
  }
  return funcs;
}
