import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Response {
  id: unknown;
  success?: boolean;
  output?: unknown;
  error?: string;
  timings?: { name: string; nanoseconds: number }[];
}

/** The benchmark's tool as a process of its own, with the Node hook of the built package. */
export interface Server {
  /** The response to one line. */
  ask(line: string): Promise<Response>;
  stop(): void;
}

export function startServer(): Server {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const args = ["--import", "nabla/register", "bench/gradbench/main.ts"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the tool ended, with status ${child.exitCode}`);
      return JSON.parse(value) as Response;
    },
    stop() {
      child.stdin.end();
    },
  };
}
