// Operations on memories and records.
import type { Instr, Value } from "../../ir/func.ts";
import { elemSize, fixed } from "../../ir/storage.ts";
import type { MemType, RefType, Type } from "../../ir/types.ts";
import type { Emit, Emitter } from "./emitter.ts";
import {
  addI32,
  apply,
  constantI32,
  getGlobal,
  i32Const,
  isConst,
  isLeaf,
  scaleI32,
  splitConstant,
  type Expr,
} from "./expr.ts";
import { gemmOp } from "./gemm/index.ts";
import {
  allocator,
  bump,
  copier,
  filler,
  roomFor,
  togetherAllocator,
  zero,
} from "./memory-helpers.ts";
import { opcode as o, valType } from "./opcodes.ts";
import { elemAccess, fieldAccess, loadAt, type Access, type Address } from "./representation.ts";
import { isRunOfScalars } from "./uses.ts";
import { skeletonNumber, zerosLikeNumber } from "./zeros-like.ts";
import { zeroDirections } from "../../ops/memory.ts";

const { i32 } = valType;

function memType(type: Type): MemType {
  if (type.kind !== "mem") throw new Error("internal: not a memory");
  return type;
}

function refType(type: Type): RefType {
  if (type.kind !== "ref") throw new Error("internal: not a record");
  return type;
}

/** A call whose result is needed where it stands. */
function callNow(e: Emitter, number: number, args: readonly Expr[]): Expr {
  return e.code.keep(apply(o.call, i32, args, number));
}

/** Where element `index` of a memory starting at `start` is, with what is constant as offset. */
export function elementAddress(start: Expr, index: Expr, size: number): Address {
  const known = constantI32(index);
  if (known !== undefined && known >= 0 && known * size < 2 ** 31) {
    return withOffset(start, known * size);
  }
  // x + c with x possibly below zero: no address is below `fixed.base`, so start + x·size does not
  // wrap as long as c·size is not above that
  const { rest, constant } = splitConstant(index);
  if (constant > 0 && constant * size <= fixed.base) {
    return { base: addI32(start, scaleI32(rest, size)), offset: constant * size };
  }
  return { base: addI32(start, scaleI32(index, size)), offset: 0 };
}

/** `base + offset`, where `base` may itself be a place plus a constant, which does not wrap. */
function withOffset(base: Expr, offset: number): Address {
  const more = base.op === o.i32_add ? constantI32(base.args[1]!) : undefined;
  if (more === undefined || more < 0) return { base, offset };
  return { base: base.args[0]!, offset: offset + more };
}

/** `address` with a base that may be emitted for every component. */
function sharedAddress(e: Emitter, { base, offset }: Address, uses: number): Address {
  return { base: uses > 1 && !isConst(base) ? e.shared(base) : base, offset };
}

function defineLoaded(
  e: Emitter,
  result: Instr["results"][number],
  accesses: readonly Access[],
  address: Address,
): void {
  const needed = accesses.map((_, c) => e.uses.count(result, c) > 0);
  const at = sharedAddress(e, address, needed.filter(Boolean).length);
  e.define(
    result,
    accesses.map((a, c) =>
      needed[c] ? loadAt(a, { base: at.base, offset: at.offset + 4 * c }) : undefined,
    ),
  );
}

function storeComponents(
  e: Emitter,
  accesses: readonly Access[],
  address: Address,
  components: readonly Expr[],
): void {
  const several = accesses.length > 1;
  const at = sharedAddress(e, address, accesses.length);
  // a component that reads memory must be read before any is written
  const values = several ? components.map((x) => (x.reads ? e.shared(x) : x)) : components;
  e.flushReads();
  accesses.forEach(({ store, align }, c) =>
    e.code.store(store, at.base, values[c]!, align, at.offset + 4 * c),
  );
}

const load: Emit = (e, { args: [m, i], results: [r] }) => {
  const { elem } = memType(m!.type);
  const address = elementAddress(e.use(m!), e.use(i!), elemSize(elem));
  defineLoaded(e, r!, elemAccess(elem), address);
};

