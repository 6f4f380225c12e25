/*
 * Functions that call one another, as one loop. Its state is the number of the block to run next,
 * the frame of the innermost call that waits, and registers: arguments, results, and what goes from
 * block to block. A call keeps what is needed after it in a new frame and goes to the first block of
 * its callee; a return goes to the block that the frame on top names, which takes the frame off.
 */
import { Builder } from "../../ir/builder.ts";
import type { Func, Value } from "../../ir/func.ts";
import { cloneInstr, mapped, type ValueMap } from "../../ir/rewrite.ts";
import { i32, type Type } from "../../ir/types.ts";
import { ge, lt } from "../../ops/compare.ts";
import { flag, int } from "../../ops/constant.ts";
import { call, ifElse, ifOp, loopWhile, zeroOf } from "../../ops/control.ts";
import { blocksFrom, typesOf, type Block, type Edge } from "./flow.ts";
import type { Frames } from "./frame.ts";
import { isConstant } from "./live.ts";
import type { MachinePlan, Target } from "./plan.ts";

/** What the outermost call resumes: nothing. */
const over = -1;

/** Whether the loop goes on, the next block, the frame on top, and the registers. */
type Next = readonly [again: Value, block: Value, top: Value, ...registers: Value[]];

/** Makes the functions of one group. */
export class Machine {
  readonly #name: string;
  readonly #plan: MachinePlan;
  readonly #frames: Frames;
  /** Registers that are parameters and results of the machine. */
  readonly #given: readonly number[];
  readonly #left: readonly number[];

  /** `entered` are the functions of the group that are called from outside of it. */
  constructor(name: string, plan: MachinePlan, frames: Frames, entered: readonly Func[]) {
    this.#name = name;
    this.#plan = plan;
    this.#frames = frames;
    const all = (slots: (f: Func) => readonly number[]): number[] =>
      [...new Set(entered.flatMap(slots))].toSorted((a, b) => a - b);
    this.#given = all((f) => this.#entry(f.name).registers);
    this.#left = all((f) => plan.results.get(f.name)!);
  }

