import type { Instr, Region, Value } from "../ir/func.ts";
import { walk } from "../ir/rewrite.ts";

/**
 * The `alloc`s whose zeros nobody sees: every element is written before the memory is used for
 * anything else. Such as the arrays that a loop right behind fills.
 */
export function findOverwritten(region: Region): ReadonlySet<Instr> {
  const finder = new Finder(region);
  finder.visit(region);
  return finder.found;
}

/**
 * Whether `body`, which is inside of `root`, writes all of a memory of `length` elements before it
 * uses it for anything else.
 */
export function overwrites(root: Region, body: Region, memory: Value, length: Value): boolean {
  return new Finder(root).follow(body.body, 0, { memory, length }) === "written";
}

/** What is known about a memory whose first use is looked for. */
interface Sought {
  readonly memory: Value;
  readonly length: Value;
}

/** Whether the memory has all been written, is still as it was, or may have been seen before. */
type State = "written" | "untouched" | "seen";

class Finder {
  readonly found = new Set<Instr>();
  private readonly definitions = new Map<Value, Instr>();

  constructor(region: Region) {
    walk(region, (instr) => {
      for (const r of instr.results) this.definitions.set(r, instr);
    });
  }

  visit({ body }: Region): void {
    body.forEach((instr, at) => {
      instr.regions.forEach((inner) => this.visit(inner));
      const [memory] = instr.results;
      const [length] = instr.args;
      if (instr.op.name !== "alloc" || memory === undefined || length === undefined) return;
      if (this.follow(body, at + 1, { memory, length }) === "written") this.found.add(instr);
    });
  }

  follow(body: readonly Instr[], from: number, sought: Sought): State {
    for (let at = from; at < body.length; at++) {
      const instr = body[at]!;
      if (instr.op.name === "fail") return "written"; // nobody comes further
      if (!mentions(instr, sought.memory)) continue;
      const state = this.step(instr, sought);
      if (state !== "untouched") return state;
    }
    return "untouched";
  }

  private step(instr: Instr, sought: Sought): State {
    const { op, args, regions } = instr;
    const { memory, length } = sought;
    switch (op.name) {
      case "length":
        return "untouched";
      case "fill":
        return args[0] === memory && args[1] !== memory ? "written" : "seen";
      case "copy": {
        const size = this.definitions.get(length);
        const whole = size?.op.name === "length" && size.args[0] === args[1];
        return args[0] === memory && args[1] !== memory && whole ? "written" : "seen";
      }
      case "if":
        return this.branches(instr, sought);
      case "for":
        return this.fills(instr, regions[0]!, sought) ? "written" : "seen";
      default:
        return "seen";
    }
  }

  private branches({ args, regions }: Instr, sought: Sought): State {
    const states = regions.map(({ body, yields }, i): State => {
      const state = this.follow(body, 0, sought);
      if (state !== "untouched") return state;
      if (yields.includes(sought.memory)) return "seen";
      // where there is nothing to write, all of it is written
      return i === 1 && this.emptyUnless(args[0]!, sought.length) ? "written" : "untouched";
    });
    if (states.every((s) => s === states[0])) return states[0]!;
    return "seen";
  }

  /** Whether `length` is 0 where `condition` is false. */
  private emptyUnless(condition: Value, length: Value): boolean {
    const choice = this.definitions.get(length);
    if (choice?.op.name !== "select") return false;
    return choice.args[0] === condition && this.constant(choice.args[2]!) === 0;
  }

