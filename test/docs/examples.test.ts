import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runModule } from "./module.ts";

// The examples of these pages run. Where a line ends with a comment, that is what it gives.
const pages = ["custom-rules", "implicit", "checkpointing", "parallel", "learning"];

function close(got: unknown, wanted: unknown): void {
  if (typeof wanted === "number") expect(got).toBeCloseTo(wanted, 8);
  else if (typeof wanted !== "object" || wanted === null) expect(got).toBe(wanted);
  else {
    expect(Object.keys(got as object)).toEqual(Object.keys(wanted));
    for (const [key, inner] of Object.entries(wanted)) {
      close((got as Record<string, unknown>)[key], inner);
    }
  }
}

describe.each(pages)("%s", (name) => {
  const page = readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), "utf8");
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);

  test.each(blocks.map((code, i) => [i + 1, code] as const))("example %i", async (_, code) => {
    const checked = code.replaceAll(/^(\S.*); \/\/ (.*)$/gm, "close($1, $2);");
    expect(checked).toMatch(/^close|check/m);
    await runModule({ code: `import { close } from "vitest";\n${checked}` }, { vitest: { close } });
  });
});
