import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A function of a user's file, and the arguments to look at it with. */
export interface Target {
  readonly name: string;
  readonly fn: (...args: unknown[]) => unknown;
  readonly args: unknown[];
}

/** What is wrong with the command line, in words for the person who typed it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Finds `FILE.ts#fn`. The arguments are those given as a JavaScript expression for a list, or else
 * the file's own: `export const examples = { fn: [...] }`.
 */
export async function findTarget(spec: string, expression: string | undefined): Promise<Target> {
  const { targets } = await findTargets(spec, expression);
  if (targets.length > 1) throw new UsageError(`\`${spec}\` is more than one function`);
  return targets[0]!;
}

/** The same for several functions of a file: `FILE.ts#one,other`. */
export async function findTargets(
  spec: string,
  expression: string | undefined,
): Promise<{ readonly file: string; readonly targets: readonly Target[] }> {
  const [file, names] = spec.split("#");
  if (!file || !names) throw new UsageError(`\`${spec}\` is not of the form FILE.ts#function`);
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  await import("../register.ts");
  const exported = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  const targets = names.split(",").map((name) => targetOf(exported, name, file, expression));
  return { file, targets };
}

function targetOf(
  exported: Record<string, unknown>,
  name: string,
  file: string,
  expression: string | undefined,
): Target {
  const fn = exported[name];
  if (typeof fn !== "function") {
    const functions = Object.keys(exported).filter((key) => typeof exported[key] === "function");
    throw new UsageError(
      `${file} exports no function \`${name}\`${functions.length > 0 ? `; it exports ${functions.join(", ")}` : ""}`,
    );
  }
  const args = expression === undefined ? fromFile(exported, name, file) : evaluate(expression);
  return { name, fn: fn as Target["fn"], args };
}

function fromFile(exported: Record<string, unknown>, name: string, file: string): unknown[] {
  const found = (exported["examples"] as Record<string, unknown> | undefined)?.[name];
  if (Array.isArray(found)) return found;
  throw new UsageError(
    `\`${name}\` needs arguments: pass --args "[new Float64Array([1, 2]), 3]", ` +
      `or write into ${file}: export const examples = { ${name}: [new Float64Array([1, 2]), 3] }`,
  );
}

// The expression comes from the person at the keyboard, who may run any program here.
function evaluate(expression: string): unknown[] {
  let value: unknown;
  try {
    value = new Function(`return (${expression})`)();
  } catch (error) {
    throw new UsageError(`--args: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(value)) throw new UsageError("--args must be a list: [first, second, …]");
  return value;
}

/** Runs a command, and tells of a fault in the command line or in the user's program in one place. */
export async function reporting(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const known = error instanceof Error && ["UsageError", "NablaError"].includes(error.name);
    console.error(known ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
