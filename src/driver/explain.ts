import { emitJs } from "../backends/js/index.ts";
import { printModule } from "../ir/print.ts";
import { spanOf } from "../syntax/tree.ts";
import { positionOf } from "../diagnostics/span.ts";
import { showCost } from "./cost.ts";
import { inspect } from "./inspect.ts";
import { sourceOf, treeOf } from "./paths.ts";
import { showCheckpoint } from "../transforms/checkpoints.ts";
import { showKept } from "../transforms/kept.ts";

/** What becomes of a function, stage by stage, as text. */
export interface Sections {
  /** The function as nabla has read it, and where. */
  readonly surface: string;
  /** IR for the types of the arguments; derivatives are still to be taken. */
  readonly ir: string;
  /** The same, optimised. */
  readonly optimised: string;
  /** IR with derivatives taken and optimised: what is compiled. */
  readonly derivative: string;
  /** The same as readable TypeScript. */
  readonly code: string;
  /** What one iteration of each loop does, in numbers of operations, and what is kept, in bytes. */
  readonly cost: string;
  /** What the reverse sweep needs: what is kept for it, what is computed again, and why. */
  readonly kept: string;
}

/** Runs the stages for the function `fn`, made by an operator, without calling it. */
export function explainStages(fn: object, args: readonly unknown[]): Sections {
  const source = sourceOf(fn);
  const tree = treeOf(source);
  const kept: string[] = [];
  const { stages, specialised: made } = inspect(fn, args, {
    source,
    derivatives: {
      report: (value) => kept.push(showKept(value)),
      note: (checkpoint) => kept.push(showCheckpoint(checkpoint)),
    },
  });
  const { specialised, optimised, final } = stages;
  const span = spanOf(tree, tree.root);
  const { line, column } = positionOf(span);
  const text = span.file.text?.slice(span.start, span.end) ?? "(the build kept no source text)";
  return {
    surface: `// ${span.file.path}:${line}:${column}\n${text}`,
    ir: printModule(specialised),
    optimised: printModule(optimised),
    derivative: printModule(final),
    code: emitJs(final, { types: true }),
    cost: showCost(final, made, tree, source),
    kept: kept.length === 0 ? "nothing" : kept.join("\n"),
  };
}
