import type { Builder } from "../ir/builder.ts";
import type { Value } from "../ir/func.ts";
import { add } from "../ops/index.ts";

/**
 * What has been collected so far, in one region of the reverse sweep, for each tangent of the
 * linear program; a tangent that is not there has the adjoint zero. A region starts from what the
 * region around it has collected.
 */
export class Adjoints {
  readonly #own = new Map<Value, Value>();
  readonly #around: Adjoints | undefined;

  constructor(around?: Adjoints) {
    this.#around = around;
  }

  get(tangent: Value): Value | undefined {
    return this.#own.get(tangent) ?? this.#around?.get(tangent);
  }

  set(tangent: Value, adjoint: Value): void {
    this.#own.set(tangent, adjoint);
  }

  add(b: Builder, tangent: Value, part: Value): void {
    const known = this.get(tangent);
    this.#own.set(tangent, known === undefined ? part : add(b, known, part));
  }

  /** Tangents whose adjoints this region has changed. */
  changed(): Iterable<Value> {
    return this.#own.keys();
  }
}
