// Data of the interpreter in the memory of compiled code and back, for comparing the two.
import type { Cell, Datum, Memory } from "../../../src/backends/interp/index.ts";
import { elemSize, recordLayout } from "../../../src/ir/storage.ts";
import { showType, type Elem, type MemType, type Type } from "../../../src/ir/types.ts";
import { fixed } from "../../../src/ir/storage.ts";
import type { Heap } from "../../../src/runtime/heap.ts";
import type { Instance } from "../../../src/runtime/instance.ts";

/** A value as compiled code has it: its components. */
export type Flat = readonly (number | bigint)[];

function allocated(heap: Heap, bytes: number): number {
  const start = heap.alloc(bytes);
  if (start === undefined) throw new Error("no memory for a test");
  heap.views.u8.fill(0, start, start + bytes);
  return start;
}

/** Puts data into a heap; what is shared stays shared. */
export class Writer {
  readonly blocks = new Map<unknown, number>();
  readonly heap: Heap;

  constructor(heap: Heap) {
    this.heap = heap;
  }

  flat(x: Datum, type: Type): Flat {
    if (type.kind === "mem") return this.memory(x as Memory, type);
    if (type.kind === "ref") return [this.cell(x as Cell | null)];
    return [x as number | bigint];
  }

  private memory({ data, start, length }: Memory, { elem }: MemType): Flat {
    const size = elemSize(elem);
    let block = this.blocks.get(data);
    if (block === undefined) {
      block = allocated(this.heap, data.length * size);
      this.blocks.set(data, block);
      for (let i = 0; i < data.length; i++) {
        const x = data[i] as Datum;
        if (elem.kind === "store") this.write(block + i * size, [x as number], elem);
        else this.write(block + i * size, this.flat(x, elem), elem);
      }
    }
    return [block + start * size, length];
  }

  private cell(x: Cell | null): number {
    if (x === null) return 0;
    const known = this.blocks.get(x);
    if (known !== undefined) return known;
    const { size, offsets } = recordLayout(x.record);
    const block = allocated(this.heap, size);
    this.blocks.set(x, block);
    x.record.fields.forEach(({ name, type }, i) => {
      const at = block + offsets.get(name)!;
      const elem: Elem =
        type.kind === "scalar" ? { kind: "store", storage: type.dtype } : (type as MemType);
      this.write(at, this.flat(x.fields[i]!, type), elem);
    });
    return block;
  }

  private write(at: number, flat: Flat, elem: Elem): void {
    const view = new DataView(this.heap.memory.buffer);
    if (elem.kind !== "store") {
      flat.forEach((x, c) => view.setUint32(at + 4 * c, Number(x), true));
      return;
    }
    const [x] = flat;
    switch (elem.storage) {
      case "f64":
        return view.setFloat64(at, Number(x), true);
      case "f32":
        return view.setFloat32(at, Number(x), true);
      case "i64":
        return view.setBigInt64(at, BigInt(x!), true);
      case "i32":
      case "u32":
        return view.setUint32(at, Number(x), true);
      case "i16":
      case "u16":
        return view.setUint16(at, Number(x), true);
      default:
        return view.setUint8(at, Number(x));
    }
  }
}

/** Checks that the same elements lie in one place, and others elsewhere. */
export class Matcher {
  private readonly addresses = new Map<unknown, Map<number, number>>();
  private readonly owners = new Map<number, { readonly identity: unknown; readonly at: number }>();
  private readonly seen = new Set<string>();
  private readonly view: DataView;

  constructor(heap: Heap) {
    this.view = new DataView(heap.memory.buffer);
  }

  /** Throws unless `flat` is what `x` is. */
  match(x: Datum, flat: Flat, type: Type, path: string): void {
    if (type.kind === "mem") this.memory(x as Memory, flat as number[], type, path);
    else if (type.kind === "ref") this.cell(x as Cell | null, Number(flat[0]) >>> 0, path);
    else if (
      !Object.is(x, type.kind === "scalar" && type.dtype === "bool" ? Number(flat[0]) : flat[0])
    ) {
      throw new Error(`${path}: ${String(x)} in the interpreter, ${String(flat[0])} in wasm`);
    }
  }

  /** Element `at` of `identity` is at `address`. */
  private occupies(identity: unknown, at: number, address: number, path: string): void {
    let known = this.addresses.get(identity);
    if (known === undefined) this.addresses.set(identity, (known = new Map()));
    const before = known.get(at) ?? address;
    if (before !== address) throw new Error(`${path}: not shared in wasm`);
    const owner = this.owners.get(address) ?? { identity, at };
    if (owner.identity !== identity || owner.at !== at) throw new Error(`${path}: shared in wasm`);
    known.set(at, address);
    this.owners.set(address, owner);
  }

