// A call of a program from outside: its value, what it changes, and what it shows.
import { entriesField } from "../values/collection.ts";
import { update, type GivenEntries } from "../values/given-collection.ts";
import type { Layout, Node, Path } from "../values/layout.ts";
import { setFieldOf } from "../values/members.ts";
import type { Result, Write } from "../values/result.ts";
import type { Caller } from "./caller.ts";
import type { Running } from "./running.ts";
import type { Watch } from "./watch.ts";

/** How values go in and out of a program. */
export interface Interface {
  readonly layout: Layout;
  readonly result: Result;
  readonly writes: readonly Write[];
}

export interface ExecutionOptions {
  /** Told of numbers that are not finite. */
  readonly watch?: Watch | undefined;
  /** Whether the program has been run before, and has changed and shown then what it does. */
  readonly again?: boolean;
}

/** Gives a captured variable a new value. */
export type Assign = (path: Path, value: unknown) => void;

export class Execution {
  readonly #running: Running;
  readonly #of: Interface;
  readonly #watch: Watch | undefined;
  readonly #again: boolean;
  readonly #collections: Collections;

  constructor(running: Running, of: Interface, { watch, again = false }: ExecutionOptions = {}) {
    this.#running = running;
    this.#of = of;
    this.#watch = watch;
    this.#again = again;
    this.#collections = collectionsOf(of.layout);
  }

  /**
   * The value of a call with `roots`, which must fit the layout.
   *
   * @throws what `Caller.run` throws; NB4010 where a result is not finite that is to be
   */
  call(roots: readonly unknown[], assign: Assign): unknown {
    const running = this.#running;
    const again = this.#again;
    this.#watch?.begin();
    try {
      running.run(roots);
    } catch (error) {
      // what was stored before the error stays stored, and what was logged is shown
      if (!again) running.caller.writeBack();
      running.caller.instance.flush(!again);
      throw error;
    }
    const { caller } = running;
    const { result, writes } = this.#of;
    const value = caller.result(result);
    const changes = again
      ? []
      : writes.map((write) => ({ write, value: readWrite(caller, write) }));
    if (!again) caller.writeBack();
    caller.instance.flush(!again);
    for (const { write, value: now } of changes) apply(write, now, caller, assign);
    if (!again) updateCollections(this.#collections, caller);
    this.#watch?.check(value);
    return value;
  }
}

function readWrite(caller: Caller, write: Write): unknown {
  if (write.kind !== "fields") return caller.result(write.value);
  return write.fields.map(([name, value]) => [name, caller.result(value)] as const);
}

function apply(write: Write, value: unknown, caller: Caller, assign: Assign): void {
  switch (write.kind) {
    case "variable":
      return assign(write.path, value);
    case "fields":
      for (const [name, field] of value as readonly (readonly [string, unknown])[]) {
        setFieldOf(caller.frame.references[write.id] as object, name, field);
      }
      return;
    case "items": {
      const array = caller.frame.references[write.id] as unknown[];
      array.splice(0, array.length, ...(value as readonly unknown[]));
    }
  }
}

/** The ids of maps and sets, and of their entries. */
type Collections = readonly (readonly [id: number, entries: number])[];

function collectionsOf({ roots }: Layout): Collections {
  const found: (readonly [number, number])[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "tuple") node.items.forEach(visit);
    if (node.kind !== "object") return;
    for (const [name, field] of node.fields) {
      if (name === entriesField && field.kind === "object") found.push([node.id, field.id]);
      visit(field);
    }
  };
  roots.forEach(visit);
  return found;
}

/** Gives maps and sets the entries that the call has left. */
function updateCollections(collections: Collections, { frame }: Caller): void {
  for (const [id, entries] of collections) {
    update(frame.references[id] as never, frame.references[entries] as GivenEntries);
  }
}
