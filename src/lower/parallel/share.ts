// A loop whose iterations may run at once becomes chunks, which a loop marked `parallel` runs.
import { Builder } from "../../ir/builder.ts";
import {
  freshName,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../../ir/func.ts";
import { cloneInstr, cloneRegion, freeValues, type ValueMap } from "../../ir/rewrite.ts";
import { f64, i32, type MemType } from "../../ir/types.ts";
import { areApart } from "../../analysis/apart.ts";
import * as op from "../../ops/index.ts";
import { Checks } from "./checks.ts";
import type { Carried, Facts, LoopPlan } from "./plan.ts";
import type { Joining } from "./sums.ts";
import { Work } from "./work.ts";

/** How a loop is divided. It depends on the program and its input, never on who runs the chunks. */
export interface Division {
  /** Most chunks of a loop. */
  readonly most: number;
  /** Least work of a chunk, in cycles or so. */
  readonly least: number;
  /** Work that goes with each element of a sum in memory, for each chunk. */
  readonly merge: number;
}

const doubles: MemType = { kind: "mem", elem: { kind: "store", storage: "f64" } };

const neutral: Readonly<Record<Joining, number>> = { add: 0, min: Infinity, max: -Infinity };
const join = { add: op.add, min: op.min, max: op.max } as const;

export interface Shared {
  readonly module: Module;
  /** What stands in the place of the loop, with its results. */
  readonly body: readonly Instr[];
}

/**
 * The loop of `plan`, in the function of `facts`, as
 *
 *     if there is enough to do, and what the plan rests on holds {
 *       for {parallel} 0, chunks { (c)  call @f_task c, … }     each runs @f_part from … to …
 *       what they give is joined, in order
 *     } else { call @f_part lo, hi, … }                          the loop as it was
 */
export function share(module: Module, plan: LoopPlan, facts: Facts, division: Division): Shared {
  return new Sharer(module, plan, facts, division).run();
}

class Sharer {
  private module: Module;
  private readonly plan: LoopPlan;
  private readonly facts: Facts;
  private readonly division: Division;
  private readonly loop: Instr;
  /** What the body uses and is passed. */
  private readonly used: readonly Value[];
  /** What is made again in the part: constants, views and lengths. */
  private readonly again: readonly Instr[];

  constructor(module: Module, plan: LoopPlan, facts: Facts, division: Division) {
    this.module = module;
    this.plan = plan;
    this.facts = facts;
    this.division = division;
    this.loop = plan.loop;
    const used = new Set<Value>();
    const again = new Set<Instr>();
    const take = (v: Value): void => {
      const instr = facts.structure.definitionOf(v)?.instr;
      if (instr === undefined || !remade.has(instr.op)) return void used.add(v);
      instr.args.forEach(take);
      again.add(instr);
    };
    freeValues(plan.loop.regions[0]!).forEach(take);
    this.used = [...used];
    this.again = [...again];
  }

  run(): Shared {
    const part = this.part();
    const task = this.task(part);
    const b = new Builder(this.loop.span);
    this.emit(b, part, task);
    return { module: this.module, body: b.body };
  }

  /** `(lo, hi, carried…, used…) → carried…`: the loop. */
  private part(): string {
    const { loop } = this;
    const b = new Builder(loop.span);
    const map: ValueMap = new Map();
    const given = loop.args.map((a) => b.param(a.type, a.hint));
    for (const v of this.used) map.set(v, b.param(v.type, v.hint));
    for (const instr of this.again) b.append(cloneInstr(instr, map));
    const results = loop.results.map(({ type, hint }): Value => ({ type, hint }));
    b.append({ ...loop, args: given, regions: [cloneRegion(loop.regions[0]!, map)], results });
    const ofNumbers = loop.args.map((): undefined => undefined);
    return this.add("part", b.finish(results), [...ofNumbers, ...this.used]);
  }

  private get joined(): readonly number[] {
    return this.plan.carried.flatMap(({ kind }, k) => (kind === "joined" ? [k] : []));
  }

  /**
   * `(c, lo, hi, size, partial sums, sums…, starts and steps of counters…, other carried…, used…)`:
   * iterations c · size and those after it, with memory of its own for what iterations share.
   */
  private task(part: string): string {
    const { loop, plan } = this;
    const step = Number(loop.attrs["step"]);
    const b = new Builder(loop.span);
    const map: ValueMap = new Map();
    const [c, lo, hi, size] = ["c", "lo", "hi", "size"].map((hint) => b.param(i32, hint)) as [
      Value,
      Value,
      Value,
      Value,
    ];
    const partial = b.param(doubles, "partial");
    const sums = plan.sums.map((v) => b.param(doubles, v.hint));
    const inits = plan.carried.map((kind, k) => this.initParams(b, kind, loop.args[k + 2]!));
    for (const v of this.used) map.set(v, b.param(v.type, v.hint));
    // how many iterations are passed, and how many there are, wrapping where there are very many
    const passed = op.mul(b, c, size);
    const by = op.int(b, step);
    const from = op.add(b, lo, step === 1 ? passed : op.mul(b, passed, by));
    const length = step === 1 ? size : op.mul(b, size, by);
    const left = op.sub(b, hi, from);
    const isLast = step > 0 ? op.le(b, left, length) : op.ge(b, left, length);
    const to = op.select(b, isLast, hi, op.add(b, from, length));
    const own: ValueMap = new Map();
    plan.sums.forEach((v, k) => {
      const n = op.length(b, map.get(v)!);
      own.set(v, op.view(b, sums[k]!, op.mul(b, c, n), n));
    });
    for (const v of [...plan.scratch, ...plan.cleared]) {
      own.set(v, op.allocate(b, doubles, op.length(b, map.get(v)!)));
    }
    const starts = inits.map((values, k) => this.startOf(b, plan.carried[k]!, values, passed));
    const args = [from, to, ...starts, ...this.used.map((v) => own.get(v) ?? map.get(v)!)];
    const results = op.call(
      b,
      part,
      args,
      loop.results.map((r) => r.type),
    );
    this.joined.forEach((k, at) => {
      const index = op.add(b, op.mul(b, c, op.int(b, this.joined.length)), op.int(b, at));
      b.emit(op.store, [partial, index, results[k]!]);
    });
    if (plan.scratch.length > 0) {
      // the last iteration leaves what it has written
      op.ifElse(
        b,
        isLast,
        (then) => {
          for (const v of plan.scratch) then.emit(op.copy, [map.get(v)!, own.get(v)!]);
          return [];
        },
        () => [],
      );
    }
    const before = b.params.slice(0, b.params.length - this.used.length);
    const groups = before.map((): undefined => undefined);
    return this.add("task", b.finish([]), [...groups, ...this.used]);
  }

  private initParams(b: Builder, { kind }: Carried, { type, hint }: Value): readonly Value[] {
    if (kind === "joined") return [];
    return kind === "counter" ? [b.param(f64, hint), b.param(f64)] : [b.param(type, hint)];
  }

  private startOf(b: Builder, carried: Carried, given: readonly Value[], passed: Value): Value {
    if (carried.kind === "same") return given[0]!;
    if (carried.kind === "joined") return op.num(b, neutral[carried.by]);
    return this.counted(b, given, op.toF64(b, passed), carried);
  }

  // A counter after so many iterations. All of this is exact: `Checks` has seen to it.
  private counted(
    b: Builder,
    [init, step]: readonly Value[],
    passed: Value,
    carried: Carried,
  ): Value {
    const value = op.add(b, init!, op.mul(b, passed, step!));
    const k = this.plan.carried.indexOf(carried);
    const { type } = this.loop.args[k + 2]!;
    return type.kind === "scalar" && type.dtype === "i32" ? op.clampI32(b, value) : value;
  }

  private emit(b: Builder, part: string, task: string): void {
    const { loop, plan } = this;
    const [lo, hi, ...inits] = loop.args as [Value, Value, ...Value[]];
    const step = Number(loop.attrs["step"]);
    const results = loop.results;
    const asItWas = (inner: Builder): readonly Value[] =>
      op.call(
        inner,
        part,
        [lo, hi, ...inits, ...this.used],
        results.map((r) => r.type),
      );
    const span = op.sub(b, op.toF64(b, step > 0 ? hi : lo), op.toF64(b, step > 0 ? lo : hi));
    const trips = op.ceil(b, op.mul(b, span, op.num(b, 1 / Math.abs(step))));
    // few iterations are not worth a look, and checks are made for loops that run
    const several = op.and(b, op.gt(b, trips, op.num(b, 1)), op.lt(b, span, op.num(b, 2 ** 30)));
    op.ifElse(
      b,
      several,
      (then) => {
        const checks = new Checks(then, plan);
        const work = new Work(then, this.module, checks, plan.subscripts).of(loop.regions[0]!);
        const total = op.mul(then, work, trips);
        const chunks = this.chunks(then, total, trips);
        const pays = op.ge(then, chunks, op.num(then, 2));
        const ok = op.ifElse(
          then,
          pays,
          (checked) => [new Checks(checked, plan).all() ?? op.flag(checked, true)],
          (not) => [op.flag(not, false)],
        )[0]!;
        return op.ifElse(then, ok, (go) => this.chunked(go, task, { chunks, trips }), asItWas);
      },
      asItWas,
    );
    // the results of the loop are what is used after it
    const last = b.body.at(-1)!;
    b.body[b.body.length - 1] = { ...last, results };
  }

  /** How many there would be: a double. */
  private chunks(b: Builder, work: Value, trips: Value): Value {
    const { most, least, merge } = this.division;
    let wanted = op.min(b, trips, op.num(b, most));
    wanted = op.min(b, wanted, op.floor(b, op.div(b, work, op.num(b, least))));
    for (const v of this.plan.sums) {
      const each = op.mul(b, op.toF64(b, op.length(b, v)), op.num(b, merge));
      const fit = op.floor(
        b,
        op.div(b, op.mul(b, work, op.num(b, 0.25)), op.add(b, each, op.num(b, 1))),
      );
      wanted = op.min(b, wanted, fit);
    }
    return wanted;
  }

  private chunked(
    b: Builder,
    task: string,
    { chunks, trips }: { readonly chunks: Value; readonly trips: Value },
  ): readonly Value[] {
    const { loop, plan, joined } = this;
    const [lo, hi, ...inits] = loop.args as [Value, Value, ...Value[]];
    const size = op.clampI32(b, op.ceil(b, op.div(b, trips, chunks)));
    const count = op.clampI32(b, op.ceil(b, op.div(b, trips, op.toF64(b, size))));
    const partial = op.allocate(b, doubles, op.mul(b, count, op.int(b, joined.length)));
    const sums = plan.sums.map((v) => op.allocate(b, doubles, op.mul(b, count, op.length(b, v))));
    const checks = new Checks(b, plan);
    const outside = plan.carried.map((carried, k): readonly Value[] => {
      if (carried.kind === "joined") return [];
      if (carried.kind === "same") return [inits[k]!];
      const init = inits[k]!.type;
      const start =
        init.kind === "scalar" && init.dtype === "i32" ? op.toF64(b, inits[k]!) : inits[k]!;
      return [start, checks.valueOf(carried.step)];
    });
    const given = [lo, hi, size, partial, ...sums, ...outside.flat(), ...this.used];
    const inner = b.nested();
    const c = inner.param(i32, "chunk");
    op.call(inner, task, [c, ...given], []);
    b.emit(op.forOp, [op.int(b, 0), count], { step: 1, parallel: true }, [inner.finish([])]);
    plan.sums.forEach((v, k) => this.addUp(b, v, sums[k]!, count));
    return plan.carried.map((carried, k) => {
      if (carried.kind === "same") return inits[k]!;
      if (carried.kind === "counter") return this.counted(b, outside[k]!, trips, carried);
      const at = joined.indexOf(k);
      const n = op.int(b, joined.length);
      return op.forRange(b, [op.int(b, 0), count, 1], [inits[k]!], (each, i, [sum]) => {
        const index = op.add(each, op.mul(each, i, n), op.int(each, at));
        return [join[carried.by](each, sum!, op.load(each, partial, index))];
      })[0]!;
    });
  }

  // Sums of the chunks one after the other, so that their order is that of the iterations.
  private addUp(b: Builder, to: Value, parts: Value, count: Value): void {
    const n = op.length(b, to);
    op.forRange(b, [op.int(b, 0), count, 1], [], (chunk, c) => {
      const part = op.view(chunk, parts, op.mul(chunk, c, n), n);
      op.forRange(chunk, [op.int(chunk, 0), n, 1], [], (each, i) => {
        const sum = op.add(each, op.load(each, to, i), op.load(each, part, i));
        each.emit(op.store, [to, i, sum]);
        return [];
      });
      return [];
    });
  }

  /** A function whose parameters are as far apart as `values` are; undefined is apart from all. */
  private add(what: string, region: Region, values: readonly (Value | undefined)[]): string {
    const name = freshName(this.module, `${this.facts.memory.func.name}_${what}`);
    const func: Func = { name, region, apart: this.groups(values), span: this.loop.span };
    this.module = withFuncs(this.module, func);
    return name;
  }

  // A number for each value, the same for those that may lead to the same memory.
  private groups(values: readonly (Value | undefined)[]): number[] {
    const groups = values.map((_, i) => i);
    values.forEach((v, i) => {
      values.slice(0, i).forEach((w, j) => {
        const [mine, other] = [groups[i]!, groups[j]!];
        if (mine === other || v === undefined || w === undefined) return;
        if (areApart([v, w], this.facts.memory)) return;
        groups.forEach((g, k) => g === mine && (groups[k] = other));
      });
    });
    return groups;
  }
}

/** What costs nothing to make again, and is known better where it is made. */
const remade: ReadonlySet<Instr["op"]> = new Set<Instr["op"]>([
  op.constant,
  op.constantTable,
  op.view,
  op.length,
]);