  private memory(x: Memory, [ptr, length]: number[], { elem }: MemType, path: string): void {
    if (x.length !== length) throw new Error(`${path}: length ${x.length}, ${length} in wasm`);
    if (length === 0) return;
    const size = elemSize(elem);
    const start = ptr! >>> 0;
    for (let i = 0; i < length; i++) {
      this.occupies(x.data, x.start + i, start + i * size, `${path}[${i}]`);
    }
    const key = `${start} ${length}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    for (let i = 0; i < length; i++) {
      const inner: Type = elem.kind === "store" ? { kind: "scalar", dtype: "f64" } : elem;
      this.match(
        x.data[x.start + i] as Datum,
        this.read(start + i * size, elem),
        inner,
        `${path}[${i}]`,
      );
    }
  }

  private cell(x: Cell | null, ptr: number, path: string): void {
    if (x === null || ptr === 0) {
      if (x !== null || ptr !== 0) throw new Error(`${path}: only one is null`);
      return;
    }
    const { offsets } = recordLayout(x.record);
    this.occupies(x, 0, ptr, path);
    if (this.seen.has(`record ${ptr}`)) return;
    this.seen.add(`record ${ptr}`);
    x.record.fields.forEach(({ name, type }, i) => {
      const elem: Elem =
        type.kind === "scalar" ? { kind: "store", storage: type.dtype } : (type as MemType);
      this.match(x.fields[i]!, this.read(ptr + offsets.get(name)!, elem), type, `${path}.${name}`);
    });
  }

  private read(at: number, elem: Elem): Flat {
    const v = this.view;
    if (elem.kind === "mem") return [v.getUint32(at, true), v.getInt32(at + 4, true)];
    if (elem.kind === "ref") return [v.getUint32(at, true)];
    if (elem.kind === "array") throw new Error("arrays are lowered before");
    switch (elem.storage) {
      case "f64":
        return [v.getFloat64(at, true)];
      case "f32":
        return [v.getFloat32(at, true)];
      case "i64":
        return [v.getBigInt64(at, true)];
      case "i32":
        return [v.getInt32(at, true)];
      case "u32":
        return [v.getUint32(at, true)];
      case "i16":
        return [v.getInt16(at, true)];
      case "u16":
        return [v.getUint16(at, true)];
      case "i8":
        return [v.getInt8(at)];
      default:
        return [v.getUint8(at)];
    }
  }
}

function readSlot(view: DataView, at: number, type: Type): Flat {
  if (type.kind === "mem") return [view.getUint32(at, true), view.getInt32(at + 8, true)];
  if (type.kind === "ref") return [view.getUint32(at, true)];
  if (type.kind !== "scalar") throw new Error("no arrays");
  switch (type.dtype) {
    case "f64":
      return [view.getFloat64(at, true)];
    case "f32":
      return [view.getFloat32(at, true)];
    case "i64":
      return [view.getBigInt64(at, true)];
    default:
      return [view.getInt32(at, true)];
  }
}

/** Address of a block with these components, one every 8 bytes. */
function blockOf(heap: Heap, types: readonly Type[], args: Flat): number {
  const block = allocated(heap, 8 * args.length);
  const view = new DataView(heap.memory.buffer);
  const kinds = types.flatMap((t) => (t.kind === "mem" ? ["i32", "i32"] : [showType(t)]));
  kinds.forEach((kind, k) => {
    if (kind === "f64") view.setFloat64(block + 8 * k, Number(args[k]), true);
    else if (kind === "f32") view.setFloat32(block + 8 * k, Number(args[k]), true);
    else if (kind === "i64") view.setBigInt64(block + 8 * k, BigInt(args[k]!), true);
    else view.setInt32(block + 8 * k, Number(args[k]), true);
  });
  return block;
}

/** Calls an entry and gives the components of each result. */
export function callFlat(
  instance: Instance,
  name: string,
  args: readonly (number | bigint)[],
): Flat[] {
  const { entry, call } = instance.entry(name);
  const returned =
    entry.takes === "numbers" ? call(...args) : call(blockOf(instance.heap, entry.params, args));
  if (entry.returns === "nothing") return entry.results.map(() => []);
  if (entry.returns === "number") return [[returned!]];
  const view = new DataView(instance.heap.memory.buffer);
  let at = entry.returns === "slots" ? fixed.results : Number(returned) >>> 0;
  return entry.results.map((type) => {
    const flat = readSlot(view, at, type);
    at += 8 * flat.length;
    return flat;
  });
}
