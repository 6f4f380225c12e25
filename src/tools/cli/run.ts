import { spawn } from "node:child_process";
import { defineCommand, type CommandDef } from "citty";

export const run: CommandDef = defineCommand({
  meta: {
    name: "run",
    description: "Run a TypeScript program whose functions can be differentiated",
  },
  args: { file: { type: "positional", description: "the program", valueHint: "FILE.ts" } },
  run: ({ args, rawArgs }) => {
    const rest = rawArgs.slice(rawArgs.indexOf(args.file as string) + 1);
    const hook = import.meta.resolve("nabla/register");
    const child = spawn(process.execPath, ["--import", hook, args.file as string, ...rest], {
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
