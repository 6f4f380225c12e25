import type { FuncCode } from "./code.ts";
import type { Expr } from "./expr.ts";
import { opcode } from "./opcodes.ts";

/** `local := value`. */
export interface Assignment {
  readonly local: number;
  readonly value: Expr;
}

/**
 * All assignments at once: every value is what it is before any of them. One whose local no other
 * value reads is made at once; where they go round in a circle all values go onto the stack first.
 */
export function parallelCopy(code: FuncCode, all: readonly Assignment[]): void {
  const real = all.filter(
    ({ local, value }) => !(value.op === opcode.local_get && value.imm === local),
  );
  const waiting = new Map(real.map((a) => [a.local, a]));
  const reads = new Map(real.map((a) => [a, targetsRead(a, waiting)]));
  const readers = new Map<number, number>();
  for (const targets of reads.values()) {
    for (const t of targets) readers.set(t, (readers.get(t) ?? 0) + 1);
  }
  const ready = real.filter((a) => !readers.has(a.local));
  for (let a = ready.pop(); a !== undefined; a = ready.pop()) {
    code.set(a.local, a.value);
    waiting.delete(a.local);
    for (const t of reads.get(a)!) {
      const left = readers.get(t)! - 1;
      readers.set(t, left);
      const freed = waiting.get(t);
      if (left === 0 && freed !== undefined) ready.push(freed);
    }
  }
  const circle = [...waiting.values()];
  for (const { value } of circle) code.push(value);
  for (const { local } of circle.toReversed()) code.op(opcode.local_set, local);
}

/** Targets other than its own that the value of an assignment reads. */
function targetsRead(a: Assignment, targets: ReadonlyMap<number, Assignment>): Set<number> {
  const found = new Set<number>();
  const visit = (x: Expr): void => {
    if (x.op === opcode.local_get) {
      const local = Number(x.imm);
      if (local !== a.local && targets.has(local)) found.add(local);
    }
    x.args.forEach(visit);
  };
  visit(a.value);
  return found;
}
