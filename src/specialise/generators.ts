/**
 * Generators, and other objects that can be gone through. A generator runs when it is gone through:
 * its body here, in place, and what is done with an item at every `yield`.
 */
import { fieldsOf, newItems, newObject, replaceContent } from "./content.ts";
import { truth } from "./convert.ts";
import { going } from "./flow.ts";
import { goOn } from "./guards.ts";
import { callMethod, invoke, runInPlace } from "./interpreter.ts";
import { waysOf, whileLoop, type Each } from "./looping.ts";
import type { Frame, Machine } from "./machine.ts";
import { branch } from "./merge.ts";
import { arithmetic, compare, equal, negate } from "./operators.ts";
import { getMember, ITERATOR } from "./properties.ts";
import type { Target } from "./state.ts";
import {
  isIterator,
  constant,
  no,
  undef,
  yes,
  type Abs,
  type ArrayAbs,
  type BoolAbs,
  type Cell,
  type ClosureAbs,
  type ConstAbs,
  type ObjectAbs,
} from "./values.ts";

const refused = (): never => {
  throw new Error("internal: a generator of the host");
};
/** What generators inherit from. */
export const generatorPrototype: Record<"next" | "return" | "throw" | symbol, () => never> = {
  next: (): never => refused(),
  return: (): never => refused(),
  throw: (): never => refused(),
  [Symbol.iterator]: (): never => refused(),
};

/** The call of a generator, of which nothing runs yet. */
export function makeGenerator(
  m: Machine,
  closure: ClosureAbs,
  args: readonly Abs[],
  self: Abs | undefined,
): Abs {
  const fields = new Map<string, Abs>([
    ["#call", closure],
    ["#args", newItems(m, args)],
    ["#self", self ?? undef],
    ["#over", constant(false)],
  ]);
  return newObject(m, fields, generatorPrototype, closure.fn.name || "generator");
}

const isGenerator = (m: Machine, abs: ObjectAbs): boolean =>
  fieldsOf(m, abs).prototype === generatorPrototype;

/** Runs what is left of a generator, which is all or nothing; gives what it returns. */
function runGenerator(m: Machine, generator: ObjectAbs, each: (item: Abs) => void): Abs {
  const content = fieldsOf(m, generator);
  const field = (name: string): Abs => content.fields.get(name) ?? undef;
  const over = field("#over");
  replaceContent(m, generator.obj, {
    ...content,
    fields: new Map(content.fields).set("#over", constant(true)),
  });
  const closure = field("#call");
  if (closure.kind !== "closure") {
    return m.fault("NB2008", "which generator this is must be known when compiling");
  }
  refuseRecursion(m, closure);
  const self = field("#self");
  const args = (m.get((field("#args") as ArrayAbs).obj.cell) as { items: readonly Abs[] }).items;
  const { frame, jumps, handler } = m;
  const onYield = (item: Abs): void => {
    const inside = { frame: m.frame, jumps: m.jumps, handler: m.handler, node: m.node };
    Object.assign(m, { frame, jumps, handler });
    try {
      each(item);
    } finally {
      Object.assign(m, inside);
    }
  };
  const none = self.kind === "const" && self.value === undefined;
  const run = (): Abs => runInPlace(m, closure, args, none ? undefined : self, onYield);
  return branch(m, truth(m, over), () => undef, run);
}

function refuseRecursion(m: Machine, { fn }: ClosureAbs): void {
  for (let frame: Frame | undefined = m.frame; frame; frame = frame.caller) {
    if (frame.fn !== fn || m.depth <= frame.depth) continue;
    m.fault(
      "NB2009",
      `the generator \`${fn.name}\` goes through itself as often as only a run shows`,
      "collect the items in an array that a recursive function pushes to",
    );
  }
}

/** `yield item`, in the generator that is being run. */
export function yieldItem(m: Machine, item: Abs, delegate: boolean): Abs {
  const { onYield } = m.frame;
  if (onYield === undefined) return m.fault("NB2010", "`yield` outside a generator");
  if (!delegate) {
    onYield(item);
    return undef;
  }
  if (item.kind === "object" && isGenerator(m, item)) return runGenerator(m, item, onYield);
  goThrough(m, item, onYield);
  return undef;
}

