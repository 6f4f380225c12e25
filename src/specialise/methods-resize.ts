// Methods of arrays that make them longer or shorter.
import { add, sub } from "../ops/arith.ts";
import { lt } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { bounds, failWith, ifElse } from "../ops/control.ts";
import { copy, load, storeTo, view } from "../ops/memory.ts";
import type { MemType } from "../ir/types.ts";
import { sameElem } from "../values/layout-of.ts";
import { plain, type Method } from "./array-method.ts";
import {
  admitItem,
  arrayContent,
  elementValue,
  elemOf,
  newArray,
  newItems,
  replaceContent,
  toRun,
} from "./content.ts";
import { intValue, isIntLike, rangeOf, toNumber } from "./convert.ts";
import { newLength } from "./constructors.ts";
import { elementAbs, withRoom } from "./elements.ts";
import type { Machine } from "./machine.ts";
import { askForItems } from "./itemwise.ts";
import { newMemory } from "./memory.ts";
import { branch } from "./merge.ts";
import { stored } from "./methods-stored.ts";
import { part } from "./relative.ts";
import { compare, knownNumber } from "./operators.ts";
import {
  constant,
  noItem,
  size,
  type Abs,
  type ArrayAbs,
  type BoolAbs,
  type ConstAbs,
  type ItemsContent,
  type RunContent,
} from "./values.ts";

/** What an array holds that may become longer or shorter; the rows of an array may not. */
function resizable(m: Machine, array: ArrayAbs): ItemsContent | RunContent {
  const content = arrayContent(m, array);
  if (content.kind === "run" && content.fixed) {
    m.fault(
      "NB2010",
      "an array inside another array cannot become longer or shorter",
      "build it before it is put there",
    );
  }
  return content;
}

const push: Method = (m, array, values) => {
  const to = plain(m, array, "push");
  for (const value of values) admitItem(m, to, value);
  const content = resizable(m, to);
  if (content.kind === "items") {
    const items = [...content.items, ...values];
    replaceContent(m, to.obj, { kind: "items", items });
    return constant(items.length);
  }
  if (values.some((value) => isOfOtherShape(m, value, content))) askForItems(m, to.obj, content);
  let run = content;
  for (const value of values) run = pushed(m, run, value);
  replaceContent(m, to.obj, run);
  return size(run.length);
};

/** The content with one item more: in twice the memory where it is full. */
const isOfOtherShape = (m: Machine, value: Abs, { elem }: RunContent): boolean =>
  elem.kind === "nd" && value.kind === "nd" && !sameElem(elem, elemOf(m.state, value)!);

function pushed(m: Machine, run: RunContent, value: Abs): RunContent {
  const { b } = m;
  const item = elementValue(m, value, run);
  const length = add(b, run.length, intLiteral(b, 1));
  const mem = withRoom(b, run.mem, length);
  storeTo(b, mem, run.length, item);
  return { ...run, mem, length };
}

const pop: Method = (m, array) => {
  const from = plain(m, array, "pop");
  const content = resizable(m, from);
  if (content.kind === "items") {
    const last = content.items.at(-1);
    if (last === undefined) return noItem;
    replaceContent(m, from.obj, { kind: "items", items: content.items.slice(0, -1) });
    return last;
  }
  const last = bounds(m.b, sub(m.b, content.length, intLiteral(m.b, 1)), content.length);
  const item = elementAbs(m, load(m.b, content.mem, last), content.elem);
  replaceContent(m, from.obj, { ...content, length: last });
  return item;
};

const shift: Method = (m, array) => {
  const from = plain(m, array, "shift");
  const content = resizable(m, from);
  if (content.kind === "items") {
    const [first, ...rest] = content.items;
    if (first === undefined) return noItem;
    replaceContent(m, from.obj, { kind: "items", items: rest });
    return first;
  }
  const { b } = m;
  const zero = bounds(b, intLiteral(b, 0), content.length);
  const item = elementAbs(m, load(b, content.mem, zero), content.elem);
  const length = sub(b, content.length, intLiteral(b, 1));
  b.emit(copy, [content.mem, view(b, content.mem, intLiteral(b, 1), length)]);
  replaceContent(m, from.obj, { ...content, length });
  return item;
};

