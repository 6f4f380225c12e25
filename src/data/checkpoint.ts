// States of a program on disk, such that killing it at any moment loses none that was complete.
import { unreadable } from "./fault.ts";
import type { NdArray } from "../nd/array.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";
import { decode, encode, type Tree } from "./tree.ts";

const previous = (path: string): string => `${path}.previous`;

/**
 * Writes a tree of arrays, typed arrays, numbers, strings and plain objects to a file, in the
 * safetensors format. It is written beside the file, brought to the disk, and only then takes its
 * place; what was there before is kept as `path.previous`. So there is a complete file at every
 * moment, also where the process is killed or the machine stops.
 *
 * @throws NB7001 at what cannot be kept, and what the file system throws
 */
export async function saveCheckpoint(path: string, tree: unknown): Promise<void> {
  const { open, rename } = await import("node:fs/promises");
  const { dirname } = await import("node:path");
  const arrays: Record<string, NdArray> = {};
  const text = encode(tree as Tree, arrays);
  const beside = `${path}.${process.pid}.partial`;
  const file = await open(beside, "w");
  try {
    await file.writeFile(writeSafetensors(arrays, { nabla: text }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(path, previous(path)).catch(unlessMissing);
  await rename(beside, path);
  // the names are part of the directory; Windows has no way to do this, and no need
  if (process.platform === "win32") return;
  const directory = await open(dirname(path), "r");
  await directory.sync().finally(() => directory.close());
}

/**
 * The tree that `saveCheckpoint` has written to `path`; `undefined` if there is none yet. If writing
 * was interrupted, or the file is damaged, it is the one before it.
 *
 * @throws NB7001 if files are there and none of them can be read
 */
export async function loadCheckpoint<T = Tree>(path: string): Promise<T | undefined> {
  const { readFile } = await import("node:fs/promises");
  let fault: unknown;
  for (const name of [path, previous(path)]) {
    const bytes = await readFile(name).catch(unlessMissing);
    if (bytes === undefined) continue;
    try {
      const { tensors, metadata } = readSafetensors(bytes);
      if (metadata["nabla"] === undefined) throw unreadable(`${name} is no checkpoint of nabla`);
      return decode(metadata["nabla"], tensors) as T;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault !== undefined) throw fault;
  return undefined;
}

function unlessMissing(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== "ENOENT") throw error;
}
