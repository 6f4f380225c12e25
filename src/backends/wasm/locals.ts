// After a function is emitted: fewer moves, and few locals. A function with thousands of them makes
// engines slow, at compile time and in their baseline code.
import type { FuncCode, Inst } from "./code.ts";
import { opcode, type ValType } from "./opcodes.ts";

/** What is encoded. */
export interface TidyCode {
  readonly insts: readonly Inst[];
  /** Types of the locals after the parameters. */
  readonly locals: readonly ValType[];
}

export function tidy(code: FuncCode): TidyCode {
  const insts = withoutMoves(code.insts, code.locals.length);
  return shareLocals(insts, code);
}

/** `local.set x; local.get x` becomes `local.tee x`, or nothing when that is the only reading. */
function withoutMoves(insts: readonly Inst[], locals: number): Inst[] {
  const reads = new Int32Array(locals);
  for (const { op, imm } of insts) if (op === opcode.local_get) reads[Number(imm)]!++;
  const out: Inst[] = [];
  for (const inst of insts) {
    const last = out.at(-1);
    if (inst.op === opcode.local_get && last?.op === opcode.local_set && last.imm === inst.imm) {
      out.pop();
      if (reads[Number(inst.imm)]! > 1) out.push({ ...last, op: opcode.local_tee });
    } else {
      out.push(inst);
    }
  }
  return out;
}

interface Lifetimes {
  /** Place of the first and last instruction at which a local is needed; -1 where it never is. */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * A local lives from its first to its last occurrence; one that is there before a loop and occurs
 * in it lives to the end of the loop. One that first occurs inside a loop is written anew in each
 * iteration before it is read, since values are defined before they are used.
 */
function lifetimes(insts: readonly Inst[], locals: number, params: number): Lifetimes {
  const first = new Int32Array(locals).fill(-1);
  const last = new Int32Array(locals).fill(-1);
  // start of the last loop it must outlive; of loops one inside the other, the outer one
  const outermost = new Int32Array(locals).fill(-1);
  const ends = new Map<number, number>();
  const open: number[] = []; // start of each open block, or -2 if it is not a loop
  const occurs = (local: number, at: number): void => {
    if (first[local]! < 0) first[local] = local < params ? 0 : at;
    last[local] = at;
    const since = local < params ? -1 : first[local]!;
    for (const start of open) {
      if (start <= since) continue;
      outermost[local] = start;
      break;
    }
  };
  insts.forEach(({ op, imm }, at) => {
    if (op === opcode.block || op === opcode.if) open.push(-2);
    else if (op === opcode.loop) open.push(at);
    else if (op === opcode.end) {
      const start = open.pop();
      if (start !== undefined && start >= 0) ends.set(start, at);
    } else if (op === opcode.local_get || op === opcode.local_set || op === opcode.local_tee) {
      occurs(Number(imm), at);
    }
  });
  outermost.forEach((start, local) => {
    if (start >= 0) last[local] = Math.max(last[local]!, ends.get(start)!);
  });
  return { first, last };
}

/** Gives locals whose lives do not meet the same place. */
function shareLocals(insts: readonly Inst[], code: FuncCode): TidyCode {
  const params = code.signature.params.length;
  const { first, last } = lifetimes(insts, code.locals.length, params);
  const place = new Int32Array(code.locals.length).fill(-1);
  const types: ValType[] = [...code.signature.params];
  const free = new Map<ValType, number[]>();
  const byEnd: number[][] = []; // locals by the instruction at which they die
  const release = (local: number): void => {
    const type = code.locals[local]!;
    const list = free.get(type);
    if (list === undefined) free.set(type, [place[local]!]);
    else list.push(place[local]!);
  };
  for (let p = 0; p < params; p++) {
    place[p] = p;
    if (last[p]! < 0) release(p);
    else (byEnd[last[p]!] ??= []).push(p);
  }
  insts.forEach(({ imm, op }, at) => {
    if (op === opcode.local_get || op === opcode.local_set || op === opcode.local_tee) {
      const local = Number(imm);
      if (first[local] === at && place[local]! < 0) {
        place[local] = free.get(code.locals[local]!)?.pop() ?? types.push(code.locals[local]!) - 1;
        (byEnd[last[local]!] ??= []).push(local);
      }
    }
    byEnd[at]?.forEach(release);
  });
  return renumber(insts, place, types, params);
}

/** Puts locals of one type side by side, where their declaration is shortest. */
function renumber(
  insts: readonly Inst[],
  place: Int32Array,
  types: readonly ValType[],
  params: number,
): TidyCode {
  const order = types.map((_, i) => i).slice(params);
  order.sort((a, b) => types[b]! - types[a]! || a - b);
  const final = new Int32Array(types.length);
  for (let p = 0; p < params; p++) final[p] = p;
  order.forEach((old, i) => {
    final[old] = params + i;
  });
  return {
    locals: order.map((old) => types[old]!),
    insts: insts.map((inst) =>
      inst.op === opcode.local_get || inst.op === opcode.local_set || inst.op === opcode.local_tee
        ? { ...inst, imm: final[place[Number(inst.imm)]!]! }
        : inst,
    ),
  };
}
