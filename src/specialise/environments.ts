/**
 * Functions on the heap: records of what they capture, with the function itself in place of a
 * class. What a function captures is copied, which is right for variables that are not assigned any
 * more; a variable of which there is only one, outside of all loops, is not copied but shared.
 */
import { declaredInside } from "../syntax/facts.ts";
import type { FunctionNode, FunctionTree, LocalId, Node } from "../syntax/tree.ts";
import { forEachChild } from "../syntax/walk.ts";
import type { Captured, Heap } from "./heap.ts";
import { assignedIn } from "./jumps.ts";
import { Restart } from "./machine.ts";
import { BoundaryState, type State } from "./state.ts";
import { boxOf } from "./boxes.ts";
import {
  newObj,
  type Abs,
  type Cell,
  type ClosureAbs,
  type Held,
  type Obj,
  type ObjectAbs,
  type Scope,
} from "./values.ts";

/** What stands for a function on the heap, as a prototype does for a class. */
export interface Kind {
  readonly fn: FunctionNode;
  /** The function of the host that it is inside of. */
  readonly owner: object;
  readonly home: object | undefined;
  readonly copied: ReadonlySet<LocalId>;
}

export const kinds: WeakMap<object, Kind> = new WeakMap();

/** Whether objects of this prototype are functions. */
export const isStoredFunction = (prototype: object | null): boolean =>
  prototype !== null && kinds.has(prototype);

export const fieldOf = (id: LocalId): string => `#${id}`;
export const thisField = "#this";

interface Captures {
  readonly ids: readonly LocalId[];
  readonly usesThis: boolean;
}
const captures = new WeakMap<FunctionNode, Captures>();

/** The variables from outside that a function uses. */
export function capturedBy(fn: FunctionNode): Captures {
  let known = captures.get(fn);
  if (known !== undefined) return known;
  const own = declaredInside(fn);
  const ids = new Set<LocalId>();
  let usesThis = false;
  const visit = (node: Node): void => {
    if (node.kind === "local" && !own.has(node.id)) ids.add(node.id);
    if (node.kind === "this" || node.kind === "super") usesThis = true;
    forEachChild(node, visit);
  };
  visit(fn);
  known = { ids: [...ids], usesThis: usesThis && fn.form === "arrow" };
  captures.set(fn, known);
  return known;
}

const changing = new WeakMap<FunctionTree, Map<LocalId, boolean>>();

/** Whether a variable is assigned after it has got its value; that of a `for`, in the body. */
function isChanging(heap: Heap, tree: FunctionTree, id: LocalId): boolean {
  if (!tree.locals[id]!.assigned || boxOf(heap.facts, tree, id)) return false;
  let known = changing.get(tree);
  if (known === undefined) changing.set(tree, (known = new Map()));
  let answer = known.get(id);
  if (answer === undefined) known.set(id, (answer = !isCounter(tree.home ?? tree.root, id)));
  return answer;
}

/** Whether it is a variable of the head of a `for` that only the head assigns. */
function isCounter(root: Node, id: LocalId): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === "for" && node.init?.kind === "declare" && node.init.how === "let") {
      const declared = node.init.items.some(
        ({ target }) => target.kind === "local" && target.id === id,
      );
      found ||= declared && !assignedIn(node.body).has(id);
    }
    forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** Whether there is one such variable only, which lasts. */
function isSingle(state: State, cell: Cell): boolean {
  for (let at: State | undefined = state; at; at = at.outer) {
    if (at.written.has(cell) && runsOnce(at)) return true;
  }
  return false;
}

/** Whether what a state is of is run once: it is in no branch and no loop. */
function runsOnce({ outer, once }: State): boolean {
  if (outer === undefined) return false;
  return outer.outer === undefined || (once && runsOnce(outer));
}

