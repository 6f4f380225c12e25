import type { Caller } from "./caller.ts";
import { isStackOverflow } from "./stop.ts";

/**
 * Runs a program. When the engine runs out of stack it begins again, with code that keeps its calls
 * in memory, and stays with that: what overflows once will do so again.
 */
export class Running {
  /** Has what the last run left. */
  caller: Caller;
  #deeper: (() => Caller) | undefined;

  /** `deeper` gives what keeps its calls in memory; undefined where no function calls itself. */
  constructor(caller: Caller, deeper: (() => Caller) | undefined) {
    this.caller = caller;
    this.#deeper = deeper;
  }

  /** @throws what `Caller.run` throws */
  run(roots: readonly unknown[]): void {
    try {
      this.caller.run(roots);
    } catch (error) {
      if (this.#deeper === undefined || !isStackOverflow(error)) throw error;
      this.caller = this.#deeper();
      this.#deeper = undefined;
      // arguments are copied in again, and nothing of the first attempt is shown
      this.caller.run(roots);
    }
  }
}
