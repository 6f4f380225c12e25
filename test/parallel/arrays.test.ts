// N-d arrays: rows of products, and parts of long rows, are made by several threads.
import { expect, test } from "vitest";
import { interpret, memoryOver, type Memory } from "../../src/backends/interp/index.ts";
import { emitCode } from "../../src/driver/emit.ts";
import { explain, grad, jit, nd, type NdArray } from "../../src/index.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { memOf } from "../../src/ir/types.ts";
import { parallelise } from "../../src/lower/parallel/index.ts";
import { ops } from "../../src/ops/registry.ts";
import { instantiate } from "../../src/runtime/instance.ts";
import { callFlat } from "../backends/wasm/data.ts";
import { backwards, team } from "./team.ts";

const [M, N, K] = [203, 37, 61];

const forms = ["", "{ta: true}", "{tb: true, add: true}", "{ta: true, tb: true}"];

const program = (form: string) =>
  parseModule(
    `func @f(%c: mem<f64>, %a: mem<f64>, %b: mem<f64>) -> () {
       %m = const i32 ${M}
       %n = const i32 ${N}
       %k = const i32 ${K}
       gemm ${form} %c, %a, %b, %m, %n, %k
       return
     }`,
    ops,
  );

const small = (n: number, step: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => ((i * step) % 11) - 5);

test.each(forms)("gemm %s", (form) => {
  const module = program(form);
  const shared = parallelise(module, ["f"], { least: 1000 });
  expect([...shared.funcs.keys()]).toEqual(["f", "gemm_task"]);
  const given = (): Float64Array[] => [small(M * N, 3), small(M * K, 7), small(K * N, 5)];
  const wanted = given();
  const memories = (data: readonly Float64Array[]): Memory[] =>
    data.map((x) => memoryOver(memOf("f64"), x));
  interpret(module, "f", memories(wanted));
  const chunks = given();
  interpret(shared, "f", memories(chunks));
  expect(chunks[0]).toEqual(wanted[0]);
  for (const by of [team, backwards]) {
    const { heap } = by.pool;
    const code = emitCode(module, "f", { sharing: { least: 1000 }, threads: true });
    const instance = instantiate(code, heap, [], undefined, by);
    heap.reset();
    const places = given().map((x) => {
      const at = heap.alloc(x.byteLength)!;
      new Float64Array(heap.memory.buffer, at, x.length).set(x);
      return [at, x.length];
    });
    callFlat(instance, "f", places.flat());
    const found = new Float64Array(heap.memory.buffer, places[0]![0]!, M * N);
    expect(Float64Array.from(found)).toEqual(wanted[0]);
  }
});

const wave = (rows: number, columns: number): NdArray =>
  nd.sin(nd.arange(rows * columns)).reshape([rows, columns]);

test("a layer and its gradient, and a batch of products", () => {
  const layer = (w: NdArray, x: NdArray): NdArray => nd.sum(nd.tanh(nd.matmul(x, w)));
  const given = [wave(160, 150), wave(256, 160)] as const;
  const batch = (x: NdArray): NdArray => nd.matmul(x, x, { transposeY: true });
  const images = wave(8 * 90, 80).reshape([8, 90, 80]);
  for (const strict of [false, true]) {
    const options = { parallel: 3, strict };
    const [one, several] = [{ ...options, parallel: 1 }, options];
    const gradient = grad(layer, several)(...given).data;
    expect(gradient).toEqual(grad(layer, one)(...given).data);
    expect(jit(batch, several)(images).data).toEqual(jit(batch, one)(images).data);
    if (strict) expect(gradient).toEqual(grad(layer, { strict })(...given).data);
  }
});

test("a long row is joined by several threads", () => {
  const row = nd.sin(nd.arange(50_003)).mul(20);
  const functions = [
    (x: NdArray): NdArray => nd.logsumexp(x),
    (x: NdArray): NdArray => nd.sum(x.mul(x)),
    (x: NdArray): NdArray => nd.max(x).sub(nd.min(x)),
  ];
  for (const f of functions) {
    const [alone, one, several] = [{}, { parallel: 1 }, { parallel: 3 }].map((options) => [
      jit(f, options)(row).item(),
      grad(f, options)(row).data,
    ]);
    expect(several).toEqual(one);
    expect(one).toEqual(alone);
  }
  const { cost } = explain(grad(functions[0]!, { parallel: true }))(row);
  // the maximum, the sum of the exponentials, and the gradient
  const [head = "", ...lines] = cost.split("\n");
  const at = head.indexOf("parallel");
  expect(lines.filter((line) => line.slice(at).trim() === "yes").length).toBeGreaterThanOrEqual(3);
});
