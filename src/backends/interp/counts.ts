import type { Span } from "../../diagnostics/span.ts";
import type { Op } from "../../ir/op.ts";

/** What a run did: the same on every machine, so that bounds on cost are tested with it. */
export class Counts {
  /** How often each operation ran, by name. */
  readonly operations: Map<string, number> = new Map();
  /** Sum of the operations' costs, and one for each element that is made, copied or filled. */
  cost = 0;
  /** Bytes of all memory and records made. */
  bytes = 0;
  /** Of these, what is kept for a reverse sweep: the tape. */
  kept = 0;
  /** Most calls that were active at once. */
  depth = 0;

  ran({ name, cost }: Op): void {
    this.operations.set(name, (this.operations.get(name) ?? 0) + 1);
    this.cost += cost;
  }

  allocated(bytes: number, span?: Span): void {
    this.bytes += bytes;
    if (span?.part === "kept") this.kept += bytes;
  }

  /** All operations that are not constants. */
  get total(): number {
    let n = 0;
    for (const [name, times] of this.operations) if (name !== "const") n += times;
    return n;
  }
}
