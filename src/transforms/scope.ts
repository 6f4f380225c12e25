import type { Builder } from "../ir/builder.ts";
import type { Region, Value } from "../ir/func.ts";

/** Where the reverse sweep stands: running one region of the linear program backwards. */
export interface Scope {
  readonly region: Region;
  /** Takes what is made for this region, inner ones included where it can be shared. */
  readonly b: Builder;
  readonly around: Scope | undefined;
  /** What stands here for values of the region. */
  readonly known: Map<Value, Value>;
  /** What stands here for memories from further out. */
  readonly instead?: Map<Value, Value>;
  /** In the body of a loop: the number of the iteration being run backwards. */
  readonly iteration?: Value;
  /** In the body of an open loop: whether it goes on after this iteration, as that number says. */
  readonly goesOn?: { readonly value: Value; readonly make: () => Value };
}

/** Gives the reverse sweep the values that it needs of the primal part, at the place it is at. */
export interface Resolves {
  /** A value equal to what `v` was when the forward sweep was where the reverse sweep now is. */
  resolve(scope: Scope, v: Value): Value;
  /** Called when the reverse sweep of a region begins. */
  enter(scope: Scope): void;
}
