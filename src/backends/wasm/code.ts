import { getLocal, type Expr } from "./expr.ts";
import { noResult, opcode, type Opcode, type ValType } from "./opcodes.ts";

/** One instruction with its immediates. */
export interface Inst {
  readonly op: Opcode;
  readonly imm: number | bigint;
  readonly offset: number;
}

/** Types of the parameters and results of a function. */
export interface Signature {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

/** Where a branch goes: a block or loop that is open. */
export interface Label {
  readonly depth: number;
}

/**
 * The code of one function under construction. Locals are as many as is convenient; `locals.ts`
 * makes them share afterwards.
 */
export class FuncCode {
  readonly name: string;
  readonly signature: Signature;
  readonly insts: Inst[] = [];
  /** Types of the locals, parameters first. */
  readonly locals: ValType[];
  private depth = 0;

  constructor(name: string, signature: Signature) {
    this.name = name;
    this.signature = signature;
    this.locals = [...signature.params];
  }

  param(i: number): Expr {
    return getLocal(i, this.signature.params[i]!);
  }

  newLocal(type: ValType): number {
    return this.locals.push(type) - 1;
  }

  op(op: Opcode, imm: number | bigint = 0, offset = 0): void {
    this.insts.push({ op, imm, offset });
  }

  /** Leaves the value of `x` on the stack. */
  push(x: Expr): void {
    for (const a of x.args) this.push(a);
    this.insts.push({ op: x.op, imm: x.imm, offset: x.offset });
  }

  set(local: number, x: Expr): void {
    if (x.op === opcode.local_get && x.imm === local) return;
    this.push(x);
    this.op(opcode.local_set, local);
  }

  /** The value of `x` in a local of its own. */
  keep(x: Expr): Expr {
    const local = this.newLocal(x.type);
    this.set(local, x);
    return getLocal(local, x.type);
  }

  /** `[base + offset] := x`. */
  store(op: Opcode, base: Expr, x: Expr, align: number, offset: number): void {
    this.push(base);
    this.push(x);
    this.op(op, align, offset);
  }

  private open(op: Opcode, result: number): Label {
    this.op(op, result);
    return { depth: this.depth++ };
  }

  block(): Label {
    return this.open(opcode.block, noResult);
  }

  loop(): Label {
    return this.open(opcode.loop, noResult);
  }

  /** Takes the condition from the stack. */
  if(result: number = noResult): Label {
    return this.open(opcode.if, result);
  }

  else(): void {
    this.op(opcode.else);
  }

  end(): void {
    this.depth--;
    this.op(opcode.end);
  }

  br(label: Label): void {
    this.op(opcode.br, this.depth - 1 - label.depth);
  }

  /** Takes the condition from the stack. */
  brIf(label: Label): void {
    this.op(opcode.br_if, this.depth - 1 - label.depth);
  }
}
