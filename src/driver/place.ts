import { NablaError } from "../diagnostics/error.ts";
import { spanOf } from "../syntax/tree.ts";
import { treeOf, type Source } from "./paths.ts";

/** The same error; one that says nothing of where is placed at the user's function. */
export function placed(error: unknown, source: Source): unknown {
  if (!(error instanceof NablaError) || error.detail.span !== undefined) return error;
  let tree;
  try {
    tree = treeOf(source);
  } catch {
    return error; // the function has no source, which may be what the error says
  }
  const span = spanOf(tree, tree.root);
  return new NablaError(error.code, { ...error.detail, span }, { cause: error.cause });
}
