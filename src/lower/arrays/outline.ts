/**
 * Long loops that arrays have become as functions of their own, one for all that are the same: a
 * network of many layers has as many as one layer. So there is less to optimise and to emit; and
 * engines, which do not replace code while it runs, are quick from the second loop on.
 */
import { Builder } from "../../ir/builder.ts";
import {
  freshName,
  instrWith,
  withFuncs,
  type Func,
  type Instr,
  type Module,
  type Region,
  type Value,
} from "../../ir/func.ts";
import { cloneInto, freeValues, walk, type ValueMap } from "../../ir/rewrite.ts";
import { showType, type Type } from "../../ir/types.ts";
import { constant, literalOf } from "../../ops/constant.ts";
import { callOp, forOp, ifOp } from "../../ops/control.ts";

/** Iterations, as far as they are known, of a loop that is worth a call. */
const LONG = 256;

/** `module` with the long loops of the functions `names` that only compute, read and write as calls. */
export function outlineLoops(module: Module, names: Iterable<string>): Module {
  const outliner = new Outliner(module);
  for (const name of names) outliner.func(module.funcs.get(name)!);
  return outliner.module;
}

class Outliner {
  module: Module;
  /** By what they do. */
  readonly #known = new Map<string, string>();
  readonly #constants = new Map<Value, Instr>();

  constructor(module: Module) {
    this.module = module;
  }

  func(func: Func): void {
    walk(func.region, (instr) => {
      if (instr.op === constant) this.#constants.set(instr.results[0]!, instr);
    });
    const region = this.#region(func.region);
    if (region !== func.region) this.module = withFuncs(this.module, { ...func, region });
  }

  #region(region: Region): Region {
    const body = region.body.map((instr) => this.#instr(instr));
    return body.some((instr, i) => instr !== region.body[i]) ? { ...region, body } : region;
  }

  #instr(instr: Instr): Instr {
    if (instr.regions.length === 0) return instr;
    if (instr.op === forOp && this.#isLong(instr) && computes(instr)) return this.#call(instr);
    const regions = instr.regions.map((region) => this.#region(region));
    if (regions.every((region, i) => region === instr.regions[i])) return instr;
    return instrWith(instr, instr.args, regions, instr.results);
  }

  #isLong(loop: Instr): boolean {
    let most = this.#trips(loop);
    let deepest: readonly Instr[] = loop.regions[0]!.body;
    for (let inner = deepest.find(({ op }) => op === forOp); inner !== undefined;) {
      most *= this.#trips(inner);
      deepest = inner.regions[0]!.body;
      inner = deepest.find(({ op }) => op === forOp);
    }
    return most >= LONG;
  }

  #trips({ args, attrs }: Instr): number {
    const [lo, hi] = args.slice(0, 2).map((v) => this.#constants.get(v));
    if (lo === undefined || hi === undefined) return LONG;
    const count =
      (Number(literalOf(hi.attrs)) - Number(literalOf(lo.attrs))) / Number(attrs["step"]);
    return Math.max(0, Math.ceil(count));
  }

  #call(loop: Instr): Instr {
    const b = new Builder(loop.span);
    const map: ValueMap = new Map();
    const args: Value[] = [];
    const inside: Region = { params: [], body: [loop], yields: [] };
    for (const v of freeValues(inside)) {
      const literal = this.#constants.get(v);
      if (literal !== undefined) cloneInto(b, [literal], map);
      else {
        args.push(v);
        map.set(v, b.param(v.type));
      }
    }
    cloneInto(b, [loop], map);
    const region = b.finish(loop.results.map((r) => map.get(r)!));
    const key = textOf(region);
    let callee = this.#known.get(key);
    if (callee === undefined) {
      callee = freshName(this.module, "kernel");
      this.#known.set(key, callee);
      const func: Func = { name: callee, region, disjoint: true, alone: true, span: loop.span };
      this.module = withFuncs(this.module, func);
    }
    const { results, span } = loop;
    return { op: callOp, args, attrs: { callee }, regions: [], results, span };
  }
}

/** Whether a loop does nothing but compute, read and write. */
function computes(loop: Instr): boolean {
  let plain = true;
  walk(loop.regions[0]!, ({ op, results }) => {
    const simple = ["pure", "read", "write"].includes(op.effect) || op === forOp || op === ifOp;
    const tells = op.name === "note" || op.name === "print";
    plain &&= simple && !tells && results.every(({ type }) => type.kind === "scalar");
    return plain;
  });
  return plain;
}

/** What a region does, as text in which names do not matter. */
function textOf(region: Region): string {
  const numbers = new Map<Value, number>();
  const parts: string[] = [];
  const name = (v: Value): string => `%${numbers.get(v)}`;
  const define = (v: Value): void => {
    numbers.set(v, numbers.size);
    parts.push(showType(v.type));
  };
  const visit = ({ params, body, yields }: Region): void => {
    params.forEach(define);
    for (const { op, args, attrs, regions, results } of body) {
      parts.push(op.name, ...args.map(name), ...Object.entries(attrs).map(showAttr));
      regions.forEach(visit);
      results.forEach(define);
    }
    parts.push("yield", ...yields.map(name));
  };
  visit(region);
  return parts.join(" ");
}

function showAttr([key, value]: readonly [string, Instr["attrs"][string]]): string {
  if (typeof value === "object" && "kind" in value) return `${key}:${showType(value as Type)}`;
  return `${key}:${Object.is(value, -0) ? "-0" : String(value)}`;
}
