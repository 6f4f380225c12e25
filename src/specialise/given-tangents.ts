/*
 * Tangents that are given for linked objects, put into the shadows of these. The tangents may share
 * objects where the value has several, but no object gets two: each has a mark, made by `skeleton`,
 * that says what its tangents are read from. Objects wait for their turn in chains of marks, one for
 * each pair of kinds, so that lists may be of any length.
 */
import { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { originField } from "../ir/links.ts";
import type { Field, RefType, Type } from "../ir/types.ts";
import { and, or } from "../ops/bits.ts";
import { eq, ne, same } from "../ops/compare.ts";
import { flag, int } from "../ops/constant.ts";
import { call, failWith, forRange, ifElse, loopWhile, zeroOf } from "../ops/control.ts";
import { copy, length, load, recordNew, recordSet, storeTo, view } from "../ops/memory.ts";
import { skeleton } from "../ops/skeleton.ts";
import {
  listData,
  listLength,
  partName,
  type Alternative,
  type Part,
  type Slot,
} from "../values/heap.ts";
import { givenField, Pairs, shadowField, shadowOfGiven, waitingField } from "./given-pairs.ts";
import type { Pair, Source } from "./given-pairs.ts";
import type { Heap } from "./heap.ts";
import { toHeap } from "./interpreter.ts";
import type { Machine } from "./machine.ts";
import { both, fieldPlace, get, holds, isThere, itemPlace, when } from "./places.ts";
import type { Place } from "./places.ts";
import type { Together } from "./shadows.ts";
import type { ArrayAbs, ObjectAbs } from "./values.ts";

/** A reference that is passed to what is differentiated, and the tangent of what it leads to. */
export interface GivenLink {
  readonly value: Value;
  readonly family: number;
  readonly given: ArrayAbs | ObjectAbs;
}

/** What tangents are read from. */
interface Given {
  readonly primal: Value;
  /** Of a derivative, what has the numbers. */
  readonly shadow: Value | undefined;
}

/** Puts the tangents that are given into shadows that are zero. */
export function giveTangents(m: Machine, together: Together, links: readonly GivenLink[]): void {
  // first all, since families are joined when objects meet
  for (const { given } of links) {
    if (m.get(given.obj.cell).kind !== "mirror") toHeap(m, given);
  }
  const pairs = new Pairs(m.state.heap);
  const roots = links.map(({ value, family, given }) => {
    const [source, from] = readFrom(m, given);
    return { field: `${together.values.indexOf(value)}`, pair: pairs.of(family, source), from };
  });
  pairs.complete();
  const walk = new Walk(m, pairs);
  const { all, shadows } = together;
  const { record } = all.type as RefType;
  const marks = m.b.emit1(skeleton, [all], { type: { kind: "ref", record: pairs.marks(record) } });
  const chains = walk.newChains(m.b);
  for (const { field, pair, from } of roots) {
    walk.meet(m.b, pair, chains, {
      mark: get(m.b, marks, field),
      shadow: get(m.b, shadows, field),
      from,
    });
  }
  walk.run(m.b, chains);
}

function readFrom(m: Machine, given: ArrayAbs | ObjectAbs): [Source, Given] {
  const held = m.get(given.obj.cell);
  if (held.kind === "mirror") {
    const { family, primal, shadow } = held;
    return [
      { family, primal: primal.type, shadow: shadow.type },
      { primal, shadow },
    ];
  }
  if (held.kind !== "record" && held.kind !== "list") throw new Error("internal: not on the heap");
  const { family, ref } = held;
  return [
    { family, primal: ref.type, shadow: undefined },
    { primal: ref, shadow: undefined },
  ];
}

type Whole = "num" | "objects" | "lists" | "Float64Array" | "Float32Array";
const isArray = (one: Alternative): one is "Float64Array" | "Float32Array" =>
  one === "Float64Array" || one === "Float32Array";
/** Whether such values are found in tangents. */
const isTangent = (one: Alternative): one is Whole =>
  one === "num" || one === "objects" || one === "lists" || isArray(one);

/** A slot of an object that has been met, and what its tangent is read from. */
interface Visit {
  /** What it is called. */
  readonly what: string;
  readonly own: Place;
  readonly other: Place | undefined;
  /** What has the slot: the object, its mark, its shadow, and the tangent. */
  readonly object: Value;
  readonly mark: Value;
  readonly shadow: Value;
  readonly from: Given;
  readonly put: (b: Builder, x: Value) => void;
  readonly source: (part: "objects" | "lists") => Source | undefined;
}

const set = (b: Builder, ref: Value, field: string, x: Value): void =>
  void b.emit(recordSet, [ref, x], { field });

class Walk {
  readonly #m: Machine;
  readonly #heap: Heap;
  readonly #pairs: Pairs;
  readonly #chains: Type;
  readonly #meets: ReadonlyMap<Pair, string>;

  constructor(m: Machine, pairs: Pairs) {
    this.#m = m;
    this.#heap = m.state.heap;
    this.#pairs = pairs;
    const fields = pairs.all.flatMap((pair): Field[] => {
      const type = this.#markOf(pair);
      return ["waiting", "done"].map((name) => ({ name: `${name}${pair.index}`, type }));
    });
    this.#chains = { kind: "ref", record: { name: m.freshName("waiting"), fields } };
    this.#meets = new Map(
      pairs.all.map((pair) => [pair, this.#define("meet", this.#meeting(pair))]),
    );
  }

  #markOf({ family }: Pair): Type {
    return { kind: "ref", record: this.#pairs.marks(this.#heap.record(family)) };
  }

  #define(name: string, make: (b: Builder) => void): string {
    const fresh = this.#m.freshName(name);
    const b = new Builder(this.#m.b.span);
    make(b);
    this.#m.funcs.set(fresh, { name: fresh, region: b.finish([]) });
    return fresh;
  }

  newChains(b: Builder): Value {
    const { record } = this.#chains as RefType;
    const none = record.fields.map(({ type }) => zeroOf(b, type));
    return b.emit1(recordNew, none, { type: this.#chains });
  }

  /** An object is met, and what its tangents are read from. */
  meet(
    b: Builder,
    pair: Pair,
    chains: Value,
    { mark, shadow, from }: { readonly mark: Value; readonly shadow: Value; readonly from: Given },
  ): void {
    const given = from.shadow === undefined ? [from.primal] : [from.primal, from.shadow];
    call(b, this.#meets.get(pair)!, [chains, mark, shadow, ...given], []);
  }

  #meeting(pair: Pair) {
    const chain = `waiting${pair.index}`;
    return (b: Builder): void => {
      const [chains, mark] = [b.param(this.#chains), b.param(this.#markOf(pair))];
      const shadow = b.param(this.#pairs.shadowOf(pair.family));
      const primal = b.param(pair.from.primal);
      const numbers = pair.from.shadow && b.param(pair.from.shadow);
      const twice = (c: Builder): void =>
        failWith(c, "NB5003", "the tangent has two objects for one object of the value");
      const known = get(b, mark, givenField(pair));
      when(
        b,
        isThere(b, known),
        (c) => {
          const equal = numbers
            ? same(c, get(c, mark, shadowOfGiven(pair)), numbers)
            : same(c, known, primal);
          when(c, equal, () => undefined, twice);
        },
        (c) => {
          for (const other of this.#pairs.all) {
            if (other === pair || other.family !== pair.family) continue;
            when(c, isThere(c, get(c, mark, givenField(other))), twice);
          }
          set(c, mark, givenField(pair), primal);
          if (numbers) set(c, mark, shadowOfGiven(pair), numbers);
          set(c, mark, shadowField, shadow);
          set(c, mark, waitingField, get(c, chains, chain));
          set(c, chains, chain, mark);
        },
      );
    };
  }

  /** Goes on until nothing waits; then makes sure that no array has got two tangents. */
  run(b: Builder, chains: Value): void {
    const { all } = this.#pairs;
    const fills = all.map((pair) =>
      this.#define(
        "tangents",
        this.#visiting(pair, (c, visit, known) => this.#fill(c, visit, known)),
      ),
    );
    this.#turns(b, chains, "waiting", (c, pair, mark) => {
      set(c, mark, waitingField, get(c, chains, `done${pair.index}`));
      set(c, chains, `done${pair.index}`, mark);
      call(c, fills[pair.index]!, [chains, mark], []);
    });
    if (!all.some(({ family }) => this.#hasArrays(family))) return;
    const checks = all.map((pair) =>
      this.#define(
        "compare",
        this.#visiting(pair, (c, visit) => compareArrays(c, visit)),
      ),
    );
    this.#turns(b, chains, "done", (c, pair, mark) => {
      call(c, checks[pair.index]!, [chains, mark], []);
    });
  }

  #hasArrays(family: number): boolean {
    const one = this.#heap.family(family);
    const slots = one.kind === "lists" ? [one.slot] : [...one.slots.values()];
    return slots.some(({ typed }) => typed.some(isArray));
  }

  /** Takes marks out of chains until these are empty. */
  #turns(
    b: Builder,
    chains: Value,
    chain: "waiting" | "done",
    body: (b: Builder, pair: Pair, mark: Value) => void,
  ): void {
    loopWhile(b, [], (inner) => {
      const more = this.#pairs.all.map((pair) => {
        const name = `${chain}${pair.index}`;
        const mark = get(inner, chains, name);
        return ifElse(
          inner,
          isThere(inner, mark),
          (c) => {
            set(c, chains, name, get(c, mark, waitingField));
            body(c, pair, mark);
            return [flag(c, true)];
          },
          (c) => [flag(c, false)],
        )[0] as Value;
      });
      return [more.reduce((x, y) => or(inner, x, y))];
    });
  }

  /** The body of a function of the chains and a mark, which visits the slots of the object. */
  #visiting(pair: Pair, visit: (b: Builder, visit: Visit, chains: Value) => void) {
    return (b: Builder): void => {
      const [chains, mark] = [b.param(this.#chains), b.param(this.#markOf(pair))];
      const [object, shadow] = [get(b, mark, originField), get(b, mark, shadowField)];
      const from: Given = {
        primal: get(b, mark, givenField(pair)),
        shadow: pair.from.shadow && get(b, mark, shadowOfGiven(pair)),
      };
      const at = { object, mark, shadow, from };
      const own = this.#heap.family(pair.family);
      if (own.kind === "lists") return this.#items(b, pair, at, (c, one) => visit(c, one, chains));
      const other = this.#heap.family(pair.from.family);
      if (other.kind === "lists") throw new Error("internal: an object in step with a list");
      for (const name of own.slots.keys()) {
        const place = fieldPlace(this.#heap, pair.family, name);
        const put = (c: Builder, x: Value): void =>
          set(c, shadow, partName(name, "num", place.layout), x);
        const given = other.slots.has(name)
          ? fieldPlace(this.#heap, pair.from.family, name)
          : undefined;
        const source: Visit["source"] = (part) => this.#pairs.field(pair.from, name, part);
        visit(b, { ...at, what: `\`${name}\``, own: place, other: given, put, source }, chains);
      }
    };
  }

  #items(
    b: Builder,
    pair: Pair,
    at: Pick<Visit, "object" | "mark" | "shadow" | "from">,
    visit: (b: Builder, visit: Visit) => void,
  ): void {
    const { object, shadow, from } = at;
    const n = get(b, object, listLength);
    when(b, ne(b, n, get(b, from.primal, listLength)), failLength);
    const [own, other] = [this.#heap.elem(pair.family), this.#heap.elem(pair.from.family)];
    if (own.kind === "number" && other.kind === "number") {
      const [to, source] = [shadow, from.shadow ?? from.primal].map((list) =>
        view(b, get(b, list, listData), int(b, 0), n),
      ) as [Value, Value];
      b.emit(copy, [to, source]);
      return;
    }
    forRange(b, [int(b, 0), n, 1], [], (c, i) => {
      const place = itemPlace(this.#heap, pair.family, i);
      const given = itemPlace(this.#heap, pair.from.family, i);
      const put = (d: Builder, x: Value): void => {
        const data = get(d, shadow, listData);
        if (own.kind === "number") storeTo(d, data, i, x);
        else set(d, load(d, data, i), partName("item", "num", place.layout), x);
      };
      const source: Visit["source"] = (part) => this.#pairs.item(pair.from, part);
      visit(c, { ...at, what: "an item", own: place, other: given, put, source });
      return [];
    });
  }

  /** Puts the tangent of what is in a slot into the shadow. */
  #fill(b: Builder, visit: Visit, chains: Value): void {
    const { own, other, object, from, what } = visit;
    const kinds = own.layout.alternatives.filter((one) =>
      this.#hasTangent(own.slot, one),
    ) as Whole[];
    const absent = own.layout.alternatives.filter((one) => isAbsent(own.slot, one));
    if (kinds.length + absent.length === 0) return;
    const given = (c: Builder, one: Alternative): ReturnType<typeof holds> => {
      if (other === undefined) return false;
      return both(c, other.isIn(c, from.primal), holds(c, other, from.primal, one));
    };
    when(b, own.isIn(b, object), (c) => {
      for (const one of kinds) {
        const known = (one !== "objects" && one !== "lists") || visit.source(one) !== undefined;
        when(c, holds(c, own, object, one), (d) => {
          when(
            d,
            both(d, known, given(d, one)),
            (e) => this.#take(e, visit, one, chains),
            (e) => failWith(e, "NB5003", `the tangent has no ${nameOf(one)} as ${what}`),
          );
        });
      }
      for (const one of absent) {
        when(c, holds(c, own, object, one), (d) => {
          for (const more of other?.layout.alternatives ?? []) {
            if (!isTangent(more)) continue;
            const message = `the tangent has ${what}, where the value has nothing`;
            when(d, given(d, more), (e) => failWith(e, "NB5003", message));
          }
        });
      }
    });
  }

  #hasTangent(slot: Slot, one: Alternative): one is Whole {
    if (one === "objects" || one === "lists") return this.#pairs.hasFloats(slot[one] as number);
    return isTangent(one);
  }

  #take(b: Builder, visit: Visit, one: Whole, chains: Value): void {
    const { own, other, mark, shadow, from, put, source } = visit;
    const numbers = from.shadow ?? from.primal;
    if (one === "num") return put(b, (other as Place).read(b, numbers, one));
    if (one === "objects" || one === "lists") {
      const pair = this.#pairs.of(own.slot[one] as number, source(one) as Source);
      const read = (place: Place, of: Value): Value => place.read(b, of, one);
      return this.meet(b, pair, chains, {
        mark: read(own, mark),
        shadow: read(own, shadow),
        from: {
          primal: read(other as Place, from.primal),
          shadow: from.shadow && read(other as Place, from.shadow),
        },
      });
    }
    const [to, given] = arraysOf(b, visit, one);
    when(b, ne(b, length(b, to), length(b, given)), failLength);
    b.emit(copy, [to, given]);
  }
}

/** The shadow of an array in a slot, and its tangent. */
function arraysOf(
  b: Builder,
  { own, other, shadow, from }: Visit,
  of: Part["of"],
): readonly [Value, Value] {
  const numbers = from.shadow ?? from.primal;
  return [own.read(b, shadow, of), (other as Place).read(b, numbers, of)];
}

/** One array that is found in two places has been given one tangent. */
function compareArrays(b: Builder, visit: Visit): void {
  const { own, object } = visit;
  when(b, own.isIn(b, object), (c) => {
    for (const one of own.layout.alternatives.filter(isArray)) {
      // where the tangent has none, it has been refused
      if (!visit.other?.layout.alternatives.includes(one)) continue;
      when(c, holds(c, own, object, one), (d) => {
        const [to, given] = arraysOf(d, visit, one);
        forRange(d, [int(d, 0), length(d, to), 1], [], (e, i) => {
          const [x, y] = [load(e, to, i), load(e, given, i)];
          const equal = or(e, eq(e, x, y), and(e, ne(e, x, x), ne(e, y, y)));
          const twice = "the tangent has two arrays for one array of the value";
          when(
            e,
            equal,
            () => undefined,
            (fail) => failWith(fail, "NB5003", twice),
          );
          return [];
        });
      });
    }
  });
}

function failLength(b: Builder): void {
  failWith(b, "NB4007", "a tangent or cotangent is not as long as its value");
}

/** Undefined or null. */
const isAbsent = (slot: Slot, one: Alternative): boolean =>
  typeof one === "number" && (slot.constants[one] ?? undefined) === undefined;

function nameOf(one: Alternative): string {
  if (one === "num") return "number";
  return one === "objects" ? "object" : one === "lists" ? "array" : `${one}`;
}
