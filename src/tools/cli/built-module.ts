// The modules that `nabla build` writes.
import { dirname, relative, sep } from "node:path";
import { NablaError } from "../../diagnostics/error.ts";
import type { Built } from "../../runtime/built.ts";
import { Unwritable, written } from "./written.ts";

/** A module with the functions `all` of `file` as its exports; it needs `nabla/prebuilt` and no more. */
export function builtModule(file: string, all: readonly Built[]): string {
  const { before, expressions } = textOf(all);
  const head =
    `// Built by nabla from ${file}: change that, and build again.\n` +
    'import { prebuilt } from "nabla/prebuilt";\n';
  const exported = all.map(({ name }, i) => {
    const call = `/* @__PURE__ */ prebuilt(${expressions[i]});\n`;
    return name === "default" ? `export default ${call}` : `export const ${name} = ${call}`;
  });
  return [head, before, ...exported].filter((part) => part !== "").join("\n");
}

function textOf(all: readonly Built[]): ReturnType<typeof written> {
  try {
    return written(all);
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    throw new NablaError("NB5013", {
      message: `what the function takes, captures, gives or throws has ${error.what} in it, which a page has another of`,
      help: "use plain objects and arrays there; make something else of them outside",
    });
  }
}

/** Types for a module `out` built from `file`: those of the functions there. */
export function builtTypes(file: string, out: string, names: readonly string[]): string {
  const from = relative(dirname(out), file).split(sep).join("/");
  const path = (from.startsWith(".") ? from : `./${from}`)
    .replace(/\.tsx?$/, ".js")
    .replace(/\.([cm])ts$/, ".$1js");
  const types = names.map((name) =>
    name === "default"
      ? "declare const built: typeof source.default;\nexport default built;\n"
      : `export declare const ${name}: typeof source.${name};\n`,
  );
  return `import type * as source from ${JSON.stringify(path)};\n\n${types.join("")}`;
}
