// Functions of the module: the shapes of what they take, find outside, give and change.
import { bool as boolType, type Type } from "../ir/types.ts";
import type { Machine, Thrown } from "./machine.ts";
import { exactShape, leafTypes, unionShape, type FreshShape, type Shape } from "./shapes.ts";
import { siteOf } from "./slots.ts";
import type { State } from "./state.ts";
import {
  never,
  newObj,
  type Abs,
  type Cell,
  type ClosureAbs,
  type Held,
  type Obj,
  type ArrayAbs,
  type ObjectAbs,
} from "./values.ts";
import { widen, widening } from "./widen.ts";

/** A function of the module, and how to call it. */
export interface Compiled {
  readonly name: string;
  /** The closure whose code it is; undefined for code that is called once. */
  readonly closure: ClosureAbs | undefined;
  readonly args: Shape[];
  /** Cells outside that it reads, in the order of their parameters. */
  readonly captures: Map<Cell, Shape>;
  result: Shape;
  /** Cells outside that it changes, in the order of their results. */
  readonly written: Map<Cell, Shape>;
  /**
   * Where it leads what it throws, if that is caught where it is called: by kind, the ways out that
   * it takes. Their flags are its last results; what is thrown is among what it changes.
   */
  readonly ways: Map<unknown, Thrown> | undefined;
  readonly throws: Map<unknown, Thrown>;
  /** What objects among its arguments hold afterwards, where that is changed. */
  readonly changed: Map<FreshShape, Shape>;
  /** Arrays outside and among its arguments that have become rows of others, and hold what they held. */
  readonly rows: Set<Cell | FreshShape>;
  /** The object that stands for each object among the arguments, inside. */
  inside: ReadonlyMap<FreshShape, Obj>;
  building: boolean;
  /** Whether it has been found never to return: its calls of itself end with the same error. */
  ends: boolean;
  /** Whether it has called itself in this attempt. */
  used: boolean;
}

/** The shape of an object that every call has one of its own of; its content is still to be found. */
export function ownShape({ kind, obj }: ArrayAbs | ObjectAbs, state: State): FreshShape {
  const { name } = obj.cell;
  const tokens = new Set([newObj(name, siteOf(obj))]);
  const content: Shape = { kind: "same", held: never, state };
  return { kind: "fresh", of: kind, name, content, origins: new Set(tokens), tokens };
}

export function newCompiled(
  m: Machine,
  base: string,
  closure: ClosureAbs | undefined,
  args: readonly Abs[],
): Compiled {
  const memo = new Map<Obj, FreshShape>();
  return {
    name: m.freshName(base === "" ? "f" : base),
    closure,
    args: args.map((arg) => argumentShape(m, arg, memo)),
    captures: new Map(),
    result: { kind: "same", held: never, state: m.state },
    written: new Map(),
    ways: m.handler && new Map(),
    throws: new Map(),
    changed: new Map(),
    rows: new Set(),
    inside: new Map(),
    building: true,
    ends: false,
    used: false,
  };
}

/** The shape of an argument: every number a parameter, every object one of its own. */
function argumentShape(m: Machine, held: Held, memo: Map<Obj, FreshShape>): Shape {
  switch (held.kind) {
    case "num":
    case "int":
      return { kind: "num" };
    case "const":
      if (typeof held.value === "number") return { kind: "num" };
      return { kind: "same", held, state: m.state };
    case "array":
    case "object": {
      const known = memo.get(held.obj);
      if (known !== undefined) return known;
      const content = m.get(held.obj.cell).kind;
      if (content === "record" || content === "list") return unionShape(held, m.state);
      const fresh = ownShape(held, m.state);
      memo.set(held.obj, fresh);
      fresh.content = argumentShape(m, m.get(held.obj.cell), memo);
      return fresh;
    }
    case "items":
      return { kind: "items", items: held.items.map((item) => argumentShape(m, item, memo)) };
    case "fields": {
      const fields = new Map(
        [...held.fields].map(([name, field]) => [name, argumentShape(m, field, memo)] as const),
      );
      return { kind: "fields", prototype: held.prototype, fields };
    }
    default:
      return exactShape({ kind: "same", held, state: m.state });
  }
}

/** Whether a finished function takes these arguments, and finds outside what it was made for. */
export function fits(m: Machine, compiled: Compiled, args: readonly Abs[]): boolean {
  const w = widening(m.state, true);
  return (
    compiled.args.every((shape, i) => widen(shape, args[i] as Abs, w) === shape) &&
    [...compiled.captures].every(([cell, shape]) => {
      const held = m.state.get(cell);
      return held !== undefined && widen(shape, held, w, cell.obj) === shape;
    })
  );
}

export function resultTypes(compiled: Compiled): Type[] {
  const seen = new Set<Shape>();
  return [
    ...leafTypes(compiled.result, seen),
    ...[...compiled.written.values()].flatMap((shape) => leafTypes(shape, seen)),
    ...[...compiled.changed.values()].flatMap((shape) => leafTypes(shape, seen)),
    ...[...compiled.throws].map(() => boolType),
  ];
}

export function isNever(shape: Shape): boolean {
  return shape.kind === "same" && shape.held.kind === "never";
}
