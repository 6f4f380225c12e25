import type { Attr, Instr, Value } from "../ir/func.ts";
import { showType } from "../ir/types.ts";

/** Numbers for values, and texts that are equal for instructions that compute the same. */
export class Keys {
  private readonly numbers = new Map<Value, number>();

  numberOf(v: Value): number {
    let number = this.numbers.get(v);
    if (number === undefined) this.numbers.set(v, (number = this.numbers.size));
    return number;
  }

  keyOf({ op, args, attrs }: Instr): string {
    let key = op.name;
    // an operand's place matters, but for sums and products, which are the same either way round
    const numbers = args.map((a) => this.numberOf(a));
    if (commutes.has(op.name)) numbers.sort((a, b) => a - b);
    for (const n of numbers) key += ` ${n}`;
    for (const name in attrs) key += ` ${name}=${showAttr(attrs[name]!)}`;
    return key;
  }
}

// NaN stays NaN, and which NaN is nobody's business.
const commutes: ReadonlySet<string> = new Set([
  "add",
  "mul",
  "eq",
  "ne",
  "and",
  "or",
  "xor",
  "same",
]);

// 0 and -0 are different constants: 1/x tells them apart.
function showAttr(value: Attr): string {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return "kind" in value ? showType(value) : value.join();
    case "bigint":
      return `${value}n`;
    default:
      return String(value);
  }
}
