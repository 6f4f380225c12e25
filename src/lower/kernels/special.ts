/** Special functions as functions of doubles in IR: scripts/gen-kernels.ts compiles src/kernels/special. */
import { funcNamed, moduleOf, type Func, type Module } from "../../ir/func.ts";
import { parseModule } from "../../ir/parse.ts";
import { calleesOf, rewriteModule, walk } from "../../ir/rewrite.ts";
import { f64 } from "../../ir/types.ts";
import { call } from "../../ops/control.ts";
import { toF32, widen } from "../../ops/convert.ts";
import { ops } from "../../ops/registry.ts";
import { numbered } from "./numbered.ts";
import { special } from "./special.generated.ts";

/** The function of each operation. */
const entries: ReadonlyMap<string, string> = new Map([
  ["bessel_gap", "bessel.besselGap"],
  ["bessel_i", "bessel.besselI"],
  ["bessel_ie", "bessel.besselIe"],
  ["beta_density", "incomplete-beta.betaDensity"],
  ["betainc", "incomplete-beta.betainc"],
  ["digamma", "gamma.digamma"],
  ["erf", "error.erf"],
  ["erfc", "error.erfc"],
  ["erfcx", "error.erfcx"],
  ["erfinv", "error.erfinv"],
  ["gamma", "gamma.gamma"],
  ["gamma_density", "incomplete-gamma.gammaDensity"],
  ["gammainc", "incomplete-gamma.gammainc"],
  ["gammaincc", "incomplete-gamma.gammaincc"],
  ["i0", "bessel.i0"],
  ["i0e", "bessel.i0e"],
  ["i1", "bessel.i1"],
  ["i1e", "bessel.i1e"],
  ["lgamma", "gamma.lgamma"],
  ["log_ndtr", "error.logNdtr"],
  ["ndtr", "error.ndtr"],
  ["ndtri", "error.ndtri"],
  ["polygamma", "zeta.polygamma"],
  ["zeta", "zeta.zeta"],
]);

const parsed = new Map<string, Func>();

function funcOf(name: string): Func {
  let func = parsed.get(name);
  if (func === undefined) {
    func = funcNamed(parseModule(numbered(special[name] as string), ops), name);
    parsed.set(name, func);
  }
  return func;
}

/** The function of doubles of an operation, then those that it calls. */
export function specialFuncs(op: string): readonly Func[] {
  const names = new Set([`special.${entries.get(op)!}`]);
  for (const name of names) for (const callee of calleesOf(funcOf(name).region)) names.add(callee);
  return [...names].map(funcOf);
}

/** Operations that are special functions. */
export const specialNames: readonly string[] = [...entries.keys()];

/** `module` with calls in the place of special functions of numbers: itself if there are none. */
export function specialCalls(module: Module): Module {
  const needed = new Set<string>();
  for (const { region } of module.funcs.values()) {
    walk(region, ({ op }) => {
      if (entries.has(op.name)) needed.add(op.name);
    });
  }
  if (needed.size === 0) return module;
  const changed = rewriteModule(module, (instr, b) => {
    if (!needed.has(instr.op.name)) return undefined;
    const [y] = instr.results;
    const isSingle = y!.type.kind === "scalar" && y!.type.dtype === "f32";
    const x = isSingle ? instr.args.map((v) => widen(b, v)) : instr.args;
    const [made] = call(b, specialFuncs(instr.op.name)[0]!.name, x, [f64]);
    return [isSingle ? toF32(b, made!) : made!];
  });
  const funcs = [...needed].flatMap((name) => specialFuncs(name));
  return { funcs: new Map([...changed.funcs, ...moduleOf(...new Set(funcs)).funcs]) };
}
