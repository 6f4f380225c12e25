import { structureOf, type Structure } from "../analysis/structure.ts";
import { Builder } from "../ir/builder.ts";
import type { Func, Instr, Module, Region, Value } from "../ir/func.ts";
import { cloneFunc } from "../ir/rewrite.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference, type Field, type RecordType, type RefType, type Type } from "../ir/types.ts";
import { callOp, recordGet, recordNew, zero } from "../ops/index.ts";
import { Adjoints } from "./adjoints.ts";
import { activeOperands, bits, Family, type AdOptions } from "./family.ts";
import { ForwardSweep } from "./forward.ts";
import { isPlain } from "./jvp.ts";
import type { LinearProgram } from "./linear-program.ts";
import { linearise } from "./linearise.ts";
import { policyOf } from "./plan.ts";
import { ReverseSweep } from "./reverse.ts";
import { Saves } from "./saves.ts";
import { Resolver, type Scope } from "./scope.ts";
import { accumulate, recordAdder, type RecordAdder } from "./seed.ts";

/** Names made for one function: of its two halves, the second of which goes by the tape. */
interface Halves {
  readonly name: string;
  readonly backward: string;
  readonly tape: RefType;
}

/**
 * `module` with the reverse derivative of the function `name` in its `active` parameters, whose
 * name is given too. Parameters: those of the function, then the shadows of all references to what
 * can have a tangent, then the cotangents of all results that can have one. Results: those of the
 * function, then the cotangents of the active numbers.
 */
export function vjp(
  module: Module,
  name: string,
  active: readonly boolean[],
  options: AdOptions = {},
): { module: Module; name: string } {
  const family = new Family<Halves>(module, options);
  const joined = family.name(`${name}_vjp`);
  const func = joint(family, family.func(name), active, joined);
  const rest = family.finish();
  return { module: { funcs: new Map([...rest.funcs, [joined, func]]) }, name: joined };
}

interface Sweeps {
  readonly lin: LinearProgram;
  readonly structure: Structure;
  readonly saves: Saves;
  readonly region: Region;
  /** Parameters that are no tangents. */
  readonly params: readonly Value[];
}

function prepare(family: Family<Halves>, func: Func, active: readonly boolean[]): Sweeps {
  const activity = family.activity(func, active);
  const { lin, builder } = linearise(func, active, activity, (l, b, instr) =>
    splitCall(family, l, b, instr),
  );
  const region = builder.finish(func.region.yields);
  const structure = structureOf(region);
  const params = region.params.filter((p) => !lin.tangents.has(p));
  return { lin, structure, saves: new Saves(structure), region, params };
}

// Forward and reverse sweep one after the other in one function.
function joint(
  family: Family<Halves>,
  func: Func,
  active: readonly boolean[],
  name: string,
): Func {
  const sweeps = prepare(family, func, active);
  const { lin, structure, saves, region } = sweeps;
  const policy = policyOf(lin, (v) => v);
  const b = new Builder(func.span);
  b.params.push(...sweeps.params);
  const back: Scope = { region, b: new Builder(func.span), around: undefined, known: new Map() };
  const adjoints = new Adjoints();
  for (const r of func.region.yields) {
    const type = tangentType(r.type);
    if (type === undefined) continue;
    const ct = b.param(type);
    const tangent = lin.tangent(r);
    if (tangent !== undefined) adjoints.add(back.b, tangent, ct);
    else if (isReference(r.type)) accumulate(back.b, lin.shadow(r), ct, adderOf(family));
  }
  const resolver = new Resolver(structure, saves, policy);
  new ReverseSweep(lin, saves, resolver).region(back, adjoints);
  const cts = cotangents(func, active, lin, back.b, adjoints);
  new ForwardSweep(lin, structure, saves).body(b, region);
  for (const instr of back.b.body) b.append(instr);
  return cloneFunc({ ...func, name, region: b.finish([...func.region.yields, ...cts]) });
}

