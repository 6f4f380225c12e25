import { memoryOf } from "../analysis/memory.ts";
import { Builder } from "../ir/builder.ts";
import { vectorType } from "../ir/derivative.ts";
import type { Func, Instr, Module, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { i32, isReference } from "../ir/types.ts";
import { activeOperands, bits, Family, type AdOptions } from "./family.ts";
import { isPlain, markCall } from "./jvp.ts";
import { linearise } from "./linearise.ts";
import { VectorForward, type Interval } from "./vector-forward.ts";

interface Member {
  readonly name: string;
}

interface Vectors {
  /** In all directions, which parameters are independent. */
  readonly active: readonly boolean[];
  /** How many directions there may be. */
  readonly width: number;
}

/**
 * `module` with the forward derivative of the function `name` in many directions, whose name is
 * given too; parameters and results are as `vectorSignature` says. The function runs once, and the
 * code is as long as for one direction. No records hold numbers that vary, and no function comes
 * with rules.
 */
export function jvpVector(
  module: Module,
  name: string,
  { active, width }: Vectors,
  options: AdOptions = {},
): { module: Module; name: string } {
  const family = new Family<Member>(module, options);
  const made = member(family, name, { active, width });
  return { module: family.finish(), name: made.name };
}

function member(family: Family<Member>, name: string, vectors: Vectors): Member {
  return family.member(
    `${name} ${bits(vectors.active)}`,
    () => ({ name: family.name(`${name}_jvp${vectors.width}`) }),
    (made) => [define(family, family.func(name), vectors, made.name)],
  );
}

function define(
  family: Family<Member>,
  func: Func,
  { active, width }: Vectors,
  name: string,
): Func {
  const { params, yields } = func.region;
  const activity = family.activity(func, active);
  const { strict, narrowing = "worth" } = family.options;
  const { lin, builder } = linearise(func, active, activity, markCall, { strict });
  const linear = builder.finish(yields);
  const entry = new Builder(func.span);
  const call = (f: VectorForward, b: Builder, instr: Instr): void => emitCall(family, f, b, instr);
  const memory = memoryOf(family.source, func.name);
  const forward = new VectorForward(lin, linear, { width, entry, call, memory, narrowing });
  entry.params.push(...params);
  params.forEach((p, i) => {
    if (tangentType(p.type) === undefined) return;
    if (isReference(p.type)) entry.params.push(forward.newShadow(p));
    else if (active[i] === true) forward.setTangents(p, entry.param(vectorType(p.type)));
  });
  forward.interval = { from: entry.param(i32), to: entry.param(i32) };
  const b = entry.nested();
  forward.body(b, linear);
  const results = yields.flatMap((v) => twin(forward, v));
  for (const instr of b.body) entry.append(instr);
  const region = entry.finish([...yields, ...results]);
  return cloneFunc({ name, region, span: func.span, userName: func.userName });
}

function twin(forward: VectorForward, v: Value): Value[] {
  if (tangentType(v.type) === undefined) return [];
  return [isReference(v.type) ? forward.shadow(v) : forward.tangents(v)];
}

function emitCall(family: Family<Member>, forward: VectorForward, b: Builder, instr: Instr): void {
  const { lin, width } = forward;
  const active = activeOperands(lin.activity, instr.args);
  if (isPlain(instr, active)) {
    b.append(instr);
    return;
  }
  const callee = member(family, String(instr.attrs["callee"]), { active, width }).name;
  const twins = instr.args.flatMap((a, i) => {
    if (tangentType(a.type) === undefined) return [];
    if (isReference(a.type)) return [forward.shadow(a)];
    return active[i] === true ? [forward.tangents(a)] : [];
  });
  const results: Value[] = [...instr.results];
  for (const r of instr.results) {
    if (tangentType(r.type) === undefined) continue;
    if (isReference(r.type)) results.push(forward.newShadow(r));
    else {
      const vector: Value = { type: vectorType(r.type) };
      forward.setTangents(r, vector);
      results.push(vector);
    }
  }
  const { from, to } = forward.interval as Interval;
  const args = [...instr.args, ...twins, from, to];
  b.append({ ...instr, args, attrs: { ...instr.attrs, callee }, results });
}
