import type { Builder } from "../ir/builder.ts";
import type { Func, Instr, Module, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Type } from "../ir/types.ts";
import { callOp } from "../ops/index.ts";
import { activeOperands, bits, Family, type AdOptions } from "./family.ts";
import type { LinearProgram } from "./linear-program.ts";
import { linearise } from "./linearise.ts";

interface Forward {
  readonly name: string;
}

/**
 * `module` with the forward derivative of the function `name` in its `active` parameters, whose
 * name is given too. Parameters: those of the function, then the tangents of active numbers and of
 * all references to what can have one, in order. Results: those of the function, then the tangents
 * of all that can have one.
 */
export function jvp(
  module: Module,
  name: string,
  active: readonly boolean[],
  options: AdOptions = {},
): { module: Module; name: string } {
  const family = new Family<Forward>(module, options);
  const member = forward(family, name, active);
  return { module: family.finish(), name: member.name };
}

function forward(family: Family<Forward>, name: string, active: readonly boolean[]): Forward {
  return family.member(
    `${name} ${bits(active)}`,
    () => ({ name: family.name(`${name}_jvp`) }),
    (member) => [define(family, family.func(name), active, member.name)],
  );
}

function define(
  family: Family<Forward>,
  func: Func,
  active: readonly boolean[],
  name: string,
): Func {
  const activity = family.activity(func, active);
  const { lin, builder: b } = linearise(func, active, activity, (l, inner, instr) =>
    linearCall(family, l, inner, instr),
  );
  const { yields } = func.region;
  const region = b.finish([...yields, ...yields.flatMap((v) => twin(lin, b, v))]);
  return cloneFunc({ name, region, span: func.span });
}

function twin(lin: LinearProgram, b: Builder, v: Value): Value[] {
  if (tangentType(v.type) === undefined) return [];
  return [isReference(v.type) ? lin.shadow(v) : lin.tangentOrZero(b, v)];
}

function linearCall(family: Family<Forward>, lin: LinearProgram, b: Builder, instr: Instr): void {
  const active = activeOperands(lin.activity, instr.args);
  if (isPlain(instr, active)) {
    b.append(instr);
    return;
  }
  const callee = forward(family, String(instr.attrs["callee"]), active).name;
  const twins = instr.args.flatMap((a, i) => {
    if (tangentType(a.type) === undefined) return [];
    if (isReference(a.type)) return [lin.shadow(a)];
    return active[i] === true ? [lin.tangentOrZero(b, a)] : [];
  });
  const results: Value[] = [...instr.results];
  for (const r of instr.results) {
    const type = tangentType(r.type);
    if (type !== undefined) results.push(resultTwin(lin, r, type));
  }
  const args = [...instr.args, ...twins];
  b.append({ ...instr, op: callOp, args, attrs: { callee }, results });
}

function resultTwin(lin: LinearProgram, r: Value, type: Type): Value {
  const made: Value = { type };
  if (isReference(r.type)) lin.setShadow(r, made);
  else {
    lin.tangents.add(made);
    lin.setTangent(r, made);
  }
  return made;
}

/** Whether a call can stand as it is beside its derivative: no tangent goes in, no shadow comes out. */
export function isPlain({ args, results }: Instr, active: readonly boolean[]): boolean {
  if (active.some((a) => a)) return false;
  const hasShadow = (v: Value): boolean => isReference(v.type) && tangentType(v.type) !== undefined;
  // it may also link references among those it gets
  const holds = (type: Type): boolean =>
    type.kind === "ref" || (type.kind === "mem" && type.elem.kind !== "store");
  return !results.some(hasShadow) && !args.some((a) => hasShadow(a) && holds(a.type));
}
