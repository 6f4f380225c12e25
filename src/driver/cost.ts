// What a compiled program costs, as a table for people.
import { costOf, kinds, type Block, type Kind } from "../analysis/cost.ts";
import { printPosition, type Span } from "../diagnostics/span.ts";
import { funcNamed, type Instr, type Module, type Value } from "../ir/func.ts";
import { emitCode, type EmitOptions } from "./emit.ts";
import type { Source } from "./paths.ts";
import { scalarFuncs } from "../lower/functions.ts";
import { parallelise } from "../lower/parallel/index.ts";
import type { Specialised } from "../specialise/specialise.ts";
import type { FunctionTree } from "../syntax/tree.ts";
import { showPath } from "../values/layout.ts";
import { leavesOf } from "../values/leaves.ts";

/** What each loop of `module` does, which has become of `of`. */
export function showCost(
  module: Module,
  of: Specialised,
  tree: FunctionTree,
  { strict = false, parallel = false }: Partial<Pick<Source, "strict" | "parallel">> = {},
): string {
  const vectorised = new Map<Instr, string>();
  const onLoop: EmitOptions["onLoop"] = (loop, why) =>
    vectorised.set(loop, why === undefined ? "yes" : `no: ${why}`);
  emitCode(module, of.name, { strict, onLoop });
  const shared = new Map<Instr, string>();
  if (parallel !== false) {
    const onShared: EmitOptions["onLoop"] = (loop, why) =>
      shared.set(loop, why === undefined ? "yes" : `no: ${why}`);
    parallelise(module, [of.name], { strict, onLoop: onShared });
  }
  const names = paramNames(module, of, tree);
  const isFunction = (name: string): boolean => scalarFuncs.has(name);
  const blocks = costOf(module, of.name, { isFunction, nameOf: (v) => names.get(v) });
  const shown = kinds.filter((kind) => blocks.some((b) => b.operations.has(kind)));
  const head = ["", "runs", ...shown];
  const keeps = blocks.some((b) => b.keeps > 0);
  if (keeps) head.push("kept, bytes");
  if (vectorised.size > 0) head.push("vectorised");
  if (shared.size > 0) head.push("parallel");
  const rows = blocks.map((block) => {
    const cells = [placeOf(block), runsOf(block), ...shown.map((kind) => cellOf(block, kind))];
    if (keeps) cells.push(block.keeps > 0 ? String(block.keeps) : "");
    for (const column of [vectorised, shared]) {
      if (column.size > 0) cells.push((block.loop && column.get(block.loop)) ?? "");
    }
    return cells;
  });
  const made = tapesOf(blocks);
  const tapes = made.length === 0 ? "no memory is kept" : `memory kept:\n${made.join("\n")}`;
  return `${tableOf([head, ...rows])}\n\n${tapes}`;
}

/** What is kept for reverse sweeps: the value by its place, and bytes. */
function tapesOf(blocks: readonly Block[]): string[] {
  const lines = new Map<string, number>();
  for (const block of blocks) {
    for (const { span, size } of block.tapes) {
      const place = span === undefined ? block.func.name : `${printPosition(span)}${quoted(span)}`;
      const times =
        block.loop === undefined ? "" : `, in each iteration of ${placeOf(block).trim()}`;
      const line = `${place}: ${size}${times}`;
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  }
  return [...lines].map(([line, n]) => (n === 1 ? line : `${line}, ${n} times`));
}

function quoted({ file, start, end }: Span): string {
  const text = file.text?.slice(start, end).replaceAll(/\s+/g, " ");
  if (text === undefined) return "";
  return ` \`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}

/** Parameters of the entry function as the user would write them. */
function paramNames(module: Module, of: Specialised, tree: FunctionTree): Map<Value, string> {
  const { root, locals } = tree;
  const params =
    root.kind === "class"
      ? []
      : root.params.map((p, i) => (p.kind === "local" ? locals[p.id]!.name : `argument ${i + 1}`));
  const paths = of.roots.map(({ path }) => path);
  const values = funcNamed(module, of.name).region.params;
  return new Map(
    leavesOf(of.layout, paths).flatMap((leaf, i) =>
      leaf.kind === "buffer" ? [] : [[values[i] as Value, showPath(leaf.path, params)] as const],
    ),
  );
}

function placeOf({ func, depth, loop, span }: Block): string {
  if (loop === undefined) return func.userName ?? func.name;
  const place = span === undefined ? "a loop of nabla's own" : printPosition(span);
  return `${"  ".repeat(depth)}${place}${span?.part === "adjoint" ? " reversed" : ""}`;
}

function runsOf({ loop, trips }: Block): string {
  return loop === undefined ? "" : (trips ?? "?");
}

/** How many there are; which, for functions. */
function cellOf({ operations, functions }: Block, kind: Kind): string {
  const n = operations.get(kind) ?? 0;
  if (n === 0) return "";
  if (kind !== "functions") return String(n);
  return [...functions].map(([name, times]) => (times === 1 ? name : `${times} ${name}`)).join(" ");
}

/** Columns of text on the left, of numbers on the right. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  const isText = (i: number): boolean =>
    i < 2 || ["functions", "vectorised", "parallel"].includes(head[i]!);
  return rows
    .map((row) => {
      const cells = widths.map((w, i) =>
        isText(i) ? (row[i] ?? "").padEnd(w) : (row[i] ?? "").padStart(w),
      );
      return cells.join("  ").trimEnd();
    })
    .join("\n");
}
