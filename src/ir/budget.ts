import type { Attrs } from "./func.ts";

/** How much a reverse sweep may keep of each long loop or recursion: so many states, or so many bytes. */
export type Budget =
  | { readonly kind: "snapshots"; readonly most: number }
  | { readonly kind: "memory"; readonly bytes: number };

/** The attributes of an instruction that stand for `budget`. */
export function budgetAttrs(budget: Budget | undefined): Attrs {
  if (budget === undefined) return {};
  return budget.kind === "memory" ? { memory: budget.bytes } : { snapshots: budget.most };
}

export function budgetOf({ memory, snapshots }: Attrs): Budget | undefined {
  if (typeof memory === "number") return { kind: "memory", bytes: memory };
  return typeof snapshots === "number" ? { kind: "snapshots", most: snapshots } : undefined;
}
