import {
  funcNamed,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import {
  isFlatMemory,
  i32,
  isReference,
  referencesFrom,
  sameType,
  showType,
  type Type,
} from "../ir/types.ts";
import * as op from "../ops/index.ts";

/** Parameters by position. */
type Params = Set<number>;

/** What a function does with the memory its parameters lead to. */
interface Summary {
  /** Parameters through which memory may change. */
  readonly changed: Params;
  /** Parameters that lead to records, or memory of references, whose structure is written. */
  readonly relinked: Params;
  /** Parameters from which references are kept in memory somewhere. */
  readonly kept: Params;
  /** For each result, the parameters it may lead into. */
  readonly results: readonly Params[];
}

const known = new WeakMap<Module, Map<string, Summary>>();

/**
 * The parameters, by position, through which running `func` may change memory. References are
 * followed from parameters forwards (Andersen 1994, without a heap model: whatever is kept in any
 * memory may be loaded from any), so a variable that holds a parameter first and new memory later
 * does not make stores into the new memory count. A function that is not there yet changes all it is
 * given. Time: linear in the code for each level of loops.
 */
export function changedParams(module: Module, func: Func): ReadonlySet<number> {
  let summaries = known.get(module);
  if (summaries === undefined) known.set(module, (summaries = new Map()));
  return summaryOf(module, func.name, summaries).changed;
}

/**
 * The parameters, by position, whose objects may be linked to others, become longer or shorter, or
 * hold another kind of value: see {@link changedParams}.
 */
export function relinkedParams(module: Module, func: Func): ReadonlySet<number> {
  changedParams(module, func);
  return summaryOf(module, func.name, known.get(module)!).relinked;
}

/** For each result, the parameters, by position, that it may lead into: see {@link changedParams}. */
export function resultOrigins(module: Module, func: Func): readonly ReadonlySet<number>[] {
  changedParams(module, func);
  return summaryOf(module, func.name, known.get(module)!).results;
}

function summaryOf(module: Module, name: string, summaries: Map<string, Summary>): Summary {
  const found = summaries.get(name);
  if (found !== undefined) return found;
  const func = funcNamed(module, name);
  let summary: Summary = {
    changed: new Set(),
    relinked: new Set(),
    kept: new Set(),
    results: func.region.yields.map(() => new Set()),
  };
  // a recursive function starts from knowing nothing of itself; what was found out of others with
  // that is found out again
  for (;;) {
    const before = new Set(summaries.keys());
    summaries.set(name, summary);
    const next = new Flow(module, func, summaries).summary();
    if (size(next) === size(summary)) return summary;
    summary = next;
    for (const other of summaries.keys()) if (!before.has(other)) summaries.delete(other);
  }
}

function size({ changed, relinked, kept, results }: Summary): number {
  return results.reduce((sum, r) => sum + r.size, changed.size + relinked.size + kept.size);
}

class Flow {
  readonly #module: Module;
  readonly #func: Func;
  readonly #summaries: Map<string, Summary>;
  readonly #origins = new Map<Value, Params>();
  readonly #changed: Params = new Set();
  readonly #relinked: Params = new Set();
  readonly #kept: Params = new Set();
  /** What new structures of zeros lead to. */
  readonly #fresh = new Set<Value>();
  /** Whether something else has been put into these. */
  #mixed = false;
  #grew = false;

  constructor(module: Module, func: Func, summaries: Map<string, Summary>) {
    this.#module = module;
    this.#func = func;
    this.#summaries = summaries;
    for (const [i, param] of func.region.params.entries()) {
      if (isReference(param.type)) this.#origins.set(param, new Set([i]));
    }
  }

  summary(): Summary {
    do {
      this.#grew = false;
      this.#region(this.#func.region);
    } while (this.#grew);
    const results = this.#func.region.yields.map((y) => this.#of(y));
    return { changed: this.#changed, relinked: this.#relinked, kept: this.#kept, results };
  }

  #of(v: Value): Params {
    let origins = this.#origins.get(v);
    if (origins === undefined) this.#origins.set(v, (origins = new Set()));
    return origins;
  }

  #add(to: Params, from: Iterable<number>): void {
    const before = to.size;
    for (const i of from) to.add(i);
    if (to.size > before) this.#grew = true;
  }

  #mix(): void {
    this.#grew ||= !this.#mixed;
    this.#mixed = true;
  }

  /** The parameters kept somewhere that lead to something of a type. */
  #keptLeadingTo(name: string): number[] {
    const { params } = this.#func.region;
    return [...this.#kept].filter((i) => referencesFrom(params[i]!.type).has(name));
  }

  /** The parameters kept somewhere that a reference of a type may lead to, or into. */
  #keptIn(type: Type): number[] {
    return [...referencesFrom(type)].flatMap((name) => this.#keptLeadingTo(name));
  }

  /** The parameters that a value leads into: also by what has been kept in the memory it leads to. */
  #reached(v: Value): Params {
    const reached = new Set(this.#of(v));
    if (!isReference(v.type) || (this.#fresh.has(v) && !this.#mixed)) return reached;
    const { type } = v;
    const inside =
      type.kind === "ref" ? type.record.fields.map((field) => field.type) : [type.elem];
    for (const one of inside) {
      if (one.kind !== "store" && isReference(one))
        for (const i of this.#keptIn(one)) reached.add(i);
    }
    return reached;
  }

  #flow(from: Value, to: Value): void {
    if (isReference(to.type)) this.#add(this.#of(to), this.#of(from));
  }

  #region(region: Region): void {
    for (const instr of region.body) this.#instr(instr);
  }

  #instr(instr: Instr): void {
    const { args, regions, results } = instr;
    switch (instr.op) {
      case op.store:
      case op.copy:
      case op.fill:
      case op.put:
      case op.gemm:
      case op.recordSet:
        this.#add(this.#changed, this.#of(args[0]!));
        // integers in records are the lengths of lists, and say what kind of value a field holds
        if (instr.op === op.recordSet && sameType(args[1]!.type, i32)) this.#relink(args[0]!);
        for (const x of args.slice(1)) {
          if (!holds(instr, x)) continue;
          this.#add(this.#kept, this.#of(x));
          if (this.#fresh.has(args[0]!) && !this.#fresh.has(x)) this.#mix();
          this.#relink(args[0]!);
        }
        return;
      case op.recordNew:
        for (const x of args) if (isReference(x.type)) this.#add(this.#kept, this.#of(x));
        return;
      case op.load:
      case op.recordGet:
        for (const r of results) {
          if (!this.#mixed && this.#fresh.has(args[0]!)) {
            this.#fresh.add(r);
            continue;
          }
          this.#flow(args[0]!, r);
          if (isReference(r.type)) this.#add(this.#of(r), this.#keptLeadingTo(showType(r.type)));
        }
        return;
      case op.alloc:
        return;
      case op.zerosLike:
        for (const r of results) this.#fresh.add(r);
        return;
      case op.ifOp:
        for (const branch of regions) {
          this.#region(branch);
          branch.yields.forEach((y, i) => this.#flow(y, results[i]!));
        }
        return;
      case op.forOp:
        return this.#loop(regions[0]!, args.slice(2), 1, 0, results);
      case op.loopOp:
        return this.#loop(regions[0]!, args, 0, 1, results);
      case op.callOp:
      case op.deriveOp:
        return this.#call(instr);
      default:
        for (const r of results) for (const x of args) this.#flow(x, r);
    }
  }

  /** The structure of what `to` leads to directly is written. */
  #relink(to: Value): void {
    const name = showType(to.type);
    const { params } = this.#func.region;
    const origins = [...this.#of(to)].filter((i) => referencesFrom(params[i]!.type).has(name));
    this.#add(this.#relinked, origins);
  }

  /** Carried values: parameters from `first` on, yields from `next` on. */
  #loop(
    body: Region,
    inits: readonly Value[],
    first: number,
    next: number,
    results: readonly Value[],
  ): void {
    for (const [i, init] of inits.entries()) {
      const param = body.params[first + i]!;
      const yielded = body.yields[next + i]!;
      this.#flow(init, param);
      this.#flow(yielded, param);
      this.#flow(yielded, results[i]!);
    }
    this.#region(body);
  }

  #call({ op: kind, attrs, args, results }: Instr): void {
    const callee = attrs["callee"] as string;
    if (!this.#module.funcs.has(callee)) {
      for (const x of args) if (isReference(x.type)) this.#add(this.#changed, this.#of(x));
      return;
    }
    const summary = summaryOf(this.#module, callee, this.#summaries);
    const { changed, relinked, kept, results: from } = summary;
    for (const i of changed) this.#add(this.#changed, this.#reached(args[i]!));
    for (const i of relinked) this.#add(this.#relinked, this.#reached(args[i]!));
    for (const i of kept) this.#add(this.#kept, this.#of(args[i]!));
    for (const [k, r] of results.entries()) {
      if (!isReference(r.type)) continue;
      for (const i of from[k] ?? []) this.#add(this.#of(r), this.#reached(args[i]!));
    }
    if (kind !== op.deriveOp || attrs["mode"] === "batch") return;
    // tangents are written where the function writes, shadows always, cotangents of results never
    const { params } = funcNamed(this.#module, callee).region;
    const twins = args.slice(params.length).filter((v) => isReference(v.type));
    const twinned = [...params.keys()].filter((i) => {
      const { type } = params[i]!;
      return isReference(type) && tangentType(type) !== undefined;
    });
    for (const [k, i] of twinned.entries()) {
      const twin = twins[k]!;
      if (attrs["mode"] === "vjp" || changed.has(i)) this.#add(this.#changed, this.#reached(twin));
      // tangents of results lead into those of parameters
      for (const r of results.slice(from.length)) {
        if (isReference(r.type)) this.#add(this.#of(r), this.#reached(twin));
      }
    }
  }
}

/** Whether a write may put references into memory by way of `x`; numbers of a memory put none. */
function holds({ op: kind }: Instr, { type }: Value): boolean {
  if (!isReference(type)) return false;
  return (kind !== op.copy && kind !== op.gemm) || !isFlatMemory(type);
}
