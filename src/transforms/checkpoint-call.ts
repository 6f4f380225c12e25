// Calls that keep only what they are given: the reverse sweep runs them again.
import { NablaError } from "../diagnostics/error.ts";
import type { Span } from "../diagnostics/span.ts";
import { Builder } from "../ir/builder.ts";
import type { Func, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { showType, type Type } from "../ir/types.ts";
import { call } from "../ops/index.ts";
import { callText } from "./checkpoints.ts";
import { keepContents, partsOf, putBack, touches, type Touch } from "./contents.ts";
import { isBounded } from "./reach.ts";
import { bits, type Family } from "./family.ts";
import { hasShadow } from "./half.ts";
import { advance, isDifferentiable, reversal } from "./replay.ts";
import type { SplitCall } from "./sweeps.ts";
import { tapeOf, tapeType, valuesOf } from "./tape.ts";
import type { Halves, Wanted } from "./half.ts";

/**
 * The halves of a function whose tape is its parameters, and a copy of what it reads there and
 * somebody writes before the reverse sweep: the function itself, or, if it is not `calm`, others.
 *
 * @throws NB3006 where such a copy cannot be made
 */
export function inputHalves(
  family: Family<Halves>,
  wanted: Wanted,
  split: SplitCall,
  span: Span | undefined,
): Halves {
  const { name, active, calm } = wanted;
  return family.member(
    `${name} ${bits(active)} ${calm} inputs`,
    () => {
      refuse(family, wanted, span);
      const copied = touches(family.source, name).filter((t) => isKept(t, calm));
      const what = callText(
        name,
        copied.map(({ param }) => param),
      );
      family.options.note?.({ func: name, span, what });
      const forward = family.name(`${name}_fwd`);
      const backward = family.name(`${name}_again`);
      const through = active.map(() => true);
      return { name: forward, backward, tape: tapeType(forward), through };
    },
    (halves) => [forwardHalf(family, wanted, halves), backwardHalf(family, wanted, halves, split)],
  );
}

const isKept = ({ reads, writes }: Touch, calm: boolean): boolean => reads && (writes || !calm);

function refuse(family: Family<Halves>, wanted: Wanted, span: Span | undefined): void {
  for (const touch of touches(family.source, wanted.name)) {
    const { param, writes } = touch;
    if (!writes && !isKept(touch, wanted.calm)) continue;
    if (!isBounded(param.type)) throw unkept(param.hint, param.type, span);
  }
  const { yields } = family.func(wanted.name).region;
  const lost = yields.find((v) => hasShadow(v) && !isBounded(tangentType(v.type) as Type));
  if (lost !== undefined) throw unkept("its result", lost.type, span);
}

function unkept(what: string | undefined, type: Type, span: Span | undefined): NablaError {
  return new NablaError("NB3006", {
    message: `a checkpointed call would have to keep ${what ?? "an argument"}, whose type leads back to itself (${showType(type)})`,
    span,
    help: "return what is made instead of changing what is given, or take the checkpoint elsewhere",
  });
}

interface Given {
  readonly params: readonly Value[];
  readonly shadows: readonly Value[];
}

function shadowOf({ region }: Func, { shadows }: Given, index: number): Value | undefined {
  const param = region.params[index] as Value;
  return hasShadow(param) ? shadows[region.params.filter(hasShadow).indexOf(param)] : undefined;
}

function forwardHalf(family: Family<Halves>, { name, calm }: Wanted, halves: Halves): Func {
  const func = family.func(name);
  const { params, yields } = func.region;
  const b = new Builder(func.span);
  const given: Given = {
    params: params.map((p) => b.param(p.type, p.hint)),
    shadows: params.filter(hasShadow).map((p) => b.param(tangentType(p.type) as Type)),
  };
  const kept = touches(family.source, name)
    .filter((t) => isKept(t, calm))
    .flatMap((t) =>
      keepContents(b, given.params[t.index] as Value, shadowOf(func, given, t.index)),
    );
  const run = advance(family, name);
  const types = yields.map((v) => v.type);
  const twins = yields.filter(hasShadow).map((v) => tangentType(v.type) as Type);
  const results = run.shadows
    ? call(b, run.name, [...given.params, ...given.shadows], [...types, ...twins])
    : call(b, run.name, given.params, types);
  const shadows = results.slice(types.length);
  const tape = tapeOf(b, halves.tape, [...given.params, ...given.shadows, ...shadows, ...kept]);
  return cloneFunc({ name: halves.name, region: b.finish([...results, tape]), span: func.span });
}

function backwardHalf(
  family: Family<Halves>,
  { name, active, calm }: Wanted,
  { backward, tape, through = [] }: Halves,
  split: SplitCall,
): Func {
  const func = family.func(name);
  const { params, yields } = func.region;
  const b = new Builder(func.span);
  const held = b.param(tape, "tape");
  const cts = yields.filter(isDifferentiable).map((v) => b.param(v.type));
  const inner = params.filter((p, i) => active[i] === true && isDifferentiable(p));
  const collected = inner.map((p) => b.param(p.type));
  const values = valuesOf(b, held);
  const take = (n: number): Value[] => values.splice(0, n);
  const given: Given = {
    params: take(params.length),
    shadows: take(params.filter(hasShadow).length),
  };
  const shadows = take(yields.filter(hasShadow).length);
  const all = touches(family.source, name).map((touch) => ({
    touch,
    memory: given.params[touch.index] as Value,
    shadow: shadowOf(func, given, touch.index),
  }));
  // what is there now is what the caller will see
  const now = all
    .filter(({ touch }) => touch.writes || isKept(touch, calm))
    .map(({ memory, shadow }) => ({ memory, shadow, kept: keepContents(b, memory, shadow) }));
  for (const { touch, memory, shadow } of all) {
    if (isKept(touch, calm)) putBack(b, memory, shadow, take(partsOf(memory, shadow)));
  }
  const again = reversal(family, { func: name, active, through }, split);
  const operands = [...given.params, ...given.shadows, ...shadows, ...cts, ...collected];
  const results = call(
    b,
    again,
    operands,
    inner.map((p) => p.type),
  );
  for (const { memory, shadow, kept } of now) putBack(b, memory, shadow, kept);
  return cloneFunc({ name: backward, region: b.finish(results), span: func.span });
}
