// What a loop over registers reaches: no product of matrices in vectors of 128 bits is faster.
import { FuncCode } from "../../src/backends/wasm/code.ts";
import { encodeModule } from "../../src/backends/wasm/encode.ts";
import { advance, during, less, number, put } from "../../src/backends/wasm/gemm/asm.ts";
import { floats, madd, vectorAt, type Float } from "../../src/backends/wasm/gemm/tile.ts";
import { tidy } from "../../src/backends/wasm/locals.ts";
import { opcode, valType } from "../../src/backends/wasm/opcodes.ts";
import { hasFusedMultiplyAdd } from "../../src/runtime/features.ts";

/** GFLOP/s of one thread, by processor time. */
export interface Bound {
  readonly f32: number;
  readonly f64: number;
  /** Whether sums are fused multiply-adds. */
  readonly fused: boolean;
}

const TURNS = 5_000_000;
const ROUNDS = 5;
/** Pairs of three vectors: so many products that no two are the same. */
const PAIRS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

export function bound(): Bound {
  const fused = hasFusedMultiplyAdd();
  return { f32: rate(floats.f32, fused), f64: rate(floats.f64, fused), fused };
}

function rate(float: Float, fused: boolean): number {
  // sums enough to hide how long an addition takes, twice as long with a product in it
  const sums = fused ? 2 * PAIRS.length : PAIRS.length;
  const run = instance(loop(float, fused, sums));
  const flops = 2 * TURNS * sums * float.lanes;
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    run(TURNS);
    const { user, system } = process.cpuUsage(start);
    best = Math.max(best, flops / (user + system) / 1000);
  }
  return best;
}

// Vectors change places in each turn, so that no product is the same as before.
function loop(float: Float, fused: boolean, count: number): FuncCode {
  const code = new FuncCode("loop", { params: [valType.i32], results: [] });
  const turns = code.param(0);
  const at = number(0);
  const vectors = [0, 16, 32].map((offset) => code.keep(vectorAt(float, at, offset)));
  const sums = Array.from({ length: count }, (_, i) => code.keep(vectorAt(float, at, 48 + 16 * i)));
  const shape = { float, rows: 1, vectors: count, fused };
  during(code, less(number(0), turns), () => {
    sums.forEach((sum, i) => {
      const [x, y] = PAIRS[i % PAIRS.length]!;
      put(code, sum, madd(shape, sum, vectors[x]!, vectors[y]!));
    });
    const first = code.keep(vectors[0]!);
    put(code, vectors[0]!, vectors[1]!);
    put(code, vectors[1]!, vectors[2]!);
    put(code, vectors[2]!, first);
    advance(code, turns, number(-1));
  });
  sums.forEach((sum, i) => code.store(opcode.v128_store, at, sum, float.align, 48 + 16 * i));
  return code;
}

function instance(code: FuncCode): (turns: number) => void {
  const bytes = encodeModule({
    imports: [],
    funcs: [{ name: code.name, signature: code.signature, ...tidy(code) }],
    exports: [{ name: "run", func: 0 }],
    data: new Uint8Array(),
    names: false,
    threads: false,
  });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 << 16 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return exports["run"] as (turns: number) => void;
}
