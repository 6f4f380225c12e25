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

/** The same for a loop that stands in so many places at least. */
const REPEATED = { iterations: 64, places: 3 };

/** `module` with the long loops of the functions `names` that only compute, read and write as calls. */
export function outlineLoops(module: Module, names: Iterable<string>): Module {
  const funcs = Array.from(names, (name) => module.funcs.get(name)!);
  const outliner = new Outliner(module);
  for (const { region } of funcs) outliner.find(region);
  for (const func of funcs) outliner.func(func);
  return outliner.module;
}

/** A loop as a function, and what it is called with. */
interface Piece {
  readonly region: Region;
  readonly args: readonly Value[];
  readonly iterations: number;
  /** What it does: the same for loops that do the same. */
  readonly key: string;
}

class Outliner {
  module: Module;
  readonly #pieces = new Map<Instr, Piece>();
  readonly #places = new Map<string, number>();
  /** Names of the functions, by what they do. */
  readonly #made = new Map<string, string>();
  readonly #constants = new Map<Value, Instr>();

  constructor(module: Module) {
    this.module = module;
  }

  /** Finds the loops of a region that can be functions. */
  find(region: Region): void {
    for (const instr of region.body) {
      if (instr.op === constant) this.#constants.set(instr.results[0]!, instr);
      if (instr.op !== forOp || !computes(instr))
        instr.regions.forEach((inner) => this.find(inner));
      else {
        const iterations = this.#iterations(instr);
        if (iterations < REPEATED.iterations) continue;
        const piece = this.#piece(instr, iterations);
        this.#pieces.set(instr, piece);
        this.#places.set(piece.key, (this.#places.get(piece.key) ?? 0) + 1);
      }
    }
  }

  func(func: Func): void {
    const region = this.#region(func.region);
    if (region !== func.region) this.module = withFuncs(this.module, { ...func, region });
  }

  #region(region: Region): Region {
    const body = region.body.map((instr) => this.#instr(instr));
    return body.some((instr, i) => instr !== region.body[i]) ? { ...region, body } : region;
  }

  #instr(instr: Instr): Instr {
    if (instr.regions.length === 0) return instr;
    const piece = this.#pieces.get(instr);
    if (piece !== undefined) return this.#isWorth(piece) ? this.#call(instr, piece) : instr;
    const regions = instr.regions.map((region) => this.#region(region));
    if (regions.every((region, i) => region === instr.regions[i])) return instr;
    return instrWith(instr, instr.args, regions, instr.results);
  }

  #isWorth({ key, iterations }: Piece): boolean {
    return iterations >= LONG || this.#places.get(key)! >= REPEATED.places;
  }

  // Of a nest of loops.
  #iterations(loop: Instr): number {
    let most = this.#trips(loop);
    let deepest: readonly Instr[] = loop.regions[0]!.body;
    for (let inner = deepest.find(({ op }) => op === forOp); inner !== undefined;) {
      most *= this.#trips(inner);
      deepest = inner.regions[0]!.body;
      inner = deepest.find(({ op }) => op === forOp);
    }
    return most;
  }

  #trips({ args, attrs }: Instr): number {
    const [lo, hi] = args.slice(0, 2).map((v) => this.#constants.get(v));
    if (lo === undefined || hi === undefined) return LONG;
    const count =
      (Number(literalOf(hi.attrs)) - Number(literalOf(lo.attrs))) / Number(attrs["step"]);
    return Math.max(0, Math.ceil(count));
  }

  #piece(loop: Instr, iterations: number): Piece {
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
    return { region, args, iterations, key: textOf(region) };
  }

  #call({ results, span }: Instr, { region, args, key }: Piece): Instr {
    let callee = this.#made.get(key);
    if (callee === undefined) {
      callee = freshName(this.module, "kernel");
      this.#made.set(key, callee);
      const func: Func = { name: callee, region, disjoint: true, alone: true, span };
      this.module = withFuncs(this.module, func);
    }
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
