import { readdirSync, readFileSync } from "node:fs";
import { readDataset, type Dataset } from "../../examples/nist/dataset.ts";

const folder = new URL("../../examples/nist/data/", import.meta.url);

export function readNamed(name: string): Dataset {
  return readDataset(readFileSync(new URL(`${name}.dat`, folder), "utf8"));
}

export function readAll(): Dataset[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".dat"))
    .map((file) => readNamed(file.slice(0, -4)));
}