function kindOf(heap: Heap, { fn, code, home }: ClosureAbs): object {
  const { functions } = heap.facts;
  let byOwner = functions.get(fn);
  if (byOwner === undefined) functions.set(fn, (byOwner = new Map<object, object>()));
  return byOwner.get(code.fn) ?? newKind(heap, { fn, owner: code.fn, home, copied: new Set() });
}

export function newKind(heap: Heap, kind: Kind): object {
  const made = Object.create(Function.prototype) as object;
  kinds.set(made, kind);
  heap.facts.functions.get(kind.fn)!.set(kind.owner, made);
  return made;
}

/** Why a function cannot lie on the heap: the captured variable, if it is one; else undefined. */
export function unfitCapture(
  state: State,
  closure: ClosureAbs,
  canHold: (held: Held) => boolean,
): { readonly name: string; readonly changing?: Captured } | undefined {
  const { copied } = kinds.get(kindOf(state.heap, closure)) as Kind;
  for (const id of capturedBy(closure.fn).ids) {
    const cell = closure.scope.find(id);
    const held = cell && state.get(cell);
    const { name } = closure.code.tree.locals[id]!;
    if (cell === undefined || held === undefined) return { name };
    if (isSingle(state, cell) && !copied.has(id)) continue;
    const { tree } = closure.code;
    if (isChanging(state.heap, tree, id)) {
      state.heap.changing = { tree, id };
      return { name, changing: state.heap.changing };
    }
    if (!canHold(held)) return { name };
  }
  if (capturedBy(closure.fn).usesThis && !canHold(closure.self ?? { kind: "never" })) {
    return { name: "this" };
  }
  return undefined;
}

/** The objects that functions are, in the function that a state is of. */
function environmentsIn(heap: Heap, state: State, scope: Scope): Map<FunctionNode, Obj> {
  let root = state;
  while (root.outer !== undefined && !(root instanceof BoundaryState)) root = root.outer;
  let byScope = heap.environments.get(root);
  if (byScope === undefined) heap.environments.set(root, (byScope = new Map()));
  let environments = byScope.get(scope);
  if (environments === undefined) byScope.set(scope, (environments = new Map()));
  return environments;
}

/** What a function captures. */
export function capturedValues(state: State, { fn, scope, self }: ClosureAbs): readonly Held[] {
  const { ids, usesThis } = capturedBy(fn);
  const values = ids.map((id) => scope.find(id)).map((cell) => cell && state.get(cell));
  if (usesThis) values.push(self);
  return values.filter((held) => held !== undefined);
}

/** The object that a function is on the heap. */
export function environmentOf(state: State, closure: ClosureAbs): ObjectAbs {
  const { heap } = state;
  const { fn, scope } = closure;
  const prototype = kindOf(heap, closure);
  const names = new Map<string, Abs>();
  const shared = sharedBy(heap, prototype);
  const { copied } = kinds.get(prototype) as Kind;
  const more: LocalId[] = [];
  for (const id of capturedBy(fn).ids) {
    const cell = scope.find(id) as Cell;
    if (copied.has(id)) names.set(fieldOf(id), state.get(cell) as Abs);
    else if (!isSingle(state, cell) || (shared.get(id) ?? cell) !== cell) more.push(id);
    else shared.set(id, cell);
  }
  if (more.length > 0) {
    newKind(heap, { ...(kinds.get(prototype) as Kind), copied: new Set([...copied, ...more]) });
    throw new Restart();
  }
  if (capturedBy(fn).usesThis && closure.self) names.set(thisField, closure.self);
  const environments = environmentsIn(heap, state, scope);
  let obj = environments.get(fn);
  if (obj === undefined) environments.set(fn, (obj = newObj(fn.name || "function", fn)));
  if (!state.has(obj.cell)) state.set(obj.cell, { kind: "fields", prototype, fields: names });
  return { kind: "object", obj };
}

export function sharedBy({ shared }: Heap, prototype: object): Map<LocalId, Cell> {
  let cells = shared.get(prototype);
  if (cells === undefined) shared.set(prototype, (cells = new Map()));
  return cells;
}