const store: Emit = (e, { args: [m, i, x] }) => {
  const { elem } = memType(m!.type);
  const address = elementAddress(e.use(m!), e.use(i!), elemSize(elem));
  storeComponents(e, elemAccess(elem), address, e.useAll(x!));
};

const alloc: Emit = (e, instr) => {
  const {
    args: [n],
    results: [r],
    span,
  } = instr;
  const group = e.together.get(instr);
  if (group !== undefined) {
    if (group[0] === instr) allocTogether(e, group);
    return;
  }
  const length = e.leaf(n!);
  const size = elemSize(memType(r!.type).elem);
  const site = i32Const(e.context.site({ kind: "memory", span }));
  const zeroed = instr.attrs["raw"] !== true && !e.overwritten.has(instr);
  const start = callNow(e, allocator(e.context, size, zeroed), [length, site]);
  e.define(r!, [start, length]);
};

/** Several memories of one length, one behind the other. */
function allocTogether(e: Emitter, group: readonly Instr[]): void {
  const length = e.leaf(group[0]!.args[0]!);
  const site = i32Const(e.context.site({ kind: "memory", span: group[0]!.span }));
  const sizes = group.map(({ results: [r] }) => elemSize(memType(r!.type).elem));
  let start = callNow(e, togetherAllocator(e.context, sizes), [length, site]);
  group.forEach(({ results: [r] }, k) => {
    e.define(r!, [start, length]);
    if (k + 1 < group.length) start = e.code.keep(addI32(start, roomFor(length, sizes[k]!)));
  });
}

const length: Emit = (e, { args: [m], results: [r] }) => e.define(r!, [e.use(m!, 1)]);

const view: Emit = (e, { args: [m, from, n], results: [r] }) => {
  const size = elemSize(memType(m!.type).elem);
  const start = addI32(e.use(m!), scaleI32(e.use(from!), size));
  e.define(r!, [start, e.use(n!)]);
};

const copy: Emit = (e, { args: [to, from] }) => {
  const size = elemSize(memType(to!.type).elem);
  const args = [e.use(to!), e.use(from!), scaleI32(e.use(from!, 1), size)];
  e.flushReads();
  for (const x of args) e.code.push(x);
  e.code.op(o.call, copier(e.context));
};

const fill: Emit = (e, { args: [m, x] }) => {
  const { elem } = memType(m!.type);
  const [size, accesses] = [elemSize(elem), elemAccess(elem)];
  const values = e.useAll(x!);
  const where = e.useAll(m!);
  e.flushReads();
  const zeroes = size === 8 && values.every((v) => isConst(v) && Object.is(Number(v.imm), 0));
  const args = zeroes ? [where[0]!, scaleI32(where[1]!, size)] : [...where, ...values];
  for (const a of args) e.code.push(a);
  e.code.op(o.call, zeroes ? zero(e.context) : filler(e.context, accesses, size));
};

const record: Emit = (e, { args, results: [r], span }) => {
  const { record: type } = refType(r!.type);
  const { layouts } = e.context;
  const { size, offsets, mark } = layouts.of(type);
  const site = i32Const(e.context.site({ kind: "memory", span }));
  const base = callNow(e, bump(e.context, { zeroed: false }), [i32Const(size), site]);
  e.code.store(o.i32_store, base, i32Const(0), 2, mark);
  type.fields.forEach(({ name, type: t }, i) => {
    const offset = offsets.get(name)!;
    const [first, ...others] = fieldAccess(t);
    const rest = layouts.isAddress(type, name) ? [] : others;
    const accesses = [first!, ...rest];
    storeComponents(e, accesses, { base, offset }, componentsIn(e, args[i]!, accesses.length));
  });
  e.define(r!, [base]);
};

/** The first components of a value, which are all but a length. */
function componentsIn(e: Emitter, v: Value, count: number): Expr[] {
  return Array.from({ length: count }, (_, c) => e.use(v, c));
}

