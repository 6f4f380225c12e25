/**
 * What the build puts into user modules calls this file and nothing else of nabla, so it stays tiny.
 * A function carries one thunk under one symbol; all work waits until somebody reflects on it.
 */

/** Not private to this module: two copies of nabla must see each other's functions. */
export const attached: unique symbol = Symbol.for("nabla.tree") as never;

export interface EmbeddedModule {
  /** Version of the encoding of its trees. */
  readonly format: number;
  readonly path: string;
  /** Length of every line with its line end, in base 36, joined by commas. */
  readonly lines: string;
  /** Absent in production builds. */
  readonly text?: string;
}

/**
 * One outermost function or class of a module: its encoded tree. A function, because those are
 * hoisted: it can be reached before the module's body has run, and costs nothing until then.
 */
export type EmbeddedUnit = () => readonly [tree: string, module: () => EmbeddedModule];

/**
 * Free variables by their source names: constants as values, for others getters, and setters for
 * what the function assigns.
 */
export type EmbeddedScope = Readonly<Record<string, unknown>>;

type Accessor = readonly [
  get: ((self: unknown) => unknown) | undefined,
  set: ((self: unknown, value: unknown) => void) | undefined,
  /** Of what every object has for itself. */
  isField?: 1,
];

/** Reads and writes private members, by name without `#`. */
export type EmbeddedPrivates = Readonly<Record<string, Accessor>>;

export interface EmbeddedHome {
  readonly value: abstract new (...args: never[]) => unknown;
  readonly static: boolean;
  readonly privates: EmbeddedPrivates;
}

export type Attachment = readonly [
  unit: EmbeddedUnit,
  /** Index of the function in its unit. */
  index: number,
  scope?: EmbeddedScope | undefined,
  /** The `this` around an arrow that uses it. */
  self?: unknown,
  home?: EmbeddedHome,
];

export type Thunk = () => Attachment;

/** Marks a function, and gives it back. */
export function attach<F extends object>(fn: F, thunk: Thunk): F {
  (fn as { [attached]?: Thunk })[attached] = thunk;
  return fn;
}

/** Marks a function that had no name but is exported as default, and so is called that. */
export function attachDefault<F extends object>(fn: F, thunk: Thunk): F {
  Object.defineProperty(fn, "name", { value: "default", configurable: true });
  return attach(fn, thunk);
}

/** The function itself, or its role in an accessor. */
export type Role = "value" | "get" | "set";

export type Member = readonly [key: PropertyKey, index: number, role: Role, isStatic?: 1];

/** Marks a class, from a static block of its own, and its methods. */
export function attachClass(
  value: abstract new (...args: never[]) => unknown,
  unit: EmbeddedUnit,
  index: number,
  members: readonly Member[],
  scope: () => EmbeddedScope | undefined = () => undefined,
  privates: () => EmbeddedPrivates = () => ({}),
): void {
  attach(value, () => [
    unit,
    index,
    scope(),
    undefined,
    { value, static: true, privates: privates() },
  ]);
  for (const [key, inner, role, isStatic] of members) {
    attachAccessor(isStatic ? value : value.prototype, key, role, () => [
      unit,
      inner,
      scope(),
      undefined,
      { value, static: isStatic === 1, privates: privates() },
    ]);
  }
}

/** Marks the getters and setters of an object literal, and gives the object back. */
export function attachObject<O extends object>(
  object: O,
  ...members: readonly (readonly [key: PropertyKey, role: Role, thunk: Thunk])[]
): O {
  for (const [key, role, thunk] of members) attachAccessor(object, key, role, thunk);
  return object;
}

function attachAccessor(object: object, key: PropertyKey, role: Role, thunk: Thunk): void {
  const fn: unknown = Object.getOwnPropertyDescriptor(object, key)?.[role];
  if (typeof fn === "function") attach(fn, thunk);
}