function cotangents(
  func: Func,
  active: readonly boolean[],
  lin: LinearProgram,
  b: Builder,
  adjoints: Adjoints,
): Value[] {
  return func.region.params.flatMap((p, i) => {
    if (active[i] !== true || p.type.kind !== "scalar" || tangentType(p.type) === undefined) {
      return [];
    }
    const tangent = lin.tangent(p);
    return [(tangent && adjoints.get(tangent)) ?? zero(b, p.type)];
  });
}

function adderOf(family: Family<Halves>): RecordAdder {
  const adder: RecordAdder = (record) =>
    family.member(
      `add ${record.name}`,
      () => {
        const name = family.name(`add_${record.name.replace(/\W/g, "_")}`);
        return { name, backward: name, tape: { kind: "ref", record } };
      },
      ({ name }) => [recordAdder(name, record, adder)],
    ).name;
  return adder;
}

// --- Functions that remain calls: two halves and a tape -----------------------------------------

function halves(family: Family<Halves>, name: string, active: readonly boolean[]): Halves {
  return family.member(
    `${name} ${bits(active)}`,
    () => {
      const forward = family.name(`${name}_fwd`);
      const backward = family.name(`${name}_bwd`);
      return { name: forward, backward, tape: tapeType(forward) };
    },
    (member) => split(family, family.func(name), active, member),
  );
}

// Its fields come with the reverse sweep that reads them.
function tapeType(forward: string): RefType {
  return { kind: "ref", record: { name: `tape.${forward}`, fields: [] } };
}

function split(
  family: Family<Halves>,
  func: Func,
  active: readonly boolean[],
  { name, backward, tape }: Halves,
): Func[] {
  const sweeps = prepare(family, func, active);
  const { lin, structure, saves, region } = sweeps;
  const back = new Builder(func.span);
  const kept = back.param(tape, "tape");
  const held: Value[] = [];
  const policy = policyOf(lin, (v, scope) => {
    const field = addField(tape.record, v.type);
    held.push(v);
    return scope.b.emit1(recordGet, [kept], { field });
  });
  const adjoints = new Adjoints();
  for (const r of func.region.yields) {
    if (isReference(r.type) || tangentType(r.type) === undefined) continue;
    const ct = back.param(r.type);
    const tangent = lin.tangent(r);
    if (tangent !== undefined) adjoints.add(back, tangent, ct);
  }
  const resolver = new Resolver(structure, saves, policy);
  const scope: Scope = { region, b: back, around: undefined, known: new Map() };
  new ReverseSweep(lin, saves, resolver).region(scope, adjoints);
  const cts = cotangents(func, active, lin, back, adjoints);
  const forth = new Builder(func.span);
  forth.params.push(...sweeps.params);
  const sweep = new ForwardSweep(lin, structure, saves);
  sweep.body(forth, region);
  const fields = held.map((v) => sweep.use(forth, v));
  const made = forth.emit1(recordNew, fields, { type: tape });
  const { yields } = func.region;
  const shadows = yields.filter(hasShadow).map((r) => lin.shadow(r));
  return [
    cloneFunc({ name, region: forth.finish([...yields, ...shadows, made]), span: func.span }),
    cloneFunc({ name: backward, region: back.finish(cts), span: func.span }),
  ];
}

function addField(record: RecordType, type: Type): string {
  const fields = record.fields as Field[];
  const name = `v${fields.length}`;
  fields.push({ name, type });
  return name;
}

function hasShadow(v: Value): boolean {
  return isReference(v.type) && tangentType(v.type) !== undefined;
}

function splitCall(family: Family<Halves>, lin: LinearProgram, b: Builder, instr: Instr): void {
  const active = activeOperands(lin.activity, instr.args);
  if (isPlain(instr, active)) {
    b.append(instr);
    return;
  }
  const { name, backward, tape: type } = halves(family, String(instr.attrs["callee"]), active);
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
    active[i] === true && !isReference(a.type) ? [{ type: a.type, tangent: lin.tangent(a) }] : [],
  );
  const made: Instr = { ...instr, op: callOp, args, attrs: { callee: name }, results };
  b.append(made);
  lin.origin.set(made, instr);
  lin.calls.set(made, { backward, tape, into, outOf });
}
