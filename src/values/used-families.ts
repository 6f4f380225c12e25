import type { Family, Slot } from "./heap.ts";
import type { Elem } from "./layout.ts";
import type { Result, Write } from "./result.ts";

/** What leads to families from outside of compiled code. */
interface Outside {
  readonly families: ReadonlyMap<number, Family>;
  /** Of what arguments hold. */
  readonly graph: readonly number[];
  readonly result: Result;
  readonly writes: readonly Write[];
}

/** The families of what goes into or comes out of compiled code; others are only met inside. */
export function usedFamilies({ families, graph, result, writes }: Outside): Map<number, Family> {
  const used = new Map<number, Family>();
  const visit = (number: number | undefined): void => {
    if (number === undefined || used.has(number)) return;
    const family = families.get(number)!;
    used.set(number, family);
    const slots = family.kind === "lists" ? [family.slot] : [...family.slots.values()];
    for (const slot of slots) visitSlot(slot);
    if (family.kind === "lists") visitElem(family.elem);
  };
  const visitSlot = ({ objects, lists }: Slot): void => {
    visit(objects);
    visit(lists);
  };
  const visitElem = (elem: Elem): void => {
    if (elem.kind === "array") visitElem(elem.elem);
    if (elem.kind === "slot") visit(elem.family);
  };
  const visitResult = (node: Result): void => {
    switch (node.kind) {
      case "array":
        return visitElem(node.elem);
      case "tuple":
        return node.items.forEach(visitResult);
      case "object":
        return node.fields.forEach(([, field]) => visitResult(field));
      case "optional":
        return visitResult(node.value);
      case "either":
        return node.of.forEach(visitResult);
      case "heap":
      case "mirror":
        return visit(node.family);
      case "text":
        return node.parts.forEach((part) => typeof part === "string" || visitResult(part.of));
      default:
    }
  };
  graph.forEach(visit);
  visitResult(result);
  for (const write of writes) {
    if (write.kind === "fields") for (const [, value] of write.fields) visitResult(value);
    else visitResult(write.value);
  }
  return used;
}