const unshift: Method = (m, array, values) => {
  const to = plain(m, array, "unshift");
  splice(m, to, [constant(0), constant(0), ...values]);
  const content = arrayContent(m, to);
  return content.kind === "items" ? constant(content.items.length) : size(content.length);
};

/** `splice(start, count, ...items)`: gives what was taken out. */
const splice: Method = (m, array, args) => {
  const from = plain(m, array, "splice");
  for (const value of args.slice(2)) admitItem(m, from, value);
  const content = resizable(m, from);
  const [start, count, ...added] = args;
  if (start === undefined) return newItems(m, []);
  const known = args.slice(0, 2).map(knownNumber);
  if (content.kind === "items" && known.every((x) => x !== undefined)) {
    const items = [...content.items];
    const [first, many = items.length] = known as number[];
    const removed = items.splice(first!, many, ...added);
    replaceContent(m, from.obj, { kind: "items", items });
    return newItems(m, removed);
  }
  const { b } = m;
  const run = toRun(m, from);
  const { mem, length, elem } = run;
  const [at, most] = part(m, length, [start]);
  const taken = count === undefined ? most : part(m, most, [constant(0), atLeast0(m, count)])[1];
  const values = added.map((value) => elementValue(m, value, run));
  const removed = newMemory(b, mem.type as MemType, taken);
  b.emit(copy, [removed, view(b, mem, at, taken)]);
  const more = intLiteral(b, added.length);
  const end = add(b, sub(b, length, taken), more);
  const roomy = added.length === 0 ? mem : withRoom(b, mem, end);
  const tail = sub(b, most, taken);
  const behind = view(b, roomy, add(b, at, taken), tail);
  b.emit(copy, [view(b, roomy, add(b, at, more), tail), behind]);
  for (const [i, value] of values.entries()) {
    storeTo(b, roomy, add(b, at, intLiteral(b, i)), value);
  }
  replaceContent(m, from.obj, { ...run, mem: roomy, length: end });
  return newArray(m, { kind: "run", mem: removed, length: taken, elem, fixed: false });
};

/** A count, none if it is negative. */
function atLeast0(m: Machine, abs: Abs): Abs {
  const x = toNumber(m, abs);
  if (isIntLike(x) && rangeOf(x)[0] >= 0) return x;
  const least = (): Abs => constant(0);
  return branch(m, compare(m, ">", x, constant(0)) as BoolAbs | ConstAbs, () => x, least);
}

/** `array.length = value`, which must not be longer than it is. */
export function setLength(m: Machine, array: ArrayAbs, value: Abs): void {
  const content = resizable(m, array);
  const known = knownNumber(value);
  if (content.kind === "items" && known !== undefined && known <= content.items.length) {
    const items = content.items.slice(0, known);
    return replaceContent(m, array.obj, { kind: "items", items });
  }
  const run = toRun(m, array);
  const length = intValue(m, newLength(m, value));
  ifElse(
    m.b,
    lt(m.b, run.length, length),
    (inner) => {
      failWith(inner, "NB4005", "`length` is assigned more than it is, which would leave holes");
      return [];
    },
    () => [],
  );
  replaceContent(m, array.obj, { ...run, length });
}

export const resizing: Readonly<Record<string, Method | undefined>> = {
  push,
  pop,
  shift,
  unshift,
  splice,
  toSpliced: (m, array, args) => {
    const copied = stored["slice"]!(m, plain(m, array, "toSpliced"), []) as ArrayAbs;
    splice(m, copied, args);
    return copied;
  },
};
