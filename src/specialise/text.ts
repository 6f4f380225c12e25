// Strings with parts that only a run knows: they are put together outside, where they are shown.
import { fieldsOf } from "./content.ts";
import { refuseMissing } from "./convert.ts";
import type { Machine } from "./machine.ts";
import { isBoolean, isNumeric } from "./shapes.ts";
import {
  constant,
  undef,
  type Abs,
  type ChoiceAbs,
  type TextAbs,
  type TextPart,
} from "./values.ts";

type Part = TextAbs["parts"][number];

/** What can neither be shown nor compared. */
export const unknownPart: TextPart = { value: undef, method: "…" };
export const isUnknown = (part: Part): boolean =>
  typeof part === "object" && part.method === unknownPart.method;

/** What `String(abs)` gives. */
export function stringOf(m: Machine, abs: Abs): Abs {
  return concat(m, abs);
}

/** More than this many strings to choose from are put together outside. */
const MOST_CHOICES = 32;

export function concat(m: Machine, ...pieces: readonly Abs[]): Abs {
  const at = pieces.findIndex((piece) => piece.kind === "choice");
  if (at >= 0 && pieces.reduce((n, piece) => n * choicesOf(piece), 1) <= MOST_CHOICES) {
    const { first, of } = pieces[at] as ChoiceAbs;
    const [one, other] = of.map((chosen) => concat(m, ...pieces.with(at, chosen)));
    return { kind: "choice", first, of: [one!, other!] };
  }
  const parts: Part[] = [];
  for (const part of pieces.flatMap((piece) => partsOf(m, piece))) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  if (parts.length === 0) return constant("");
  const [only] = parts;
  if (parts.length === 1 && typeof only === "string") return constant(only);
  return { kind: "text", parts };
}

function choicesOf(abs: Abs): number {
  return abs.kind === "choice" ? choicesOf(abs.of[0]) + choicesOf(abs.of[1]) : 1;
}

function partsOf(m: Machine, abs: Abs): readonly Part[] {
  switch (abs.kind) {
    case "const":
      if (typeof abs.value !== "symbol") return [String(abs.value)];
      break;
    case "text":
      return abs.parts;
    case "choice":
    case "maybe":
      return [{ value: abs }];
    case "object":
      return errorText(m, abs) ?? ["[object Object]"];
    default:
      if (isNumeric(abs) || isBoolean(abs)) return [{ value: abs }];
  }
  refuseMissing(m, abs);
  return [unknownPart];
}

/** The text of an error: its name, and what it says. */
function errorText(
  m: Machine,
  error: Extract<Abs, { kind: "object" }>,
): readonly Part[] | undefined {
  const { fields, prototype } = fieldsOf(m, error);
  if (!isErrorPrototype(prototype)) return undefined;
  const own = fields.get("name");
  const name = own === undefined ? [prototype.name] : partsOf(m, own);
  const message = partsOf(m, fields.get("message") ?? constant(""));
  const empty = message.length === 0 || (message.length === 1 && message[0] === "");
  return empty ? name : [...name, ": ", ...message];
}

/** Whether objects of a prototype are errors. */
export function isErrorPrototype(prototype: object | null): prototype is Error {
  return prototype === Error.prototype || prototype instanceof Error;
}

/** The integer that a text is the whole of; other numbers have a slope, and do not come back. */
export function numberOf({ parts }: TextAbs): Abs | undefined {
  const [part] = parts;
  if (parts.length !== 1 || typeof part !== "object" || part.method !== undefined) return undefined;
  return part.value.kind === "int" ? part.value : undefined;
}

/** The text with "…" for what only a run knows. */
export function outline({ parts }: TextAbs): string {
  return parts.map((part) => (typeof part === "string" ? part : "…")).join("");
}
