import type { NdArray } from "../nd/array.ts";
import { readNpy, writeNpy } from "./npy.ts";
import { readZip, writeZip } from "./zip.ts";

/**
 * The arrays of an npz file by name, as `numpy.savez` and `numpy.savez_compressed` write them.
 *
 * @throws NB7001 if it is not one, or is damaged
 */
export async function readNpz(bytes: Uint8Array): Promise<Record<string, NdArray>> {
  const files = [...(await readZip(bytes))].filter(([name]) => name.endsWith(".npy"));
  return Object.fromEntries(files.map(([name, file]) => [name.slice(0, -4), readNpy(file)]));
}

/** An npz file of these arrays, not compressed, as `numpy.savez` writes it. */
export function writeNpz(arrays: Readonly<Record<string, NdArray>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, x]) => [`${name}.npy`, writeNpy(x)] as const);
  return writeZip(new Map(files));
}