  #entry(name: string): Target {
    return this.#plan.targets.get(this.#plan.entries.get(name)!)!;
  }

  #type(register: number): Type {
    return this.#plan.registers.types[register]!;
  }

  /** `func` as a call of the machine. */
  wrapper(func: Func): Func {
    const b = new Builder(func.span);
    const params = func.region.params.map((p) => b.param(p.type, p.hint));
    const entry = this.#entry(func.name);
    const args = this.#given.map(
      (r) => params[entry.registers.indexOf(r)] ?? zeroOf(b, this.#type(r)),
    );
    const start = int(b, entry.number);
    const types = this.#left.map((r) => this.#type(r));
    const left = call(b, this.#name, [start, ...args], types);
    const results = this.#plan.results.get(func.name)!;
    return { ...func, region: b.finish(results.map((r) => left[this.#left.indexOf(r)]!)) };
  }

  /** The machine: from the number of a block and arguments to results. */
  func(span: Func["span"]): Func {
    const b = new Builder(span);
    const start = b.param(i32);
    const given = this.#given.map((r) => b.param(this.#type(r)));
    const constants = this.#constants(b);
    const registers = this.#plan.registers.types.map(
      (type, r) => given[this.#given.indexOf(r)] ?? zeroOf(b, type),
    );
    const top = this.#frames.first(b, over);
    const targets = [...this.#plan.targets.values()];
    const [, , ...last] = loopWhile(b, [start, top, ...registers], (c, state) =>
      this.#dispatch(c, targets, state, constants),
    );
    return { name: this.#name, region: b.finish(this.#left.map((r) => last[r]!)), span };
  }

  /** Constants stand before the loop, where every block sees them. */
  #constants(b: Builder): ReadonlyMap<Value, Value> {
    const map: ValueMap = new Map();
    for (const entry of this.#plan.entries.values()) {
      for (const { body } of blocksFrom(entry)) {
        for (const instr of body) if (isConstant(instr)) b.append(cloneInstr(instr, map));
      }
    }
    return map;
  }

  /** Runs the one of `targets` that `state` names, found by bisection. */
  #dispatch(
    b: Builder,
    targets: readonly Target[],
    state: readonly Value[],
    constants: ReadonlyMap<Value, Value>,
  ): Next {
    if (targets.length === 1) {
      return new Run(this.#plan, this.#frames, state, constants).start(b, targets[0]!);
    }
    const middle = targets.length >> 1;
    const below = lt(b, state[0]!, int(b, targets[middle]!.number));
    const half = (part: readonly Target[]) => (c: Builder) =>
      this.#dispatch(c, part, state, constants);
    return ifElse(b, below, half(targets.slice(0, middle)), half(targets.slice(middle))) as Next;
  }
}

/** The code of one target. */
class Run {
  readonly #plan: MachinePlan;
  readonly #frames: Frames;
  readonly #registers: readonly Value[];
  readonly #map: ValueMap;
  /** The frame on top. */
  #top: Value;

  constructor(
    plan: MachinePlan,
    frames: Frames,
    [, top, ...registers]: readonly Value[],
    constants: ReadonlyMap<Value, Value>,
  ) {
    this.#plan = plan;
    this.#frames = frames;
    this.#registers = registers;
    this.#map = new Map(constants);
    this.#top = top!;
  }

  start(b: Builder, { block, live, registers, fields }: Target): Next {
    const values = fields === undefined ? [...block.params, ...live] : block.params;
    values.forEach((v, i) => this.#map.set(v, this.#registers[registers[i]!]!));
    if (fields !== undefined) {
      live.forEach((v, i) => this.#map.set(v, this.#frames.kept(b, this.#top, fields[i]!)));
      this.#top = this.#frames.before(b, this.#top);
    }
    return this.#run(b, block);
  }

  #run(b: Builder, { body, end }: Block): Next {
    for (const instr of body) if (!isConstant(instr)) b.append(cloneInstr(instr, this.#map));
    switch (end.kind) {
      case "jump":
        return this.#follow(b, end.edge);
      case "branch": {
        const arms = end.edges.map((edge) => {
          const inner = b.nested();
          return inner.finish(this.#follow(inner, edge));
        });
        const condition = mapped(this.#map, end.condition);
        return b.emit(ifOp, [condition], {}, arms) as readonly Value[] as Next;
      }
      case "call":
        return this.#call(b, end.callee, end.args, end.next);
      case "return": {
        const resume = this.#frames.resume(b, this.#top);
        const results = this.#plan.registers.of(typesOf(end.values));
        return this.#next(ge(b, resume, int(b, 0)), resume, results, this.#mapped(end.values));
      }
    }
  }

  #follow(b: Builder, { to, args }: Edge): Next {
    const values = this.#mapped(args);
    const target = this.#plan.targets.get(to);
    if (target !== undefined) return this.#go(b, target, [...values, ...this.#mapped(target.live)]);
    to.params.forEach((p, i) => this.#map.set(p, values[i]!));
    return this.#run(b, to);
  }

  #call(b: Builder, callee: string, args: readonly Value[], next: Block): Next {
    const { number, live, fields } = this.#plan.targets.get(next)!;
    const frame = this.#frames.after(b, this.#top);
    this.#frames.setResume(b, frame, number);
    live.forEach((v, i) => this.#frames.keep(b, frame, fields![i]!, mapped(this.#map, v)));
    const entry = this.#plan.targets.get(this.#plan.entries.get(callee)!)!;
    return this.#go(b, entry, this.#mapped(args), frame);
  }

  #go(b: Builder, to: Target, values: readonly Value[], top: Value = this.#top): Next {
    return this.#next(flag(b, true), int(b, to.number), to.registers, values, top);
  }

  /** The state in which the `registers` have these values, and others are as before. */
  #next(
    again: Value,
    block: Value,
    registers: readonly number[],
    values: readonly Value[],
    top: Value = this.#top,
  ): Next {
    const all = [...this.#registers];
    registers.forEach((r, i) => {
      all[r] = values[i]!;
    });
    return [again, block, top, ...all];
  }

  #mapped(values: readonly Value[]): Value[] {
    return values.map((v) => mapped(this.#map, v));
  }
}
