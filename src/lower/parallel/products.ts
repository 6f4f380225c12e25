// Products of large matrices, whose rows are made in chunks that may run at once.
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
import { i32 } from "../../ir/types.ts";
import { constantNumber, type Structure } from "../../analysis/structure.ts";
import * as op from "../../ops/index.ts";
import { productWork } from "./work.ts";

/** Rows of a chunk, at least: each chunk copies the other matrix. */
const ROWS = 64;
/** Most chunks, which are a power of two so that few threads share them evenly. */
const MOST = 16;

interface Known {
  readonly structure: Structure;
  /** What stands for loops that are shared out; gets what stands for products besides. */
  readonly places: Map<Instr, readonly Instr[]>;
  /** Least work of a chunk, in cycles or so. */
  readonly least: number;
}

/**
 * `module` with tasks for the products in `region` that are worth it, but for those in loops that
 * are shared out; undefined if there are none.
 */
export function shareProducts(
  module: Module,
  region: Region,
  { structure, places, least }: Known,
): Module | undefined {
  let now: Module | undefined;
  const visit = ({ body }: Region): void => {
    for (const instr of body) {
      if (places.has(instr)) continue;
      instr.regions.forEach(visit);
      const chunks = instr.op === op.gemm ? chunksOf(instr, structure, least) : undefined;
      if (chunks === undefined) continue;
      const task = taskOf(now ?? module, instr, chunks.rows);
      now = task.module;
      places.set(instr, inChunks(instr, task.name, chunks.count));
    }
  };
  visit(region);
  return now;
}

interface Chunks {
  readonly count: number;
  readonly rows: number;
}

function chunksOf(product: Instr, structure: Structure, least: number): Chunks | undefined {
  const definitionOf = (v: Value): Instr | undefined => structure.definitionOf(v)?.instr;
  const work = productWork(product, definitionOf);
  const rows = constantNumber(definitionOf(product.args[3]!));
  if (work === undefined || rows === undefined) return undefined;
  const most = Math.min(MOST, rows / ROWS, work / least);
  if (most < 2) return undefined;
  const count = 2 ** Math.floor(Math.log2(most));
  return { count, rows: Math.ceil(rows / count) };
}

/** `(chunk, c, a, b, m, n, k)`: the rows of one chunk. */
function taskOf(
  module: Module,
  { args, attrs, span }: Instr,
  size: number,
): { readonly module: Module; readonly name: string } {
  const b = new Builder(span);
  const chunk = b.param(i32, "chunk");
  const given = args.map(({ type, hint }) => b.param(type, hint));
  const from = op.mul(b, chunk, op.int(b, size));
  const next = op.add(b, from, op.int(b, size));
  const m = given[3]!;
  const to = op.select(b, op.lt(b, next, m), next, m);
  b.emit(op.gemm, [...given, from, to], attrs);
  const name = freshName(module, "gemm_task");
  // c is apart from a and b, which may be one
  const apart = [0, 1, 2, 2, 3, 4, 5];
  const func: Func = { name, region: b.finish([]), apart, span };
  return { module: withFuncs(module, func), name };
}

function inChunks({ args, span }: Instr, task: string, count: number): readonly Instr[] {
  const b = new Builder(span);
  const inner = b.nested();
  const chunk = inner.param(i32, "chunk");
  op.call(inner, task, [chunk, ...args], []);
  const ends = [op.int(b, 0), op.int(b, count)];
  b.emit(op.forOp, ends, { step: 1, parallel: true }, [inner.finish([])]);
  return b.body;
}
