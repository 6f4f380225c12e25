// Binary format of a module: WebAssembly core specification, section 5.
import { ByteWriter } from "./bytes.ts";
import type { Inst, Signature } from "./code.ts";
import type { TidyCode } from "./locals.ts";
import { opcode, shuffles, type ValType } from "./opcodes.ts";

export interface EncodedFunc extends TidyCode {
  readonly name: string;
  readonly signature: Signature;
}

export interface FuncImport {
  readonly module: string;
  readonly name: string;
  readonly signature: Signature;
}

/** A module that imports its memory and, if it has data, the address where that goes. */
export interface WasmModule {
  readonly imports: readonly FuncImport[];
  /** Numbered after the imported ones. */
  readonly funcs: readonly EncodedFunc[];
  readonly exports: readonly { readonly name: string; readonly func: number }[];
  /** Put at the address in global 0 when the module is instantiated; empty if there is none. */
  readonly data: Uint8Array;
  /** Whether function names are kept, for stack traces. */
  readonly names: boolean;
  /** Whether the memory is shared; then global 0 is always there, and global 1 is the arena's. */
  readonly threads: boolean;
}

const section = { custom: 0, type: 1, import: 2, func: 3, export: 7, code: 10, data: 11 } as const;

export function encodeModule(module: WasmModule): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  const types = new Map<string, number>();
  const typeOf = ({ params, results }: Signature): number => {
    const key = `${params.join()}:${results.join()}`;
    const known = types.get(key) ?? types.size;
    types.set(key, known);
    return known;
  };
  const imported = module.imports.map((f) => typeOf(f.signature));
  const defined = module.funcs.map((f) => typeOf(f.signature));
  const put = (id: number, write: (w: ByteWriter) => void): void => {
    const body = new ByteWriter();
    write(body);
    out.byte(id);
    out.sized(body.finish());
  };
  put(section.type, (w) => writeTypes(w, [...types.keys()]));
  put(section.import, (w) => writeImports(w, module, imported));
  put(section.func, (w) => writeList(w, defined, (type) => w.unsigned(type)));
  put(section.export, (w) =>
    writeList(w, module.exports, ({ name, func }) => {
      w.name(name);
      w.byte(0x00);
      w.unsigned(func);
    }),
  );
  put(section.code, (w) => writeList(w, module.funcs, (f) => w.sized(encodeBody(f))));
  if (module.data.length > 0) put(section.data, (w) => writeData(w, module.data));
  if (module.names) put(section.custom, (w) => writeNames(w, module));
  return out.finish();
}

function writeList<T>(w: ByteWriter, items: readonly T[], write: (item: T) => void): void {
  w.unsigned(items.length);
  items.forEach(write);
}

function writeTypes(w: ByteWriter, keys: readonly string[]): void {
  writeList(w, keys, (key) => {
    w.byte(0x60);
    for (const list of key.split(":")) {
      w.sized(list === "" ? [] : list.split(",").map(Number));
    }
  });
}

function writeImports(w: ByteWriter, module: WasmModule, types: readonly number[]): void {
  const globals = module.threads ? ["data", "arena"] : module.data.length > 0 ? ["data"] : [];
  w.unsigned(module.imports.length + 1 + globals.length);
  w.name("host");
  w.name("memory");
  w.byte(0x02);
  w.byte(module.threads ? 0x03 : 0x01); // with a maximum, and shared
  w.unsigned(1);
  w.unsigned(65536);
  for (const name of globals) {
    w.name("host");
    w.name(name);
    w.bytes([0x03, 0x7f, 0x00]); // an immutable i32
  }
  module.imports.forEach((f, i) => {
    w.name(f.module);
    w.name(f.name);
    w.byte(0x00);
    w.unsigned(types[i]!);
  });
}

function writeData(w: ByteWriter, data: Uint8Array): void {
  w.unsigned(1);
  w.bytes([0x00, opcode.global_get, 0x00, opcode.end]);
  w.sized(data);
}

function writeNames(w: ByteWriter, module: WasmModule): void {
  w.name("name");
  const sub = new ByteWriter();
  const names = [...module.imports.map((f) => f.name), ...module.funcs.map((f) => f.name)];
  sub.unsigned(names.length);
  names.forEach((name, i) => {
    sub.unsigned(i);
    sub.name(name);
  });
  w.byte(1); // function names
  w.sized(sub.finish());
}

function encodeBody({ insts, locals }: TidyCode): Uint8Array {
  const w = new ByteWriter();
  const groups: { type: ValType; n: number }[] = [];
  for (const type of locals) {
    const last = groups.at(-1);
    if (last?.type === type) last.n++;
    else groups.push({ type, n: 1 });
  }
  writeList(w, groups, ({ type, n }) => {
    w.unsigned(n);
    w.byte(type);
  });
  for (const inst of insts) encodeInst(w, inst);
  w.byte(opcode.end);
  return w.finish();
}

function encodeInst(w: ByteWriter, { op, imm, offset }: Inst): void {
  if (op < 0x1000) w.byte(op);
  else {
    w.byte(op >> 12);
    w.unsigned(op & 0xfff);
  }
  switch (op) {
    case opcode.block:
    case opcode.loop:
    case opcode.if:
      return w.byte(Number(imm));
    case opcode.br:
    case opcode.br_if:
    case opcode.call:
    case opcode.local_get:
    case opcode.local_set:
    case opcode.local_tee:
    case opcode.global_get:
      return w.unsigned(Number(imm));
    case opcode.i32_const:
      return w.signed(Number(imm));
    case opcode.i64_const:
      return w.signed64(BigInt(imm));
    case opcode.f32_const:
      return w.f32(Number(imm));
    case opcode.f64_const:
      return w.f64(Number(imm));
    case opcode.memory_size:
    case opcode.memory_grow:
    case opcode.memory_fill:
      return w.byte(0x00);
    case opcode.memory_copy:
      return w.bytes([0x00, 0x00]);
    case opcode.i64x2_extract_lane:
    case opcode.f32x4_extract_lane:
    case opcode.f64x2_extract_lane:
    case opcode.f64x2_replace_lane:
      return w.byte(Number(imm));
    case opcode.i8x16_shuffle:
      return w.bytes(shuffles[Number(imm)]!);
    case opcode.v128_store64_lane:
      w.unsigned(Number(imm));
      w.unsigned(offset);
      return w.byte(0); // the earlier half
    case opcode.v128_load:
    case opcode.v128_load32_splat:
    case opcode.v128_load64_splat:
    case opcode.v128_load64_zero:
    case opcode.v128_store:
      w.unsigned(Number(imm));
      return w.unsigned(offset);
  }
  if (op >= opcode.i32_load && op <= opcode.i64_store32) {
    w.unsigned(Number(imm));
    w.unsigned(offset);
  }
}
