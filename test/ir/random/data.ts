import {
  elementsOf,
  isMemory,
  newMemory,
  writeElement,
  type Cell,
  type Datum,
  type Memory,
} from "../../../src/backends/interp/index.ts";
import { loadedType, type MemType, type Type } from "../../../src/ir/types.ts";
import type { Tape } from "./tape.ts";
import { node } from "./types.ts";

const awkward = [NaN, Infinity, -Infinity, -0, 0, 1e300, 5e-324];

/** A random value of `type`; memories have the length `length`. */
export function randomDatum(tape: Tape, type: Type, length: number, special: boolean): Datum {
  switch (type.kind) {
    case "scalar": {
      const byte = tape.byte();
      // not on a grid, so that two are rarely equal
      const real = (byte - 120) / 64 + byte * byte * 1e-5;
      if (type.dtype === "i32") return byte % 7;
      if (type.dtype === "i64") return BigInt(byte % 7);
      if (type.dtype === "bool") return byte % 2;
      const x = special && tape.chance(25) ? tape.pick(awkward) : real;
      return type.dtype === "f32" ? Math.fround(x) : x;
    }
    case "mem":
      return randomMemory(tape, type, length, special);
    case "ref":
      return randomList(tape, length, special);
    case "array":
      throw new Error("no random N-d arrays");
  }
}

function randomMemory(tape: Tape, type: MemType, length: number, special: boolean): Memory {
  const memory = newMemory(type, length);
  const inner = loadedType(type.elem);
  const made: Datum[] = [];
  for (let i = 0; i < length; i++) {
    const repeated = inner.kind === "mem" && i > 0 && tape.chance(15);
    const x = repeated ? tape.pick(made) : randomDatum(tape, inner, tape.below(4), special);
    made.push(x);
    writeElement(memory, i, x);
  }
  return memory;
}

function randomList(tape: Tape, length: number, special: boolean): Cell | null {
  let list: Cell | null = null;
  const { record } = node;
  for (let i = 0; i < length; i++) {
    const fields: Datum[] = record.fields.map((f): Datum =>
      f.name === "next" ? list : randomDatum(tape, f.type, 2, special),
    );
    list = { kind: "cell", record, fields };
  }
  return list;
}

/** A copy of `data` that shares nothing with it, but in which the same parts are shared. */
export function cloneData(data: readonly Datum[]): Datum[] {
  const known = new Map<unknown, unknown>();
  const visit = (x: Datum): Datum => {
    if (typeof x !== "object" || x === null) return x;
    if (!isMemory(x)) {
      if (x.kind === "tensor") return x;
      const twin = known.get(x) as Cell | undefined;
      if (twin !== undefined) return twin;
      const made: Cell = { ...x, fields: [] };
      known.set(x, made);
      made.fields.push(...x.fields.map(visit));
      return made;
    }
    let elements = known.get(x.data) as Memory["data"] | undefined;
    if (elements === undefined) {
      elements = x.data.slice() as Memory["data"];
      known.set(x.data, elements);
      if (Array.isArray(elements)) elements.forEach((e, i, all) => (all[i] = visit(e)));
    }
    return { ...x, data: elements };
  };
  return data.map(visit);
}

/**
 * Everything that can be seen of `data`, as text: bits of numbers, and which references are the
 * same. Two lists of data look the same if and only if their texts are equal.
 */
export function showData(data: readonly Datum[]): string {
  const known = new Map<unknown, number>();
  const visit = (x: Datum): string => {
    if (typeof x === "bigint") return `${x}n`;
    if (typeof x === "number") return Object.is(x, -0) ? "-0" : String(x);
    if (x === null) return "null";
    if (x.kind === "tensor") return `[${x.shape.join()}](${x.data.join(" ")})`;
    const identity = isMemory(x) ? x.data : x;
    const seen = known.get(identity);
    const range = isMemory(x) ? `[${x.start}+${x.length}]` : "";
    if (seen !== undefined && x.kind === "cell") return `#${seen}`;
    const name = seen ?? known.size;
    known.set(identity, name);
    const inner = isMemory(x) ? (x.length === 0 ? [] : elementsOf(x)) : x.fields;
    if (isMemory(x) && x.length === 0) return "[]";
    return `#${name}${range}(${inner.map(visit).join(" ")})`;
  };
  return data.map(visit).join("\n");
}
