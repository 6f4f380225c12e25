// Derivatives by linked objects, read field by field and item by item.
import type { Value } from "../ir/func.ts";
import { tangentType } from "../ir/tangent.ts";
import { bounds } from "../ops/control.ts";
import { load } from "../ops/memory.ts";
import { listData, listLength, partName, type Part, type Slot } from "../values/heap.ts";
import { indexValue } from "./convert.ts";
import { partDerivative } from "./derivative-parts.ts";
import { getHeapField } from "./fields-on-heap.ts";
import type { Machine } from "./machine.ts";
import { get as getFrom, holderOf } from "./places.ts";
import { readSlot } from "./slots.ts";

import { num, size, undef, type Abs, type MirrorContent } from "./values.ts";

const get = (m: Machine, ref: Value, field: string): Value => getFrom(m.b, ref, field);

/** The derivative by what is in a slot; `undefined` where there is none. */
function readMirror(
  m: Machine,
  slot: Slot,
  primal: (of: Part["of"] | "tag") => Value,
  shadow: (of: Part["of"]) => Value,
): Abs {
  const { parts } = m.state.heap.layout(slot);
  const derivatives = new Map(
    parts.map(({ of, alternative, type }) => [
      of as string,
      // numbers that texts are made of have none
      tangentType(type) === undefined || of !== alternative ? undefined : shadow(of),
    ]),
  );
  return partDerivative(m, readSlot(m, slot, primal), derivatives) ?? undef;
}

export function mirrorField(m: Machine, content: MirrorContent, name: string): Abs {
  const { family, primal, shadow } = content;
  const { heap } = m.state;
  const slot = heap.slot(family, name);
  const layout = heap.layout(slot);
  const read = (ref: Value) => (of: Part["of"] | "tag") => get(m, ref, partName(name, of, layout));
  const shadowPart = (of: Part["of"]): Value => read(holderOf(m.b, shadow, of))(of);
  return getHeapField(
    m,
    { kind: "record", family, ref: primal },
    name,
    () => undef,
    () => readMirror(m, slot, read(primal), shadowPart),
  );
}

export function mirrorLength(m: Machine, { primal }: MirrorContent): Abs {
  return size(get(m, primal, listLength));
}

export function mirrorItem(m: Machine, content: MirrorContent, index: Abs): Abs {
  const { family, primal, shadow } = content;
  const { heap } = m.state;
  const at = bounds(m.b, indexValue(m, index), get(m, primal, listLength));
  const elem = heap.elem(family);
  const own = load(m.b, get(m, shadow, listData), at);
  if (elem.kind === "number") return num(own);
  const other = load(m.b, get(m, primal, listData), at);
  const slot = heap.itemSlot(family);
  const layout = heap.layout(slot);
  const boxed = elem.kind === "slot" && elem.box !== undefined;
  const read = (value: Value) => (of: Part["of"] | "tag") =>
    boxed ? get(m, value, partName("item", of, layout)) : value;
  const shadowPart = (of: Part["of"]): Value => read(boxed ? holderOf(m.b, own, of) : own)(of);
  return readMirror(m, slot, read(other), shadowPart);
}
