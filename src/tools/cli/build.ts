import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { defineCommand, type CommandDef } from "citty";
import { jit } from "../../api/jit.ts";
import { isOperated } from "../../driver/known.ts";
import { prebuild } from "../../driver/prebuild.ts";
import { builtModule, builtTypes } from "./built-module.ts";
import { findTargets, reporting, UsageError } from "./target.ts";

const args = {
  target: {
    type: "positional",
    required: true,
    description: "the functions",
    valueHint: "FILE.ts#function,function",
  },
  out: {
    type: "string",
    alias: "o",
    required: true,
    description: "the module to write, with its types beside it",
    valueHint: "FILE.js",
  },
  args: {
    type: "string",
    description: "arguments of the types to build for, as a JavaScript list",
  },
  text: { type: "boolean", description: "keep the source, so that errors show the line" },
} as const;

export const build: CommandDef<typeof args> = defineCommand({
  meta: { name: "build", description: "Compile functions into a module that needs no compiler" },
  args,
  run: ({ args: given }) =>
    reporting(async () => {
      const typesOut = given.out.replace(/\.(m?)js$/, ".d.$1ts");
      if (typesOut === given.out) throw new UsageError(`--out: \`${given.out}\` is no .js file`);
      const { file, targets } = await findTargets(given.target, given.args);
      const all = targets.map(({ name, fn, args: values }) =>
        prebuild(isOperated(fn) ? fn : jit(fn), values, { name, file, text: given.text === true }),
      );
      const names = all.map(({ name }) => name);
      write(given.out, builtModule(file, all));
      write(typesOut, builtTypes(resolve(file), resolve(given.out), names));
      console.log(`${given.out}: ${names.join(", ")}`);
    }),
});

function write(file: string, text: string): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, text);
}