/** Runs `each` for every item of something that can be gone through. */
export function goThrough(m: Machine, iterable: Abs, each: (item: Abs) => void): void {
  m.does.ofEach(m, iterable, {
    ways: waysOf([]),
    guess: [],
    ends: false,
    body: (item) => {
      each(item());
      return going(m);
    },
  });
}

/** As `for … of` goes through an object: a generator, or one that gives an iterator. */
export function overObject(m: Machine, object: ObjectAbs, each: Each): void {
  if (isGenerator(m, object)) {
    runGenerator(m, object, (item) => void each.body(() => item, undef));
    return;
  }
  const method = getMember(m, object, ITERATOR);
  if (method.kind === "const") {
    return m.fault("NB2010", "going through an object", "use an array, or `Object.values`");
  }
  const iterator = invoke(m, method, [], object);
  goOn(m);
  if (iterator.kind !== "object" || isGenerator(m, iterator)) {
    return m.does.ofEach(m, iterator, { ...each, ends: true });
  }
  overIterator(m, iterator, each);
}

/** An iterator written by hand: an object with `next`. */
function overIterator(m: Machine, iterator: ObjectAbs, each: Each): void {
  const last = getMember(m, iterator, "return");
  if (last.kind !== "const") {
    return m.fault("NB2010", "an iterator with a method `return`", "write a generator");
  }
  let step: Abs = undef;
  whileLoop(m, each.ways, each.guess, {
    test: () => {
      step = invoke(m, getMember(m, iterator, "next"), [], iterator);
      goOn(m);
      return negate(m, getMember(m, step, "done")) as BoolAbs | ConstAbs;
    },
    body: () => void each.body(() => getMember(m, step, "value"), undef),
  });
}

/** Whether something can be gone through that is neither an array nor made by one. */
export const isIterable = (abs: Abs): boolean =>
  abs.kind === "object" || (isIterator(abs) && abs.of.kind === "object");

/** All items, as a new array. */
export function collected(m: Machine, iterable: Abs): Abs {
  const list = newItems(m, []);
  goThrough(m, iterable, (item) => void callMethod(m, list, "push", [item]));
  goOn(m);
  return list;
}

/** What the first `next()` of an iterator gives. */
export function firstStep(m: Machine, iterable: Abs): Abs {
  const value: Cell = { name: "value" };
  const done: Cell = { name: "done" };
  const first: Target = { name: "first" };
  m.state.set(value, undef);
  m.state.set(done, yes);
  goThrough(m, iterable, (item) => {
    m.state.set(value, item);
    m.state.set(done, no);
    m.state.exits.set(first, yes);
  });
  m.state.arrive(first);
  goOn(m);
  return newObject(
    m,
    new Map([value, done].map((cell) => [cell.name, m.get(cell) as Abs] as const)),
  );
}

/** The first `count` items; undefined where there are fewer. More are not asked for. */
export function taken(m: Machine, iterable: Abs, count: number): readonly Abs[] {
  const slots = Array.from({ length: count }, (_, i): Cell => ({ name: `item ${i}` }));
  const next: Cell = { name: "next" };
  const enough: Target = { name: "enough" };
  for (const slot of slots) m.state.set(slot, undef);
  m.state.set(next, constant(0));
  const at = (): Abs => m.get(next) as Abs;
  goThrough(m, iterable, (item) => {
    for (const [i, slot] of slots.entries()) {
      const here = equal(m, at(), constant(i), true) as BoolAbs | ConstAbs;
      branch(
        m,
        here,
        () => m.state.set(slot, item),
        () => {},
      );
    }
    m.state.set(next, arithmetic(m, "+", at(), constant(1)));
    branch(
      m,
      compare(m, ">=", at(), constant(count)) as BoolAbs | ConstAbs,
      () => void m.state.exits.set(enough, yes),
      () => {},
    );
  });
  m.state.arrive(enough);
  goOn(m);
  return slots.map((slot) => m.get(slot) as Abs);
}
