// Strings with numbers of the run in them, taken as the literals and the numbers that they are made of.
import type { TextForm } from "../values/text.ts";
import type { Piece } from "./text-alignment.ts";
import type { Abs, TextAbs } from "./values.ts";

/** A string as literals and numbers; undefined where it has other parts. */
export function piecesOf(abs: Abs): readonly Piece<Abs>[] | undefined {
  if (abs.kind === "const") return typeof abs.value === "string" ? [abs.value] : undefined;
  if (abs.kind !== "text") return undefined;
  const pieces: Piece<Abs>[] = [];
  for (const part of abs.parts) {
    const piece =
      typeof part === "string" ? part : part.method === undefined && pieceOf(part.value);
    if (piece === undefined || piece === false) return undefined;
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}

function pieceOf(value: Abs): Piece<Abs> | undefined {
  switch (value.kind) {
    case "const":
      return typeof value.value === "symbol" ? undefined : String(value.value);
    case "num":
    case "int":
      return { kind: "num", value };
    case "bool":
      return { kind: "bool", value };
    default:
      return undefined;
  }
}

/** What is known of a string when compiling, and what is not; undefined where that is no form. */
export function formOf(
  text: TextAbs,
): { readonly form: TextForm; readonly holes: readonly Abs[] } | undefined {
  const pieces = piecesOf(text);
  if (pieces === undefined) return undefined;
  const literals = [""];
  const kinds: ("num" | "bool")[] = [];
  const holes: Abs[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") literals[literals.length - 1] += piece;
    else {
      literals.push("");
      kinds.push(piece.kind);
      holes.push(piece.value);
    }
  }
  return { form: { literals, holes: kinds }, holes };
}

/** The string of a form with these values in its holes. */
export function textOf({ literals }: TextForm, holes: readonly Abs[]): TextAbs {
  const parts = literals.flatMap((literal, i): TextAbs["parts"] =>
    i === 0 ? [literal] : [{ value: holes[i - 1]! }, literal],
  );
  return { kind: "text", parts: parts.filter((part) => part !== "") };
}
