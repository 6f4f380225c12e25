/**
 * Snapshots of the state of a loop, in a stack. A number, or a reference to memory that outlives the
 * loop's iterations, has an element of memory for each snapshot; numbers in memory lie one behind
 * the other in memory that grows.
 */
import { partAt } from "../diagnostics/span.ts";
import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { i32, memOf, type MemType, type Type } from "../ir/types.ts";
import {
  add,
  allocate,
  copy,
  gt,
  ifElse,
  int,
  length,
  load,
  select,
  shl,
  storeTo,
  sub,
  view,
} from "../ops/index.ts";
import { hasShadow } from "./half.ts";
import { streamsOf, walkReach } from "./reach.ts";
import { memoryOfType } from "./saves.ts";

/** How a value that an iteration is given comes back in a snapshot. */
export type Keeping =
  /** The value itself, and the shadow it has. */
  | "value"
  /** New memory with the same numbers: for what iterations make anew and do not change. */
  | "copy";

// References stay what they are.
const numbers = { links: false, shadow: false };

/** What makes up the state of a loop, as parameters of its step. */
export interface StateShape {
  /** The carried values, and how each is kept. */
  readonly carried: readonly { readonly param: Value; readonly keeping: Keeping }[];
  /** Parameters that are references to memory whose contents are kept. */
  readonly contents: readonly { readonly index: number; readonly param: Value }[];
}

/** The state at one point: what stands for the step's parameters. */
export interface State {
  readonly carried: readonly Value[];
  /** Shadows of the carried values that have one. */
  readonly shadows: readonly Value[];
}

/** The stack of snapshots, as code sees it that takes and reads them. */
export class Snapshots {
  readonly #shape: StateShape;
  /** Memories of one size, which stay where they are. */
  readonly fixed: readonly Value[];

  private constructor(shape: StateShape, fixed: readonly Value[]) {
    this.#shape = shape;
    this.fixed = fixed;
  }

  /** Room for `s` snapshots, and one of the state that the reverse sweep begins with. */
  static make(b: Builder, shape: StateShape, s: Value): Snapshots {
    // where the contents of the last one end is an element too
    const count = add(b, s, int(b, 2));
    return new Snapshots(
      shape,
      fixedTypes(shape).map((type) => allocateKept(b, type, count)),
    );
  }

  /** Those that `make` made, from its `fixed`. */
  static of(shape: StateShape, take: (n: number) => readonly Value[]): Snapshots {
    return new Snapshots(shape, take(fixedTypes(shape).length));
  }

