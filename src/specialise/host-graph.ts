// Families of the host's linked objects, taken over by the heap.
import type { GraphFamily } from "../values/graph.ts";
import type { Slot } from "../values/heap.ts";
import type { Heap } from "./heap.ts";

/** The family on the heap that stands for one of the layout. */
export function familyOfGraph(heap: Heap, family: GraphFamily, index: number): number {
  const site = `graph ${index}`;
  if (family.kind === "lists") return heap.listsAt(site);
  const [variant] = family.variants;
  return heap.objectsAt(site, variant?.prototype ?? null, variant?.names ?? []);
}

export function admitGraph(
  heap: Heap,
  family: GraphFamily,
  id: number,
  all: readonly number[],
): void {
  const here = (slot: Slot): Slot => ({
    ...slot,
    objects: slot.objects === undefined ? undefined : all[slot.objects],
    lists: slot.lists === undefined ? undefined : all[slot.lists],
  });
  if (family.kind === "lists") return heap.admitItem(id, here(family.slot));
  for (const { prototype, names } of family.variants) heap.admitVariant(id, prototype, names);
  for (const [name, slot] of family.slots) heap.admitField(id, name, here(slot));
}
