// Functions that remain calls: a half that runs forward and gives a tape, and one that takes it back.
import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference } from "../ir/types.ts";
import { callOp, recordGet, recordNew } from "../ops/index.ts";
import type { Facts } from "./facts.ts";
import { activeOperands, bits, type Family } from "./family.ts";
import { inputHalves } from "./checkpoint-call.ts";
import { loopHalves, throughLoop } from "./checkpoint-loop.ts";
import { recursionHalves } from "./checkpoint-recursion.ts";
import { addField, hasShadow, type Halves, type Wanted } from "./half.ts";
import { isPlain } from "./jvp.ts";
import type { LinearProgram } from "./linear-program.ts";
import { isRuled, refuseCaptured } from "./rules.ts";
import { splitByRule } from "./rules-reverse.ts";
import { backwards, forwards, prepare, type SplitCall } from "./sweeps.ts";
import { tapeType } from "./tape.ts";

/**
 * A call becomes one of the forward half, with the shadows of references as further operands, and
 * those of results and the tape as further results. The reverse sweep calls the other half.
 */
export function splitCallOf(family: Family<Halves>): SplitCall {
  return (lin, b, instr, facts) => splitCall(family, lin, b, instr, facts);
}

function splitCall(
  family: Family<Halves>,
  lin: LinearProgram,
  b: Builder,
  instr: Instr,
  facts: Facts,
): void {
  const active = activeOperands(lin.activity, instr.args);
  if (isPlain(instr, active)) {
    b.append(instr);
    return;
  }
  const callee = String(instr.attrs["callee"]);
  const source = family.func(callee);
  if (isRuled(source)) refuseCaptured(source, active, instr.span);
  const calm = facts.calmAfter(instr);
  const steady = calm ? undefined : facts.steadyAfter(instr);
  const wanted: Wanted = { name: callee, active, calm, steady };
  const { name, backward, tape: type, through } = halvesFor(family, instr, wanted);
  const tape: Value = { type };
  const results: Value[] = [...instr.results];
  const outOf: Value[] = [];
  for (const r of instr.results) {
    const twin = tangentType(r.type);
    if (twin === undefined) continue;
    const made: Value = { type: twin };
    if (isReference(r.type)) {
      lin.setShadow(r, made);
      results.push(made);
    } else {
      lin.tangents.add(made);
      lin.setTangent(r, made);
      outOf.push(made);
    }
  }
  results.push(tape);
  const args = [...instr.args, ...instr.args.filter(hasShadow).map((a) => lin.shadow(a))];
  const into = instr.args.flatMap((a, i) =>
    active[i] === true && !isReference(a.type)
      ? [{ type: a.type, tangent: lin.tangent(a), through: through?.[i] === true }]
      : [],
  );
  const made: Instr = { ...instr, op: callOp, args, attrs: { callee: name }, results };
  b.append(made);
  lin.origin.set(made, instr);
  lin.calls.set(made, { backward, tape, into, outOf });
}

function halvesFor(family: Family<Halves>, instr: Instr, wanted: Wanted): Halves {
  const call = splitCallOf(family);
  if (instr.attrs["keeps"] === "inputs" && !isRuled(family.func(wanted.name))) {
    return inputHalves(family, wanted, call, instr.span);
  }
  const through = throughLoop(family.source, instr);
  if (through === undefined) {
    return recursionHalves(family, wanted, call, halves) ?? halves(family, wanted);
  }
  return loopHalves(family, wanted, instr, call) ?? halves(family, { ...wanted, through });
}

export function halves(family: Family<Halves>, wanted: Wanted): Halves {
  const { name, active, calm, steady = [], through = [] } = wanted;
  const func = family.func(name);
  return family.member(
    `${name} ${bits(active)} ${calm} ${bits(steady)} ${bits(through)}`,
    () => {
      const forward = family.name(`${name}_fwd`);
      const backward = family.name(`${name}_bwd`);
      return { name: forward, backward, tape: tapeType(forward), through };
    },
    (member) => {
      if (!isRuled(func)) return split(family, wanted, member);
      return splitByRule(family, func, wanted, member, halves);
    },
  );
}

function split(
  family: Family<Halves>,
  { name: source, active, calm, steady, through = [] }: Wanted,
  { name, backward, tape }: Halves,
): Func[] {
  const func = family.func(source);
  const { params, yields } = func.region;
  const sweeps = prepare(family, func, active, calm, splitCallOf(family), steady);
  const back = new Builder(func.span);
  const kept = back.param(tape, "tape");
  const cts = yields.flatMap((r): [Value, Value][] =>
    tangentType(r.type) === undefined || isReference(r.type) ? [] : [[r, back.param(r.type)]],
  );
  const collected = params.flatMap((p, i): [Value, Value][] =>
    active[i] === true && through[i] === true && !isReference(p.type)
      ? [[p, back.param(p.type)]]
      : [],
  );
  const held: Value[] = [];
  const results = backwards(sweeps, back, {
    seed: (b, adjoints) => {
      for (const [r, ct] of [...collected, ...cts]) {
        const tangent = sweeps.lin.tangent(r);
        if (tangent !== undefined) adjoints.add(b, tangent, ct);
      }
    },
    outermost: (v, scope) => {
      const field = addField(tape.record, v.type);
      held.push(v);
      return scope.b.emit1(recordGet, [kept], { field });
    },
    options: family.options,
  });
  const forth = new Builder(func.span);
  forth.params.push(...sweeps.params);
  const sweep = forwards(sweeps, forth);
  const made = forth.emit1(
    recordNew,
    held.map((v) => sweep.use(forth, v)),
    { type: tape },
  );
  const shadows = yields.filter(hasShadow).map((r) => sweeps.lin.shadow(r));
  const { span, userName } = func;
  return [
    cloneFunc({ name, region: forth.finish([...yields, ...shadows, made]), span, userName }),
    cloneFunc({ name: backward, region: back.finish(results), span, userName }),
  ];
}
