import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint, readSafetensors, saveCheckpoint } from "../../src/data/index.ts";
import { NdArray } from "../../src/nd/array.ts";
import * as nd from "../../src/nd/index.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nabla-checkpoint-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const weights = new NdArray("f32", [2, 2], Float32Array.of(1, 2, 3, NaN));
const state = {
  step: 7,
  name: "net",
  done: false,
  best: Infinity,
  zero: -0,
  nothing: null,
  layers: [{ w: weights, b: Float64Array.of(1, -0) }, { w: weights }],
  optimiser: { is: "object", "layers.0.w": new NdArray("i32", [], Int32Array.of(4)) },
  "layers.0.w": new NdArray("bool", [2], Uint8Array.of(1, 0)),
  empty: {},
};

test("what was saved is there again", async () => {
  const path = join(folder, "one.safetensors");
  expect(await loadCheckpoint(path)).toBeUndefined();
  await saveCheckpoint(path, state);
  const loaded = (await loadCheckpoint<typeof state>(path))!;
  expect(loaded).toEqual(state);
  const { layers } = loaded;
  expect(layers[0].w).toBeInstanceOf(NdArray);
  expect(layers[0].w).toMatchObject({ dtype: "f32", shape: [2, 2] });
  expect([...layers[0].w.data]).toEqual([1, 2, 3, NaN]);
  expect(layers[1].w).toBe(layers[0].w);
  expect([...loaded["layers.0.w"].data]).toEqual([1, 0]);
  expect([...(loaded.optimiser["layers.0.w"] as NdArray).data]).toEqual([4]);
  // others can read the arrays
  const { tensors } = readSafetensors(readFileSync(path));
  expect([...tensors["layers.0.w"].data]).toEqual([1, 2, 3, NaN]);
});

test("arrays of all types are kept, and typed arrays of all kinds", async () => {
  const path = join(folder, "types.safetensors");
  const tree = {
    f64: nd.array([0.1, NaN]),
    f32: nd.array([0.1], "f32"),
    f16: nd.array([0.1, -0, Infinity], "f16"),
    i32: nd.array([-7], "i32"),
    bool: nd.array([true, false]),
    doubles: Float64Array.of(0.1),
    floats: Float32Array.of(0.1),
    ints: Int32Array.of(-7),
    bytes: Uint8Array.of(200),
    clamped: Uint8ClampedArray.of(200),
    signed: Int8Array.of(-100),
    shorts: Int16Array.of(-30000),
    words: Uint16Array.of(60000),
    long: Uint32Array.of(4e9),
  };
  await saveCheckpoint(path, tree);
  const loaded = (await loadCheckpoint<typeof tree>(path))!;
  expect(Object.keys(loaded)).toEqual(Object.keys(tree));
  for (const [name, saved] of Object.entries(tree)) {
    const found = loaded[name as keyof typeof tree];
    if (!(saved instanceof NdArray)) expect(found).toStrictEqual(saved);
    else {
      expect(found).toMatchObject({ dtype: saved.dtype, shape: saved.shape });
      expect((found as NdArray).data).toStrictEqual(saved.data);
    }
  }
});

test("a damaged file gives way to the one before it", async () => {
  const path = join(folder, "two.safetensors");
  await saveCheckpoint(path, { step: 1, w: weights });
  await saveCheckpoint(path, { step: 2, w: weights });
  expect(await loadCheckpoint(path)).toMatchObject({ step: 2 });
  truncateSync(path, 40);
  expect(await loadCheckpoint(path)).toMatchObject({ step: 1 });
  writeFileSync(`${path}.previous`, "");
  await expect(loadCheckpoint(path)).rejects.toThrow(/NB7001/);
});

test("what cannot be kept is named", async () => {
  const path = join(folder, "three.safetensors");
  const odd = { a: [{ b: new Date() }] };
  await expect(saveCheckpoint(path, odd)).rejects.toThrow(/a\.0\.b is a Date/);
  const round: Record<string, unknown> = {};
  round["self"] = round;
  await expect(saveCheckpoint(path, round)).rejects.toThrow(/self contains itself/);
});

/** A program that saves step after step, and says so before and after each. */
const program = `
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.mjs";
const path = process.argv[2];
for (let step = (await loadCheckpoint(path))?.step ?? 0; ; ) {
  step++;
  process.stdout.write("begins " + step + "\\n");
  await saveCheckpoint(path, { step, w: new Float64Array(300_000).fill(step) });
  process.stdout.write("saved " + step + "\\n");
}
`;

test("a process that is killed while it saves loses nothing", { timeout: 60_000 }, async () => {
  const path = join(folder, "killed.safetensors");
  await build({
    entryPoints: [fileURLToPath(new URL("../../src/data/checkpoint.ts", import.meta.url))],
    outfile: join(folder, "checkpoint.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "silent",
  });
  writeFileSync(join(folder, "program.mjs"), program);
  for (let turn = 0; turn < 6; turn++) {
    const said = await runUntilKilled(path, 3, turn);
    const saved = Number(said.findLast((line) => line.startsWith("saved"))?.split(" ")[1] ?? 0);
    const loaded = (await loadCheckpoint<{ step: number; w: Float64Array }>(path))!;
    // a save that was under way may be complete
    expect([saved, saved + 1]).toContain(loaded.step);
    expect(loaded.w.length).toBe(300_000);
    expect(loaded.w.every((x) => x === loaded.step)).toBe(true);
  }
});

/** Runs the program until it has saved `count` steps and has begun another; gives what it said. */
async function runUntilKilled(path: string, count: number, wait: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(folder, "program.mjs"), path]);
  const lines: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    lines.push(...text.trim().split("\n"));
    const saved = lines.filter((line) => line.startsWith("saved")).length;
    if (saved >= count) setTimeout(() => child.kill("SIGKILL"), wait);
  });
  await once(child, "close");
  expect(lines.length).toBeGreaterThan(count);
  return lines;
}
