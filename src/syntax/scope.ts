import type { LocalHow, LocalId } from "./tree.ts";

/** A declared name before anything is known of its uses. */
export interface Declared {
  readonly name: string;
  readonly how: LocalHow;
}

/** The names in reach at one place of a function. */
export class Scope {
  readonly #declared: Declared[];
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, LocalId>();

  private constructor(declared: Declared[], outer: Scope | undefined) {
    this.#declared = declared;
    this.#outer = outer;
  }

  /** The scope around a root function; `declared` collects every name below it, by id. */
  static root(declared: Declared[]): Scope {
    return new Scope(declared, undefined);
  }

  inner(): Scope {
    return new Scope(this.#declared, this);
  }

  declare(name: string, how: LocalHow): LocalId {
    const id = this.#declared.length;
    this.#declared.push({ name, how });
    this.#names.set(name, id);
    return id;
  }

  /** The id of a name declared in this very scope. */
  own(name: string): LocalId | undefined {
    return this.#names.get(name);
  }

  /** Makes a name of this scope mean a variable that an outer scope already has. */
  share(name: string, id: LocalId): void {
    this.#names.set(name, id);
  }

  find(name: string): LocalId | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }
}
