/**
 * Makes the tables of operations in docs/ir.md, between its two markers. The test that holds them
 * and the registry in step also writes them:
 *
 *     UPDATE_DOCS=1 npx vitest run test/ir/docs.test.ts && npx oxfmt docs/ir.md
 */
import type { Op } from "../src/ir/op.ts";
import { bool, scalarType, type Type } from "../src/ir/types.ts";
import { ops } from "../src/ops/registry.ts";

const markers = ["<!-- operations -->", "<!-- end of operations -->"] as const;

/** The page with the table that the registry gives now. */
export function withOperations(text: string): string {
  const [start, end] = markers.map((m) => text.indexOf(m)) as [number, number];
  if (start < 0 || end < start) throw new Error("docs/ir.md has no markers for its operations");
  return `${text.slice(0, start + markers[0].length)}\n\n${operations()}\n${text.slice(end)}`;
}

function operations(): string {
  const all = [...ops.values()];
  const control = all.filter((op) => op.effect === "nested" || op.effect === "trap");
  const scalars = all.filter((op) => op.eval !== undefined);
  const others = all.filter((op) => !control.includes(op) && !scalars.includes(op));
  return [
    section("Numbers", ["on", "meaning", "cost", "derivative"], scalars, (op) => [
      accepted(op),
      op.doc,
      String(op.cost),
      derivative(op),
    ]),
    section("Memory and records", ["meaning", "effect", "derivative"], others, (op) => [
      op.doc,
      op.effect,
      derivative(op),
    ]),
    section("Control", ["meaning", "effect", "derivative"], control, (op) => [
      op.doc,
      op.effect,
      derivative(op),
    ]),
  ].join("\n");
}

function section(
  title: string,
  columns: readonly string[],
  list: readonly Op[],
  cells: (op: Op) => readonly string[],
): string {
  const rows = list
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((op) => row([`\`${op.name}\``, ...cells(op)]));
  const head = [row(["operation", ...columns]), row(Array(columns.length + 1).fill("---"))];
  return [`### ${title}`, "", ...head, ...rows, ""].join("\n");
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((c) => c.replaceAll("|", "\\|")).join(" | ")} |`;

function derivative({ rule }: Op): string {
  switch (rule.kind) {
    case "jvp":
      return "by its tangent";
    case "linear":
      return "linear, with a transpose";
    case "zero":
      return `zero: ${rule.why}`;
    case "none":
      return `none: ${rule.why}`;
    case "structural":
      return "by the transforms";
  }
}

/** Types of the first operand that is not a truth value the others are chosen by. */
function accepted(op: Op): string {
  const found = (["f64", "f32", "i64", "i32", "bool"] as const).filter((dtype) => {
    const t = scalarType(dtype);
    return [[t], [t, t], [bool, t, t]].some((types) => takes(op, types));
  });
  return found.length === 0 ? "" : found.join(" ");
}

function takes(op: Op, types: readonly Type[]): boolean {
  try {
    op.type(types, {}, []);
    return true;
  } catch {
    return false;
  }
}
