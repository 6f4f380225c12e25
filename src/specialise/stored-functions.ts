// Calls of functions on the heap.
import { readField } from "./content.ts";
import {
  capturedBy,
  fieldOf,
  isStoredFunction,
  kinds,
  newKind,
  sharedBy,
  thisField,
  type Kind,
} from "./environments.ts";
import { failHere } from "./fail.ts";
import { eachClass } from "./fields-on-heap.ts";
import { Restart, type Machine } from "./machine.ts";
import {
  Scope,
  type Abs,
  type Cell,
  type ClosureAbs,
  type Held,
  type ObjectAbs,
  type RecordContent,
} from "./values.ts";

/** Whether it is a function on the heap. */
export function isStored(m: Machine, object: ObjectAbs): boolean {
  const held = m.get(object.obj.cell);
  if (held.kind !== "record") return false;
  const all = m.state.heap.variants(held.family);
  const one = held.variant === undefined ? all : [all[held.variant]!];
  return one.some(({ prototype }) => isStoredFunction(prototype));
}

/** Runs `run` with a function that lies on the heap, as what it may be. */
export function withStored(m: Machine, object: ObjectAbs, run: (closure: ClosureAbs) => Abs): Abs {
  return eachClass(m, object, (one, prototype) => {
    const kind = prototype && kinds.get(prototype);
    if (!kind) return m.fault("NB2010", "this may be an object, not a function");
    const current = m.state.heap.facts.functions.get(kind.fn)?.get(kind.owner) === prototype;
    // from an earlier attempt, in which less was known
    if (!current) return failHere(m, "NB4005", "a function that is never here");
    return withKind(m, kind, m.get(one.obj.cell) as RecordContent, prototype, run);
  });
}

function withKind(
  m: Machine,
  { fn, owner, home, copied }: Kind,
  record: RecordContent,
  prototype: object,
  run: (closure: ClosureAbs) => Abs,
): Abs {
  const { heap } = m.state;
  const shared = sharedBy(heap, prototype);
  const code = m.host.codeOf(owner);
  const { ids, usesThis } = capturedBy(fn);
  const unknown = ids.filter((id) => !copied.has(id) && !shared.has(id));
  if (unknown.length > 0) {
    newKind(heap, { fn, owner, home, copied: new Set([...copied, ...unknown]) });
    throw new Restart();
  }
  // recursion finds the function again by its scope
  const lasting = m.hints.outlined.has(fn);
  const known = lasting ? heap.scopes.get(prototype) : undefined;
  const scope = known ?? new Scope(code.scope);
  if (lasting) heap.scopes.set(prototype, scope);
  const before: [Cell, Held][] = [];
  for (const id of ids) {
    const cell: Cell = shared.get(id) ??
      scope.cells.get(id) ?? { name: code.tree.locals[id]!.name };
    scope.cells.set(id, cell);
    if (!copied.has(id)) continue;
    const held = lasting ? m.state.get(cell) : undefined;
    if (held !== undefined) before.push([cell, held]);
    m.state.set(cell, readField(m, record, fieldOf(id)));
  }
  const own = usesThis ? readField(m, record, thisField) : undefined;
  const value = run({ kind: "closure", fn, code, scope, self: own, home });
  if (lasting && value.kind === "closure") {
    m.fault(
      "NB2010",
      "a function kept in memory that calls itself and gives a function",
      "give an object with what is needed",
    );
  }
  for (const [cell, held] of before) m.state.set(cell, held);
  return value;
}
