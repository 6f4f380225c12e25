import type { Instr, Region, Value } from "../../../ir/func.ts";
import { sameType, type Type } from "../../../ir/types.ts";
import type { Uses } from "../uses.ts";

/** What becomes of a value that a loop carries. */
export type Reduction =
  | { readonly kind: "same" }
  /** Everything it is combined with may be combined first, from `neutral` on. */
  | Combination;

interface Combination {
  readonly kind: "add" | "min" | "max";
  readonly neutral: number;
  /** The instructions that combine it with something, and with what; none if it is chosen by a test. */
  readonly steps: ReadonlyMap<Instr, Value>;
}

interface Options {
  readonly uses: Uses;
  readonly reassociate: boolean;
  /** Of what there are vectors. */
  readonly float: Type;
}

const ofOp: Readonly<Record<string, Omit<Combination, "steps">>> = {
  add: { kind: "add", neutral: 0 },
  sub: { kind: "add", neutral: 0 },
  min: { kind: "min", neutral: Infinity },
  max: { kind: "max", neutral: -Infinity },
};

/** What the loop with this body makes of `carried`, `next` being its value after an iteration. */
export function findReduction(
  body: Region,
  carried: Value,
  next: Value,
  { uses, reassociate, float }: Options,
): Reduction | string {
  if (next === carried) return { kind: "same" };
  if (!sameType(carried.type, float))
    return "a value that each iteration takes from the one before";
  const makers = new Map<Value, Instr>();
  for (const instr of body.body) for (const r of instr.results) makers.set(r, instr);
  const chosen = chosenExtreme(makers, carried, next, uses);
  if (chosen !== undefined) return chosen;
  const leads = leadsFrom(body, carried);
  let found: Omit<Combination, "steps"> | undefined;
  const steps = new Map<Instr, Value>();
  // from the end back to the start: every step is the same kind of combination, and used nowhere else
  for (let v = next; v !== carried;) {
    const made = makers.get(v);
    const kind = made && ofOp[made.op.name];
    if (made === undefined || kind === undefined || (found ?? kind).kind !== kind.kind) {
      return "a value that each iteration takes from the one before";
    }
    found = kind;
    const before = previous(made, leads);
    if (before === undefined || uses.count(v, 0) !== 1 || uses.count(before, 0) !== 1) {
      return "a value that each iteration takes from the one before";
    }
    steps.set(
      made,
      made.args.find((a) => a !== before)!,
    );
    v = before;
  }
  if (found === undefined) throw new Error("internal: a reduction of nothing");
  if (found.kind === "add" && !reassociate) return "a sum, which `strict` keeps in order";
  return { ...found, steps };
}

// The operand that the carried value has gone into.
function previous({ op, args }: Instr, leads: ReadonlySet<Value>): Value | undefined {
  const from = args.filter((v) => leads.has(v));
  if (from.length !== 1) return undefined;
  return op.name === "sub" && from[0] !== args[0] ? undefined : from[0];
}

/** `carried` and what it is in. */
function leadsFrom(body: Region, carried: Value): Set<Value> {
  const found = new Set([carried]);
  for (const { args, results } of body.body) {
    if (args.some((a) => found.has(a))) for (const r of results) found.add(r);
  }
  return found;
}

const betterOf: Readonly<Record<string, "min" | "max">> = { gt: "max", lt: "min" };

/** What `x > carried ? x : carried` is, which takes no NaN. */
function chosenExtreme(
  makers: ReadonlyMap<Value, Instr>,
  carried: Value,
  next: Value,
  uses: Uses,
): Reduction | undefined {
  const choice = makers.get(next);
  if (choice?.op.name !== "select" || choice.args[2] !== carried) return undefined;
  const [condition, x] = choice.args as [Value, Value];
  const test = makers.get(condition);
  const kind = test && betterOf[test.op.name];
  if (kind === undefined || test!.args[0] !== x || test!.args[1] !== carried) return undefined;
  const once = uses.count(next, 0) === 1 && uses.count(condition, 0) === 1;
  return once && uses.count(carried, 0) === 2 ? { ...ofOp[kind]!, steps: new Map() } : undefined;
}
