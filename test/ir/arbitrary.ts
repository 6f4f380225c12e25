/**
 * Random well-typed modules, for testing whatever reads the IR. A program is read off a list of
 * bytes, so that it shrinks as the list does.
 */
import * as fc from "fast-check";
import type { Datum, Memory } from "../../src/backends/interp/index.ts";
import { Builder } from "../../src/ir/builder.ts";
import { moduleOf, type Func, type Module, type Value } from "../../src/ir/func.ts";
import { printModule } from "../../src/ir/print.ts";
import { f64, i32, type Type } from "../../src/ir/types.ts";
import * as o from "../../src/ops/index.ts";
import { cloneData, randomDatum } from "./random/data.ts";
import { RegionMaker } from "./random/region.ts";
import { Scope } from "./random/scope.ts";
import { Tape } from "./random/tape.ts";
import { typePool, type RandomOptions } from "./random/types.ts";

export { cloneData, showData } from "./random/data.ts";
export type { RandomOptions } from "./random/types.ts";

/** A module and arguments for its function `main`, which ends on them. */
export interface Sample {
  readonly module: Module;
  readonly name: "main";
  /** Arguments of their own each time: a run may write to them. */
  readonly args: () => Datum[];
}

/** Random programs with arguments. */
export function arbitrarySample(options: RandomOptions = {}, size = 400): fc.Arbitrary<Sample> {
  return fc
    .uint8Array({ minLength: 8, maxLength: size, size: "max" })
    .map((bytes) => sampleFrom([...bytes], options))
    .map((sample) =>
      Object.assign(sample, { [fc.toStringMethod]: () => printModule(sample.module) }),
    );
}

/** Random modules, where no arguments are needed. */
export function arbitraryModule(options: RandomOptions = {}, size = 400): fc.Arbitrary<Module> {
  return arbitrarySample(options, size).map((s) => s.module);
}

/** The program that `bytes` stand for. */
export function sampleFrom(bytes: readonly number[], options: RandomOptions = {}): Sample {
  // a third is for the functions it calls, so that they do not use up everything
  const tape = new Tape(bytes.filter((_, i) => i % 3 !== 2));
  const other = new Tape(bytes.filter((_, i) => i % 3 === 2));
  const callees: Func[] = [];
  if (options.calls !== false) {
    for (let n = other.below(3); n > 0; n--) callees.push(callee(other, options, callees));
  }
  const { types, data } = inputs(tape, options);
  const b = new Builder();
  const scope = new Scope();
  types.forEach((type, i) => {
    const x = data[i] as Datum;
    const p = b.param(type, `p${i}`);
    if (type.kind === "mem") scope.addMemory(p, (x as Memory).length);
    else if (type.kind === "ref" && x !== null) scope.addPresent(p);
    else scope.add(p);
  });
  const maker = new RegionMaker(tape, options, callees);
  maker.steps(b, scope, 10);
  const others = several(tape, 2, typePool(options)).map((t) => maker.value(b, scope, t));
  const results = [maker.summary(b, scope), ...others];
  const disjoint = options.aliases !== true;
  const main: Func = { name: "main", region: b.finish(results), disjoint };
  return { module: moduleOf(...callees, main), name: "main", args: () => cloneData(data) };
}

function several(tape: Tape, most: number, types: readonly Type[]): Type[] {
  return Array.from({ length: tape.below(most + 1) }, () => tape.pick(types));
}

function inputs(tape: Tape, options: RandomOptions): { types: Type[]; data: Datum[] } {
  const types = [f64, ...several(tape, 3, typePool(options))];
  const data: Datum[] = [];
  for (const [i, type] of types.entries()) {
    const special = options.special === true;
    const twin = types.findIndex((t) => t === type && type.kind !== "scalar");
    const other = data[twin];
    if (options.aliases === true && twin < i && other !== undefined && tape.chance(60)) {
      data.push(overlapping(tape, other));
    } else {
      data.push(randomDatum(tape, type, tape.below(5), special));
    }
  }
  return { types, data };
}

function overlapping(tape: Tape, x: Datum): Datum {
  const memory = x as Memory | { readonly kind: "cell" } | null;
  if (memory?.kind !== "memory" || memory.length < 2 || tape.chance(50)) return x;
  const skip = tape.below(memory.length);
  return { ...memory, start: memory.start + skip, length: memory.length - skip };
}

// A function others may call; with an integer first it may call itself, as often as that says.
function callee(tape: Tape, options: RandomOptions, callees: readonly Func[]): Func {
  const name = `f${callees.length}`;
  const recursive = tape.chance(40);
  const b = new Builder();
  const scope = new Scope();
  const depth = recursive ? b.param(i32, "depth") : undefined;
  const params = [f64, ...several(tape, 2, typePool(options))].map((t, i) => b.param(t, `x${i}`));
  params.forEach((p) => scope.add(p));
  const maker = new RegionMaker(tape, options, callees);
  const types = [f64, ...several(tape, 1, typePool(options))];
  maker.steps(b, scope, 5);
  const pick = (c: Builder, inner: Scope): Value[] => types.map((t) => maker.value(c, inner, t));
  if (depth === undefined) return { name, region: b.finish(pick(b, scope)) };
  const results = o.ifElse(
    b,
    o.gt(b, depth, o.int(b, 0)),
    (c) => {
      const inner = new Scope(scope);
      const less = o.sub(c, depth, o.int(c, 1));
      const args = params.map((p) => maker.value(c, inner, p.type));
      for (const r of o.call(c, name, [less, ...args], types)) inner.add(r);
      maker.steps(c, inner, 3);
      return pick(c, inner);
    },
    (c) => pick(c, new Scope(scope)),
  );
  return { name, region: b.finish(results) };
}