const get: Emit = (e, { args: [r], attrs, results: [x] }) => {
  const offset = e.context.layouts.of(refType(r!.type).record).offsets.get(String(attrs["field"]))!;
  defineLoaded(e, x!, fieldAccess(x!.type), { base: e.use(r!), offset });
};

const set: Emit = (e, { args: [r, x], attrs }) => {
  const { record: type } = refType(r!.type);
  const field = String(attrs["field"]);
  const offset = e.context.layouts.of(type).offsets.get(field)!;
  const all = fieldAccess(x!.type);
  const accesses = e.context.layouts.isAddress(type, field) ? all.slice(0, 1) : all;
  storeComponents(e, accesses, { base: e.use(r!), offset }, componentsIn(e, x!, accesses.length));
};

const same: Emit = (e, { args: [x, y], results: [r] }) => {
  const [p, q] = [e.useAll(x!), e.useAll(y!)];
  const equal = p.map((a, c) => apply(o.i32_eq, i32, [a, q[c]!]));
  e.define(r!, [equal.reduce((a, b) => apply(o.i32_and, i32, [a, b]))]);
};

/** Its address. */
const identity: Emit = (e, { args: [ref], results: [r] }) => e.define(r!, [e.use(ref!)]);

const select: Emit = (e, { args: [c, x, y], results: [r] }) => {
  const [p, q] = [e.useAll(x!), e.useAll(y!)];
  const condition = p.length > 1 ? e.leaf(c!) : e.use(c!);
  e.define(
    r!,
    p.map((a, i) => choose(condition, a, q[i]!)),
  );
};

function choose(c: Expr, x: Expr, y: Expr): Expr {
  if (isLeaf(x) && isLeaf(y) && x.op === y.op && x.imm === y.imm && !isConst(x)) return x;
  return apply(o.select, x.type, [x, y, c]);
}

const zerosLike: Emit = (e, { args: [m], attrs, results: [r], span }) => {
  const { type } = r!;
  if (isRunOfScalars(type)) {
    const { elem } = memType(type);
    const n = e.leaf(m!, 1);
    const site = i32Const(e.context.site({ kind: "memory", span }));
    e.define(r!, [callNow(e, allocator(e.context, elemSize(elem), true), [n, site]), n]);
    return;
  }
  for (const x of e.useAll(m!)) e.code.push(x);
  e.code.op(o.call, zerosLikeNumber(e.context, m!.type, type, zeroDirections(attrs)));
  e.popInto(r!);
};

const skeleton: Emit = (e, { args: [m], results: [r] }) => {
  for (const x of e.useAll(m!)) e.code.push(x);
  e.code.op(o.call, skeletonNumber(e.context, m!.type, r!.type));
  e.popInto(r!);
};

/** The start of the tables is where the host says; their offsets are known here. */
const table: Emit = (e, { attrs, results: [r] }) => {
  const values = attrs["values"] as readonly number[];
  const { elem } = memType(r!.type);
  const wide = elem.kind === "store" && elem.storage === "f64";
  const bytes = new DataView(new ArrayBuffer(values.length * (wide ? 8 : 4)));
  values.forEach((x, i) =>
    wide ? bytes.setFloat64(8 * i, x, true) : bytes.setUint32(4 * i, x, true),
  );
  const offset = e.context.table(`${String(attrs["name"])} ${values.length}`, bytes);
  const start = addI32(getGlobal(0, i32), i32Const(offset));
  e.define(r!, [start, i32Const(values.length)]);
};

export const memoryOps: Readonly<Record<string, Emit>> = {
  load,
  store,
  alloc,
  length,
  view,
  copy,
  fill,
  gemm: gemmOp,
  record,
  get,
  set,
  same,
  identity,
  select,
  table,
  zeros_like: zerosLike,
  skeleton,
  null: (e, { results: [r] }) => e.define(r!, [i32Const(0)]),
};
