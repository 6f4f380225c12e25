// `vjp` in compiled code: the value, and a pullback that runs the function again as it was.
import { changedParams } from "../analysis/changed-params.ts";
import type { Func, Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { isReference } from "../ir/types.ts";
import { call } from "../ops/control.ts";
import { zerosLike } from "../ops/memory.ts";
import { resultTypes } from "./compiled.ts";
import { arrayContent, newArray, newItems, newObject } from "./content.ts";
import { cotangentsOf, listOf, requireArguments } from "./independents.ts";
import { backward, prepare, valueLeaves, valueOf, type Subject } from "./differential.ts";
import type { Machine } from "./machine.ts";
import { deepCopy } from "./memory.ts";
import type { Wrt } from "./options.ts";
import { copiesOf, requireCopied } from "./reruns.ts";
import { leafTypes } from "./shapes.ts";
import { holdsRecords } from "./shadows.ts";
import { State } from "./state.ts";
import { derivativeLeaves } from "./structures.ts";
import {
  newObj,
  undef,
  type Abs,
  type Cell,
  type Content,
  type Held,
  type MadeAbs,
} from "./values.ts";

/**
 * `vjp(f)(...primals)`: the pullback keeps copies of the primals and of what `f` captures, and runs
 * `f` again.
 */
export function linearised(
  m: Machine,
  f: Abs,
  wrt: Wrt,
  args: readonly Abs[],
  made: MadeAbs,
): { readonly value: Abs; readonly pullback: MadeAbs } {
  requireArguments(m, wrt, args);
  const subject = prepare(m, f, args, wrt);
  const { compiled, values } = subject;
  for (const i of changedBy(m, subject)) requireCopied(m, values, values[i] as Value);
  const keeper = new Keeper(m);
  const primals = newItems(
    m,
    args.map((arg) => keeper.argument(arg)),
  );
  const captures = [...compiled.captures.keys()].filter((cell) => isKept(m.get(cell)));
  const captured = newItems(
    m,
    captures.map((cell) => keeper.captured(cell)),
  );
  const value = valueOf(m, subject, call(m.b, compiled.name, values, resultTypes(compiled)));
  // in a list, so that a function compiled on its own finds it through a cell
  const given = newItems(m, [value]);
  const kept = [f, made.args[1] ?? undef, primals, given, captured];
  return { value, pullback: { kind: "made", by: { kind: "pullback", captures }, args: kept } };
}

/**
 * The same for a call from outside, which has given copies that the function may change: objects on
 * the heap are not copied here. Undefined where there are none, or where the value has to be known
 * for the lengths of its cotangent.
 */
export function pulledBackOnce(
  m: Machine,
  f: Abs,
  wrt: Wrt,
  args: readonly Abs[],
  cotangent: Abs,
): Abs | undefined {
  requireArguments(m, wrt, args);
  const subject = prepare(m, f, args, wrt);
  const { compiled, values } = subject;
  const isOnHeap = (i: number): boolean => holdsRecords((values[i] as Value).type);
  if (![...changedBy(m, subject)].some(isOnHeap)) return undefined;
  if (leafTypes(compiled.result).some(isReference)) return undefined;
  const seeds = derivativeLeaves(m, compiled.result, cotangent, () => undefined);
  return cotangentsOf(m, wrt, subject, backward(m, { ...subject, quiet: true }, seeds));
}

const changedBy = (m: Machine, { compiled }: Subject): ReadonlySet<number> =>
  changedParams({ funcs: m.funcs }, m.funcs.get(compiled.name) as Func);

export function pulledBack(m: Machine, wrt: Wrt, [cotangent]: readonly Abs[], made: MadeAbs): Abs {
  const [f, , primals, given, captured] = made.args as [Abs, Abs, Abs, Abs, Abs];
  const args = listOf(m, primals, "primals");
  const [value] = listOf(m, given, "value") as [Abs];
  const { captures } = made.by as Extract<MadeAbs["by"], { kind: "pullback" }>;
  const before = asBefore(m, captures, listOf(m, captured, "captured"));
  const first = before(() => prepare(m, f, args, wrt));
  const values = copiesOf(m, first.values, changedBy(m, first));
  const subject: Subject = { ...first, values, quiet: true };
  const own = ownLeaves(m, value);
  const leaves = derivativeLeaves(m, subject.compiled.result, cotangent, () => own.shift());
  const seeds = zeroFilled(m, subject, leaves.slice(0, valueLeaves(subject)), value);
  return cotangentsOf(m, wrt, subject, backward(m, subject, seeds));
}

/** Runs something with captured cells holding what they held when the function was run. */
function asBefore(
  m: Machine,
  captures: readonly Cell[],
  kept: readonly Abs[],
): <T>(run: () => T) => T {
  return (run) => {
    const now = m.state;
    const before = new State(now);
    for (const [i, cell] of captures.entries()) {
      const held = kept[i] as Abs;
      const isContent = cell.obj !== undefined && (held.kind === "array" || held.kind === "object");
      before.set(cell, isContent ? m.get(held.obj.cell) : held);
    }
    m.state = before;
    try {
      return run();
    } finally {
      m.state = now;
    }
  };
}

/** What can be kept: objects on the heap are found as they are when the pullback is called. */
const isKept = ({ kind }: Held): boolean =>
  !["record", "list", "mirror", "stale", "conflict", "never", "blank"].includes(kind);

/** Copies of what a function is given and finds; memory that is found twice is one memory. */
class Keeper {
  readonly #m: Machine;
  readonly #copies = new Map<Value, Value>();

  constructor(m: Machine) {
    this.#m = m;
  }

  argument(abs: Abs): Abs {
    const m = this.#m;
    switch (abs.kind) {
      case "typed":
        return { ...abs, mem: this.#copy(abs.mem) };
      case "array": {
        const content = arrayContent(m, abs);
        if (content.kind === "items") {
          return newItems(
            m,
            content.items.map((item) => this.argument(item)),
          );
        }
        return newArray(m, { ...content, mem: this.#copy(content.mem), fixed: false });
      }
      case "object": {
        const content = m.get(abs.obj.cell);
        if (content.kind !== "fields") return abs;
        const fields = [...content.fields].map(([k, v]) => [k, this.argument(v)] as const);
        return newObject(m, new Map(fields), content.prototype);
      }
      default:
        return abs;
    }
  }

  /** What a cell holds; of an object, another object that holds it. */
  captured(cell: Cell): Abs {
    const held = this.#own(this.#m.get(cell));
    if (cell.obj === undefined) return held as Abs;
    const obj = newObj(cell.name);
    this.#m.state.set(obj.cell, held as Content);
    return { kind: held.kind === "fields" ? "object" : "array", obj };
  }

  /** Without what other cells hold, which are captured themselves. */
  #own(held: Held): Held {
    switch (held.kind) {
      case "typed":
      case "run":
        return { ...held, mem: this.#copy(held.mem) };
      case "items":
        return { ...held, items: held.items.map((item) => this.#own(item) as Abs) };
      case "fields": {
        const fields = [...held.fields].map(([k, v]) => [k, this.#own(v) as Abs] as const);
        return { ...held, fields: new Map(fields) };
      }
      default:
        return held;
    }
  }

  #copy(mem: Value): Value {
    let copy = this.#copies.get(mem);
    if (copy === undefined) {
      this.#copies.set(mem, (copy = deepCopy(this.#m.b, mem)));
      this.#m.host.hasLengthOf(copy, mem);
    }
    return copy;
  }
}

/** The memories of a value, in the order of its leaves: what lengths a cotangent must have. */
function ownLeaves(m: Machine, held: Held): (Value | undefined)[] {
  switch (held.kind) {
    case "num":
    case "int":
    case "bool":
    case "nd":
      return [held.value];
    case "typed":
      return [held.mem];
    case "array":
    case "object":
      return ownLeaves(m, m.get(held.obj.cell));
    case "run":
      return [held.mem, held.length];
    case "items":
      return held.items.flatMap((item) => ownLeaves(m, item));
    case "fields":
      return [...held.fields.values()].flatMap((field) => ownLeaves(m, field));
    default:
      return [];
  }
}

/** Zero cotangents for arrays of the result that none was given for. */
function zeroFilled(
  m: Machine,
  { compiled }: Subject,
  leaves: readonly (Value | undefined)[],
  value: Abs,
): (Value | undefined)[] {
  const own = ownLeaves(m, value);
  return leafTypes(compiled.result).map((type, i) => {
    const tangent = tangentType(type);
    const primal = own[i];
    if (leaves[i] !== undefined || tangent === undefined || !isReference(type)) return leaves[i];
    return primal && m.b.emit1(zerosLike, [primal], { type: tangent });
  });
}
