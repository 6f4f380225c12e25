import { isReference } from "../ir/types.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { zero } from "../ops/index.ts";
import { Adjoints } from "./adjoints.ts";
import { Facts } from "./facts.ts";
import type { AdOptions, Family } from "./family.ts";
import { ForwardSweep, original } from "./forward.ts";
import { describeKept } from "./kept.ts";
import type { LinearProgram } from "./linear-program.ts";
import { linearise, type LineariseLoop } from "./linearise.ts";
import { planOf } from "./plan.ts";
import { Recorder } from "./recorder.ts";
import { Remaker } from "./remake.ts";
import { Resolver } from "./resolver.ts";
import { ReverseSweep } from "./reverse.ts";
import { Saves } from "./saves.ts";
import type { Resolves, Scope } from "./scope.ts";

/** A function to be run forward and backwards. */
export interface Sweeps {
  readonly func: Func;
  readonly active: readonly boolean[];
  readonly lin: LinearProgram;
  readonly facts: Facts;
  readonly structure: Structure;
  readonly saves: Saves;
  /** The linear program. */
  readonly region: Region;
  /** Its parameters that are no tangents. */
  readonly params: readonly Value[];
}

/** Emits a call of a function whose own halves are made elsewhere. */
export type SplitCall = (lin: LinearProgram, b: Builder, instr: Instr, facts: Facts) => void;

/**
 * `calm` says that callers leave alone what the function reads until its reverse sweep, `steady` for
 * which parameters they do.
 */
export function prepare<M extends { readonly name: string }>(
  family: Family<M>,
  func: Func,
  active: readonly boolean[],
  calm: boolean,
  call: SplitCall,
  steady?: readonly boolean[],
  loop?: LineariseLoop,
): Sweeps {
  const facts = new Facts(family.source, func, calm, steady);
  const activity = family.activity(func, active);
  const { strict, preaccumulate = true } = family.options;
  const { lin, builder } = linearise(
    func,
    active,
    activity,
    (l, b, instr) => call(l, b, instr, facts),
    { strict, preaccumulate, loop },
  );
  const region = builder.finish(func.region.yields);
  lin.source.set(region, func.region);
  const structure = structureOf(region);
  const params = region.params.filter((p) => !lin.tangents.has(p));
  return { func, active, lin, facts, structure, saves: new Saves(structure), region, params };
}

export interface Backwards {
  /** Gives the results their adjoints. */
  readonly seed: (b: Builder, adjoints: Adjoints) => void;
  /** How values of the outermost region are got at; undefined if they are in sight. */
  readonly outermost?: (v: Value, scope: Scope) => Value;
  readonly options: AdOptions;
}

/** Emits the reverse sweep into `b`, and gives the cotangents of the active numbers. */
export function backwards(sweeps: Sweeps, b: Builder, how: Backwards): Value[] {
  const { lin, structure, saves, facts, region } = sweeps;
  const emit = (to: Builder, resolver: Resolves): Value[] => {
    const adjoints = new Adjoints();
    how.seed(to, adjoints);
    const scope: Scope = { region, b: to, around: undefined, known: new Map() };
    new ReverseSweep(lin, structure, saves, resolver).region(scope, adjoints);
    return cotangents(sweeps, to, adjoints);
  };
  const recorder = new Recorder(saves);
  emit(new Builder(), recorder);
  const remaker = new Remaker(lin, structure, facts);
  const restored = remaker.restores();
  for (const r of restored) saves.adopt(r);
  const plan = planOf({
    lin,
    structure,
    saves,
    remaker,
    restored,
    needs: recorder.needs,
    mode: how.options.save ?? "mincut",
    joint: how.outermost === undefined,
    onKept: (v, from) => {
      const { report } = how.options;
      if (report === undefined) return;
      const about = { func: sweeps.func.name, structure, saves, remaker };
      const kept = describeKept(about, v, from);
      if (kept !== undefined) report(kept);
    },
  });
  const outermost = how.outermost ?? ((v: Value): Value => v);
  return emit(b, new Resolver({ lin, structure, saves, plan, remaker, restored, outermost }));
}

/** The forward sweep, after the reverse sweep has said what it needs. */
export function forwards({ lin, structure, saves, region }: Sweeps, b: Builder): ForwardSweep {
  const sweep = new ForwardSweep(lin, structure, saves, original());
  sweep.body(b, region);
  return sweep;
}

function cotangents({ func, active, lin }: Sweeps, b: Builder, adjoints: Adjoints): Value[] {
  return func.region.params.flatMap((p, i) => {
    if (active[i] !== true || isReference(p.type) || tangentType(p.type) === undefined) {
      return [];
    }
    const tangent = lin.tangent(p);
    return [(tangent && adjoints.get(tangent)) ?? zero(b, p.type)];
  });
}
