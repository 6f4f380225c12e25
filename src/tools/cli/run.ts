import { spawn } from "node:child_process";
import { defineCommand, type CommandDef } from "citty";

const args = {
  file: { type: "positional", required: true, description: "the program", valueHint: "FILE.ts" },
} as const;

export const run: CommandDef<typeof args> = defineCommand({
  meta: {
    name: "run",
    description: "Run a TypeScript program whose functions can be differentiated",
  },
  args,
  run: ({ args: given, rawArgs }) => {
    const rest = rawArgs.slice(rawArgs.indexOf(given.file) + 1);
    const hook = import.meta.resolve("nabla/register");
    const child = spawn(process.execPath, ["--import", hook, given.file, ...rest], {
      stdio: "inherit",
    });
    return new Promise<void>((done) => {
      child.on("exit", (code, signal) => {
        process.exitCode = code ?? (signal === null ? 1 : 130);
        done();
      });
    });
  },
});
