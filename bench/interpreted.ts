// Arguments of compiled functions as the interpreter takes them.
import { memoryOver, type Datum, type Memory } from "../src/backends/interp/index.ts";
import type { MemType } from "../src/ir/types.ts";
import type { NdArray } from "../src/nd/array.ts";
import type { Specialised } from "../src/specialise/index.ts";
import type { Node, Path } from "../src/values/layout.ts";
import { leavesOf } from "../src/values/leaves.ts";
import type { TypedArray } from "../src/values/typed.ts";

export interface Lowered {
  /** One for each parameter of the entry function. */
  readonly data: readonly Datum[];
  /** The memory that stands for each array. */
  readonly memories: ReadonlyMap<object, Memory>;
  /** Objects and arrays by their number in the layout. */
  readonly byId: ReadonlyMap<number, unknown>;
}

/** What `made` is called with; an object on the heap, which only the runtime reads, is an error. */
export function lowered({ layout, roots }: Specialised): Lowered {
  const values = new Map(roots.map(({ path, value }) => [JSON.stringify(path), value]));
  const read = (path: Path): unknown => {
    const known = values.get(JSON.stringify(path));
    if (known !== undefined) return known;
    if (path.kind === "field") return (read(path.of) as Record<string, unknown>)[path.name];
    if (path.kind === "item") return (read(path.of) as unknown[])[path.index];
    return known;
  };
  const byId = referencesOf(
    layout.roots,
    roots.map((root) => root.value),
  );
  const memories = new Map<object, Memory>();
  const paths = roots.map((root) => root.path);
  const data = leavesOf(layout, paths).map((leaf): Datum => {
    switch (leaf.kind) {
      case "number":
        return read(leaf.path) as number;
      case "boolean":
        return Number(read(leaf.path));
      case "start": {
        const array = read(leaf.path) as TypedArray;
        return array.byteOffset / array.BYTES_PER_ELEMENT;
      }
      case "length":
        return (read(leaf.path) as TypedArray).length;
      case "typed":
      case "array":
        return memoryFor(read(leaf.path) as never, leaf.type, memories);
      case "nd":
        return memoryOver(leaf.type, (read(leaf.path) as NdArray).data);
      case "heap":
        throw new Error("an object on the heap");
      case "buffer": {
        const member = byId.get(layout.buffers[leaf.index]!.members[0]!) as TypedArray;
        const all = new (member.constructor as new (b: ArrayBufferLike) => TypedArray)(
          member.buffer,
        );
        return memoryOver(leaf.type, all as never);
      }
    }
  });
  return { data, memories, byId };
}

function referencesOf(nodes: readonly Node[], values: readonly unknown[]): Map<number, unknown> {
  const found = new Map<number, unknown>();
  const visit = (node: Node, value: unknown): void => {
    if ("id" in node && node.kind !== "shared") found.set(node.id, value);
    if (node.kind === "tuple")
      node.items.forEach((item, i) => visit(item, (value as unknown[])[i]));
    if (node.kind === "object") {
      for (const [name, field] of node.fields) visit(field, (value as never)[name]);
    }
  };
  nodes.forEach((node, i) => visit(node, values[i]));
  return found;
}

function memoryFor(
  value: TypedArray | unknown[],
  type: MemType,
  memories: Map<object, Memory>,
): Memory {
  const known = memories.get(value);
  if (known !== undefined) return known;
  let memory: Memory;
  if (!Array.isArray(value)) memory = memoryOver(type, value as never);
  else if (type.elem.kind === "store") {
    const numbers = type.elem.storage === "bool" ? Uint8Array : Float64Array;
    memory = memoryOver(type, numbers.from(value as never));
  } else {
    const inner = type.elem as MemType;
    const rows = value.map((row) => memoryFor(row as never, inner, memories));
    memory = memoryOver(type, rows as never);
  }
  memories.set(value, memory);
  return memory;
}
