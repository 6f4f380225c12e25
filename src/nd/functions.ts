import * as all from "./public.ts";

/** The public functions on arrays, by name: what compiled code recognises. */
export const functions: Readonly<Record<string, (...args: never[]) => unknown>> = { ...all };
