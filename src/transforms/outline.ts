// Long loops as functions of their own, so that their halves can keep snapshots.
import { areApart } from "../analysis/apart.ts";
import { memoryOf, type Memory } from "../analysis/memory.ts";
import { structureOf, type Structure } from "../analysis/structure.ts";
import { Builder } from "../ir/builder.ts";
import {
  freshName,
  funcNamed,
  withFuncs,
  type Attrs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import {
  calleesOf,
  cloneInstr,
  cloneRegion,
  freeValues,
  rewriteRegion,
  type ValueMap,
} from "../ir/rewrite.ts";
import {
  callOp,
  constant,
  constantTable,
  forOp,
  literalOf,
  loopOp,
  nullRef,
} from "../ops/index.ts";
import { budgetAttrs, type Budget } from "../ir/budget.ts";

/** Bytes that an iteration is taken to keep for each instruction, to tell a loop that is short. */
const bytesEach = 8;

/**
 * `module`, in which the outermost loops of the functions `names`, and of those they call, are calls:
 *
 *     %r = for lo, hi, %x { …%y… }   →   %r = call {step: "f_step", snapshots: 64} @f_loop lo, hi, %x, %y
 *
 * `@f_loop` has the loop as it was, `@f_step` one iteration of it. Loops that are known to be short
 * stay where they are.
 */
export function outlineLoops(module: Module, names: readonly string[], budget: Budget): Module {
  let current = module;
  const done = new Set<string>();
  const work = [...names];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (done.has(next)) continue;
    done.add(next);
    const func = funcNamed(module, next);
    if (func.rules !== undefined) continue; // its rules are used in its place
    work.push(...calleesOf(func.region));
    current = new Outliner(current, module, func, budget).run();
  }
  return current;
}

/** The call that takes the place of a loop: its attributes, and what is passed beside operands. */
interface Outlined {
  readonly attrs: Attrs;
  readonly used: readonly Value[];
}

class Outliner {
  #module: Module;
  readonly #func: Func;
  readonly #budget: Budget;
  readonly #memory: Memory;
  readonly #structure: Structure;

  constructor(module: Module, source: Module, func: Func, budget: Budget) {
    this.#module = module;
    this.#func = func;
    this.#budget = budget;
    this.#memory = memoryOf(source, func.name);
    this.#structure = structureOf(func.region);
  }

  run(): Module {
    const chosen = new Set(this.#outermost(this.#func.region));
    if (chosen.size === 0) return this.#module;
    const calls = new Map([...chosen].map((loop) => [loop, this.#outline(loop)]));
    const map: ValueMap = new Map();
    const region = rewriteRegion(
      this.#func.region,
      ({ args }, b, old) => {
        const made = calls.get(old);
        if (made === undefined) return undefined;
        const given = [...args, ...made.used.map((v) => map.get(v) as Value)];
        const results = old.results.map(({ type, hint }): Value => ({ type, hint }));
        b.append({
          op: callOp,
          args: given,
          attrs: made.attrs,
          regions: [],
          results,
          span: b.span,
        });
        return results;
      },
      map,
    );
    return withFuncs(this.#module, { ...this.#func, region });
  }

  #outermost(region: Region): Instr[] {
    return region.body.flatMap((instr) => {
      const isLoop = instr.op === forOp || instr.op === loopOp;
      if (isLoop && !this.#isShort(instr)) return [instr];
      return instr.regions.flatMap((r) => this.#outermost(r));
    });
  }

  #isShort(loop: Instr): boolean {
    const trips = this.#trips(loop);
    if (trips === undefined) return false;
    if (this.#budget.kind === "snapshots") return trips <= this.#budget.most;
    const kept = this.#kept(loop);
    return kept !== undefined && kept <= this.#budget.bytes;
  }

  /** An upper bound of the bytes that are kept of `loop`, if that is known. */
  #kept(loop: Instr): number | undefined {
    const trips = this.#trips(loop);
    if (trips === undefined) return undefined;
    const inside = (region: Region): number =>
      region.body.reduce((sum, instr) => {
        if (instr.op === callOp) return Infinity;
        if (instr.op === forOp || instr.op === loopOp) return sum + (this.#kept(instr) ?? Infinity);
        return sum + bytesEach + instr.regions.reduce((n, r) => n + inside(r), 0);
      }, 0);
    const each = inside(loop.regions[0] as Region);
    return Number.isFinite(each) ? trips * each : undefined;
  }

  #trips({ op, args, attrs }: Instr): number | undefined {
    if (op !== forOp) return undefined;
    const [lo, hi] = args.slice(0, 2).map((v) => {
      const by = this.#structure.definitionOf(v)?.instr;
      return by?.op === constant ? Number(literalOf(by.attrs)) : undefined;
    });
    if (lo === undefined || hi === undefined) return undefined;
    return Math.max(0, Math.ceil((hi - lo) / (attrs["step"] as number)));
  }

  #outline(loop: Instr): Outlined {
    const [region] = loop.regions as [Region];
    const free = [...freeValues(region)];
    const constants = free.filter((v) => this.#isConstant(v));
    const used = free.filter((v) => !this.#isConstant(v));
    const name = this.#add(`${this.#func.name}_loop`, loop, () => {
      const inner = new Builder(loop.span);
      const map: ValueMap = new Map();
      const given = loop.args.map((a) => inner.param(a.type, a.hint));
      for (const v of used) map.set(v, inner.param(v.type, v.hint));
      this.#constants(inner, constants, map);
      const results = loop.results.map(({ type, hint }): Value => ({ type, hint }));
      inner.append({ ...loop, args: given, regions: [cloneRegion(region, map)], results });
      const disjoint = areApart([...loop.args, ...used], this.#memory);
      return { region: inner.finish(results), disjoint };
    });
    const step = this.#add(`${this.#func.name}_step`, loop, () => {
      const inner = new Builder(loop.span);
      const map: ValueMap = new Map();
      for (const p of [...region.params, ...used]) map.set(p, inner.param(p.type, p.hint));
      this.#constants(inner, constants, map);
      for (const instr of region.body) inner.append(cloneInstr(instr, map));
      const disjoint = areApart([...region.params, ...used], this.#memory);
      return { region: inner.finish(region.yields.map((v) => map.get(v) ?? v)), disjoint };
    });
    return { attrs: { callee: name, step, ...budgetAttrs(this.#budget) }, used };
  }

  #isConstant(v: Value): boolean {
    const by = this.#structure.definitionOf(v)?.instr;
    return by?.op === constant || by?.op === constantTable || by?.op === nullRef;
  }

  #constants(b: Builder, values: readonly Value[], map: ValueMap): void {
    for (const v of values) {
      b.append(cloneInstr(this.#structure.definitionOf(v)?.instr as Instr, map));
    }
  }

  #add(
    base: string,
    { span }: Instr,
    make: () => { readonly region: Region; readonly disjoint: boolean },
  ): string {
    const name = freshName(this.#module, base);
    this.#module = withFuncs(this.#module, { name, ...make(), span });
    return name;
  }
}
