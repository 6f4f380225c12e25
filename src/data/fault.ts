import { NablaError } from "../diagnostics/error.ts";

/** The error for contents that are not what they are read as; `help` says what to do. */
export function unreadable(message: string, help?: string): NablaError {
  return new NablaError("NB7001", { message, help });
}
