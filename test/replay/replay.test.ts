// What programs are compiled to stays the same, to the byte, unless a change means to change it:
// bytes.txt has a line for each program, written by UPDATE_REPLAY=1.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emitCode, inspect } from "../../src/driver/inspect.ts";
import { programs, type Program } from "./programs.ts";

const path = `${import.meta.dirname}/bytes.txt`;

/** Hash and length of the module that is made for a program. */
function fingerprint({ fn, args }: Program): string {
  const { specialised, stages } = inspect(fn, args);
  const { bytes } = emitCode(stages.final, specialised.name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return `${hash} ${String(bytes.length).padStart(6)}`;
}

const recorded = (): Map<string, string> =>
  new Map(
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const [, made, name] = /^(\w+ +\d+) (.*)$/.exec(line)!;
        return [name!, made!] as const;
      }),
  );

test("programs are compiled to the same bytes", { timeout: 120_000 }, async () => {
  const made = new Map((await programs()).map((one) => [one.name, fingerprint(one)]));
  if (process.env["UPDATE_REPLAY"] === "1") {
    writeFileSync(path, [...made].map(([name, what]) => `${what} ${name}\n`).join(""));
    return;
  }
  const known = recorded();
  const changed = [...new Set([...known.keys(), ...made.keys()])].flatMap((name) => {
    const [before, now] = [known.get(name), made.get(name)];
    if (before === now) return [];
    const size = (text: string | undefined): string => text?.split(/ +/)[1] ?? "no";
    return [`${name}: ${size(before)} bytes recorded, ${size(now)} now`];
  });
  if (changed.length === 0) return;
  expect.fail(
    "these programs are compiled differently; if that is meant, run\n" +
      "  UPDATE_REPLAY=1 npx vitest run test/replay\n" +
      `and commit test/replay/bytes.txt:\n${changed.join("\n")}`,
  );
});