  /** Memory that grows: one for each list of contents. To be carried by loops that take snapshots. */
  grown(b: Builder): Value[] {
    return grownTypes(this.#shape).map((type) => allocateKept(b, type, int(b, 0)));
  }

  get grownCount(): number {
    return grownTypes(this.#shape).length;
  }

  /** Takes snapshot number `slot` at `step`; `at` finds what stands for a parameter. Gives what has grown. */
  take(
    b: Builder,
    slot: Value,
    step: Value,
    state: State,
    grown: readonly Value[],
    at: (index: number) => Value,
  ): Value[] {
    const lists = [...this.fixed];
    storeTo(b, lists.shift() as Value, slot, step);
    for (const v of this.#values(state)) storeTo(b, lists.shift() as Value, slot, v);
    const next = add(b, slot, int(b, 1));
    let list = 0;
    return this.#kept(state, at).flatMap((m) => {
      const streams = streamsOf(m.type, numbers);
      const ends = lists.splice(0, streams.length);
      const start = ends.map((e) => load(b, e, slot));
      const most = walkReach(b, { m, streams, at: start });
      const room = most.map((end) => withRoom(b, grown[list++] as Value, end));
      walkReach(b, { m, streams, at: start, lists: room, mode: "keep" });
      ends.forEach((e, i) => storeTo(b, e, next, most[i] as Value));
      return room;
    });
  }

  step(b: Builder, slot: Value): Value {
    return load(b, this.fixed[0] as Value, slot);
  }

  /** Gives the state of snapshot `slot`, after putting back the contents that it has. */
  restore(
    b: Builder,
    slot: Value,
    grown: readonly Value[],
    at: (index: number, carried: readonly Value[]) => Value,
  ): State {
    const { carried, contents } = this.#shape;
    const lists = this.fixed.slice(1);
    const next = (): Value => load(b, lists.shift() as Value, slot);
    const values = carried.map(({ keeping }) => (keeping === "value" ? next() : undefined));
    const shadows = carried.flatMap(({ param, keeping }): (Value | undefined)[] => {
      if (!hasShadow(param)) return [];
      return [keeping === "value" ? next() : undefined];
    });
    let list = 0;
    const part = (): readonly [flat: Value, start: Value, end: Value] => {
      const ends = lists.shift() as Value;
      const start = load(b, ends, slot);
      return [grown[list++] as Value, start, load(b, ends, add(b, slot, int(b, 1)))];
    };
    const whole = carried.map(({ param }, i): Value => {
      const known = values[i];
      if (known !== undefined) return known;
      const [flat, start, end] = part();
      const n = sub(b, end, start);
      const made = allocate(b, param.type as MemType, n);
      b.emit(copy, [made, view(b, flat, start, n)]);
      return made;
    });
    for (const { index, param } of contents) {
      const streams = streamsOf(param.type, numbers);
      const from = streams.map(() => part());
      const [flats, starts] = [from.map(([flat]) => flat), from.map(([, start]) => start)];
      const m = at(index, whole);
      walkReach(b, { m, streams, at: starts, lists: flats, mode: "put back" });
    }
    const owners = whole.filter((_, i) => hasShadow(carried[i]!.param));
    return {
      carried: whole,
      shadows: shadows.map((s, i) => {
        const owner = owners[i] as Value;
        return s ?? allocate(b, tangentType(owner.type) as MemType, length(b, owner));
      }),
    };
  }

  #values({ carried, shadows }: State): Value[] {
    const byValue = this.#shape.carried.map(({ keeping }) => keeping === "value");
    const owners = this.#shape.carried.filter(({ param }) => hasShadow(param));
    return [
      ...carried.filter((_, i) => byValue[i]),
      ...shadows.filter((_, i) => owners[i]?.keeping === "value"),
    ];
  }

  #kept({ carried }: State, at: (index: number) => Value): Value[] {
    const { carried: shapes, contents } = this.#shape;
    return [
      ...carried.filter((_, i) => shapes[i]?.keeping === "copy"),
      ...contents.map(({ index }) => at(index)),
    ];
  }
}

// Steps; values; shadows; where each list of contents ends.
function fixedTypes(shape: StateShape): MemType[] {
  const values = shape.carried.filter(({ keeping }) => keeping === "value");
  const shadows = values.filter(({ param }) => hasShadow(param));
  return [
    memOf("i32"),
    ...values.map(({ param }) => memoryOfType(param.type)),
    ...shadows.map(({ param }) => memoryOfType(tangentType(param.type) as Type)),
    ...grownTypes(shape).map(() => memoryOfType(i32)),
  ];
}

function grownTypes({ carried, contents }: StateShape): MemType[] {
  return [
    ...carried
      .filter(({ keeping }) => keeping === "copy")
      .map(({ param }) => param.type as MemType),
    ...contents.flatMap(({ param }) => streamsOf(param.type, numbers).map((s) => s.type)),
  ];
}

function allocateKept(b: Builder, type: MemType, n: Value): Value {
  return b.at(partAt(b.span, "kept"), () => allocate(b, type, n));
}

function withRoom(b: Builder, m: Value, wanted: Value): Value {
  const room = length(b, m);
  return ifElse(
    b,
    gt(b, wanted, room),
    (inner) => {
      const twice = shl(inner, room, int(inner, 1));
      const n = select(inner, gt(inner, wanted, twice), wanted, twice);
      const more = allocateKept(inner, m.type as MemType, n);
      inner.emit(copy, [more, m]);
      return [more];
    },
    () => [m],
  )[0] as Value;
}
