import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of a user's own, with the packed package installed in it. */
export interface Home {
  readonly path: string;
  write(file: string, text: string): string;
  /** Runs a command there and gives what it prints. */
  run(command: string, ...args: string[]): string;
  remove(): void;
}

export function makeHome(): Home {
  const path = mkdtempSync(join(tmpdir(), "nabla-user-"));
  const run = (cwd: string, command: string, args: string[]): string =>
    execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  run(process.cwd(), "npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", path]);
  const tarball = readdirSync(path).find((f) => f.endsWith(".tgz"))!;
  writeFileSync(join(path, "package.json"), '{ "type": "module" }');
  run(path, "npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${tarball}`]);
  return {
    path,
    write(file, text) {
      const full = join(path, file);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    run: (command, ...args) => run(path, command, args),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