  /** Whether a loop writes element after element, and looks at none before. */
  private fills({ args, attrs }: Instr, body: Region, sought: Sought): boolean {
    const [lo, hi, ...inits] = args as [Value, Value, ...Value[]];
    const { memory } = sought;
    if (attrs["step"] !== 1 || inits.includes(memory)) return false;
    if (!this.counts(lo, hi, sought.length)) return false;
    const index = body.params[0]!;
    const isElement = (i: Value): boolean => this.isDistance(i, index, lo);
    let written = false;
    for (const instr of body.body) {
      if (!mentions(instr, memory)) continue;
      const [m, i, x] = instr.args;
      const ours = m === memory && i !== undefined && isElement(i) && x !== memory;
      if (instr.op.name === "store" && ours) written = true;
      else if (instr.op.name !== "load" || !ours || !written) return false;
    }
    return written && !body.yields.includes(memory);
  }

  /** Whether `i` is `index - lo`. */
  private isDistance(x: Value, index: Value, lo: Value): boolean {
    const checked = this.definitions.get(x);
    const i = checked?.op.name === "bounds" ? checked.args[0]! : x;
    return i === index ? this.constant(lo) === 0 : this.subtracts(i, index, lo);
  }

  /** Whether `v` is computed as `x - y`; of a constant `y` also as `x + -y`. */
  private subtracts(v: Value, x: Value, y: Value): boolean {
    const instr = this.definitions.get(v);
    const [p, q] = instr?.args ?? [];
    if (p === undefined || q === undefined || !this.same(p, x)) return false;
    if (instr?.op.name === "sub") return this.same(q, y);
    const [added, taken] = [this.constant(q), this.constant(y)];
    return instr?.op.name === "add" && typeof taken === "number" && added === -taken;
  }

  /** Whether `length` is how often a loop from `lo` to `hi` runs. */
  private counts(lo: Value, hi: Value, length: Value): boolean {
    if (this.isDifference(length, hi, lo)) return true;
    const choice = this.definitions.get(length);
    if (choice?.op.name !== "select" || this.constant(choice.args[2]!) !== 0) return false;
    const below = this.definitions.get(choice.args[0]!);
    const [p, q] = below?.args ?? [];
    const ordered =
      (below?.op.name === "lt" && this.same(p!, lo) && this.same(q!, hi)) ||
      (below?.op.name === "gt" && this.same(p!, hi) && this.same(q!, lo));
    return ordered && this.isDifference(choice.args[1]!, hi, lo);
  }

  private isDifference(n: Value, hi: Value, lo: Value): boolean {
    const whole = this.same(n, hi) || this.isEndFor(hi, n);
    return (this.constant(lo) === 0 && whole) || this.subtracts(n, hi, lo);
  }

  /**
   * Whether a loop up to a number ends at `hi`, and `n` is the length that the number makes: both
   * are it, since it is whole and in range, or there would be no array.
   */
  private isEndFor(hi: Value, n: Value): boolean {
    const length = this.definitions.get(n);
    if (length?.op.name !== "to_index") return false;
    const operand = (v: Value, name: string): Value | undefined => {
      const instr = this.definitions.get(v);
      return instr?.op.name === name ? instr.args[0] : undefined;
    };
    const choice = this.definitions.get(hi);
    const [test, , otherwise] = choice?.op.name === "select" ? choice.args : [];
    const isNaN = test && this.definitions.get(test);
    const x = length.args[0];
    if (isNaN !== undefined && (isNaN.op.name !== "ne" || isNaN.args.some((v) => v !== x))) {
      return false;
    }
    const clamped = operand(otherwise ?? hi, "clamp_i32");
    return clamped !== undefined && (operand(clamped, "ceil") ?? clamped) === x;
  }

  private same(a: Value, b: Value): boolean {
    const [x, y] = [this.constant(a), this.constant(b)];
    return a === b || (x !== undefined && x === y);
  }

  private constant(v: Value): unknown {
    const instr = this.definitions.get(v);
    return instr?.op.name === "const" ? instr.attrs["value"] : undefined;
  }
}

function mentions(instr: Instr, v: Value): boolean {
  return (
    instr.args.includes(v) ||
    instr.regions.some((r) => r.yields.includes(v) || r.body.some((inner) => mentions(inner, v)))
  );
}
