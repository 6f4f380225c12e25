import type { Span } from "../diagnostics/span.ts";
import type { Type } from "./types.ts";

/**
 * A place where compiled code may stop, or prints. It says so by the number of the place, and where
 * it stops two integers: `bounds`, index and length; `memory`, the bytes asked for, or -1 for 4 GiB
 * and more; `fail`, nothing.
 */
export type Site =
  | { readonly kind: "bounds" | "memory"; readonly span: Span | undefined }
  | {
      readonly kind: "fail";
      readonly span: Span | undefined;
      readonly code: string;
      readonly message: string;
      /** How the error is made of the numbers handed over, see `values/output.ts`. */
      readonly format?: string | undefined;
    }
  | {
      readonly kind: "print";
      readonly span: Span | undefined;
      readonly level: string;
      readonly format: string;
    };

/** A function that the host may call. */
export interface Entry {
  readonly params: readonly Type[];
  readonly results: readonly Type[];
  /** How the parameters are passed: as numbers, or the address of a block of them, like results. */
  readonly takes: "numbers" | "block";
  /**
   * Where the results are: nowhere, returned as a number, or in memory, one every 8 bytes, a
   * reference to a memory taking two: from `fixed.results` on, or from the address that is returned.
   */
  readonly returns: "nothing" | "number" | "slots" | "block";
}

/** A compiled module: its code, and what the host must know to run it. */
export interface Compiled {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sites: readonly Site[];
  readonly entries: ReadonlyMap<string, Entry>;
  /** Bytes of tables, which need a place of their own in memory. */
  readonly dataSize: number;
  /** Whether it is for a shared memory, and several threads. */
  readonly threads: boolean;
}

/** The name by which task `k` is exported: `(block of what it is passed, number of the chunk)`. */
export const taskName = (k: number): string => `$task${k}`;

/** The message of an error with numbers in place of `{0}`, `{1}` and so on. */
export function withNumbers(message: string, x: readonly number[]): string {
  return message.replace(/\{(\d)\}/g, (hole, i) => String(x[Number(i)] ?? hole));
}
