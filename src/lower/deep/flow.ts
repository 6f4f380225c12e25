// A function as a graph of straight pieces of code, cut where it calls certain functions.
import { Builder } from "../../ir/builder.ts";
import type { Func, Instr, Region, Value } from "../../ir/func.ts";
import { calleesOf } from "../../ir/rewrite.ts";
import type { Type } from "../../ir/types.ts";
import { add } from "../../ops/arith.ts";
import { gt, lt } from "../../ops/compare.ts";
import { int, long } from "../../ops/constant.ts";
import { toI64, wrapI32 } from "../../ops/convert.ts";
import * as op from "../../ops/index.ts";

/** Runs its instructions, none of which has a cut in it, then ends. Its parameters come with the edge. */
export interface Block {
  readonly params: readonly Value[];
  readonly body: readonly Instr[];
  readonly end: End;
}

export interface Edge {
  readonly to: Block;
  /** What the parameters of `to` become. */
  readonly args: readonly Value[];
}

/** How a block ends. The parameters of `next` are the results of the call. */
export type End =
  | { readonly kind: "jump"; readonly edge: Edge }
  | { readonly kind: "branch"; readonly condition: Value; readonly edges: readonly [Edge, Edge] }
  | {
      readonly kind: "call";
      readonly callee: string;
      readonly args: readonly Value[];
      readonly next: Block;
    }
  | { readonly kind: "return"; readonly values: readonly Value[] };

/** The first block of `func`, cut at its calls of `cuts`; it has the function's parameters. */
export function flowOf(func: Func, cuts: ReadonlySet<string>): Block {
  const { params, body, yields } = func.region;
  const entry = new Draft(params);
  new Layer(cuts).lay(body, entry).end = { kind: "return", values: yields };
  return entry;
}

/** Where control may go from a block without a call being made or left. */
export function edgesOf({ end }: Block): readonly Edge[] {
  if (end.kind === "jump") return [end.edge];
  return end.kind === "branch" ? end.edges : [];
}

/** `entry` and all blocks it leads to, each once. */
export function blocksFrom(entry: Block): readonly Block[] {
  const found = new Set<Block>([entry]);
  for (const block of found) {
    for (const { to } of edgesOf(block)) found.add(to);
    if (block.end.kind === "call") found.add(block.end.next);
  }
  return [...found];
}

class Draft implements Block {
  readonly params: readonly Value[];
  readonly body: Instr[] = [];
  end: End = { kind: "return", values: [] };

  constructor(params: readonly Value[] = []) {
    this.params = params;
  }

  /** Appends what `make` emits. */
  emit<T>(from: Instr, make: (b: Builder) => T): T {
    const b = new Builder(from.span);
    const made = make(b);
    this.body.push(...b.body);
    return made;
  }
}

class Layer {
  readonly #cuts: ReadonlySet<string>;

  constructor(cuts: ReadonlySet<string>) {
    this.#cuts = cuts;
  }

  /** Puts `body` into `block` and those after it; gives the one control is in when it is done. */
  lay(body: readonly Instr[], block: Draft): Draft {
    let now = block;
    for (const instr of body) {
      if (this.#isCut(instr)) now = this.#cut(instr, now);
      else now.body.push(instr);
    }
    return now;
  }

  #isCut({ attrs, regions }: Instr): boolean {
    const { callee } = attrs;
    if (typeof callee === "string") return this.#cuts.has(callee);
    return regions.some((r) => [...calleesOf(r)].some((name) => this.#cuts.has(name)));
  }

  #cut(instr: Instr, block: Draft): Draft {
    const after = new Draft(instr.results);
    if (instr.op === op.callOp) {
      const callee = String(instr.attrs["callee"]);
      block.end = { kind: "call", callee, args: instr.args, next: after };
    } else if (instr.op === op.ifOp) this.#branch(instr, block, after);
    else if (instr.op === op.forOp) this.#count(instr, block, after);
    else if (instr.op === op.loopOp) this.#repeat(instr, block, after);
    else throw new Error(`internal: ${instr.op.name} has a call in it`);
    return after;
  }

  #branch({ args, regions }: Instr, block: Draft, after: Draft): void {
    const [then, otherwise] = regions.map((r): Edge => {
      const arm = new Draft();
      this.lay(r.body, arm).end = jump(after, r.yields);
      return { to: arm, args: [] };
    }) as [Edge, Edge];
    block.end = { kind: "branch", condition: args[0]!, edges: [then, otherwise] };
  }

  #count(instr: Instr, block: Draft, after: Draft): void {
    const [lo, hi, ...inits] = instr.args as [Value, Value, ...Value[]];
    const step = Number(instr.attrs["step"]);
    const region = instr.regions[0] as Region;
    const body = new Draft(region.params);
    const enters = block.emit(instr, (b) => (step > 0 ? lt(b, lo, hi) : gt(b, lo, hi)));
    block.end = repeatIf(enters, { to: body, args: [lo, ...inits] }, { to: after, args: inits });
    const last = this.lay(region.body, body);
    const [again, next] = last.emit(instr, (b) => advance(b, region.params[0]!, hi, step));
    const { yields } = region;
    last.end = repeatIf(again, { to: body, args: [next, ...yields] }, { to: after, args: yields });
  }

  #repeat({ args, regions }: Instr, block: Draft, after: Draft): void {
    const region = regions[0] as Region;
    const body = new Draft(region.params);
    block.end = jump(body, args);
    const [again, ...next] = region.yields as [Value, ...Value[]];
    const last = this.lay(region.body, body);
    last.end = repeatIf(again, { to: body, args: next }, { to: after, args: next });
  }
}

function jump(to: Block, args: readonly Value[]): End {
  return { kind: "jump", edge: { to, args } };
}

function repeatIf(condition: Value, again: Edge, out: Edge): End {
  return { kind: "branch", condition, edges: [again, out] };
}

/** Whether a counted loop goes on after the index `i`, and the next index, which does not wrap then. */
function advance(b: Builder, i: Value, hi: Value, step: number): [again: Value, next: Value] {
  const compare = step > 0 ? lt : gt;
  if (Math.abs(step) === 1) {
    const next = add(b, i, int(b, step));
    return [compare(b, next, hi), next];
  }
  const next = add(b, toI64(b, i), long(b, BigInt(step)));
  return [compare(b, next, toI64(b, hi)), wrapI32(b, next)];
}

/** The types of `values`. */
export function typesOf(values: readonly Value[]): Type[] {
  return values.map((v) => v.type);
}
