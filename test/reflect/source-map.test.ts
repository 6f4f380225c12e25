import { decode } from "@jridgewell/sourcemap-codec";
import { expect, test } from "vitest";
import { lineStartsOf, positionOf, sourceFile } from "../../src/diagnostics/span.ts";
import { prepareModule } from "../../src/tools/prepare.ts";

const code = `#!/usr/bin/env node
"use nabla"
import { mark0 } from "./a.ts";
export const f = (mark1: number) => {
  function mark2() { return mark3; }
  return { mark4() { return () => mark5; }, get mark6() { return mark7(); } };
};
class A { mark8 = () => this.mark9; [mark10]() { mark11(mark12 => mark13); } }
export default function () { mark14(); }
switch (mark15) { case 1: function mark16() {} }
mark17;
`;

test("every name of the source is found where the map says", () => {
  const prepared = prepareModule(code, { id: "a.ts" })!;
  const lines = decode(prepared.map.mappings);
  const starts = lineStartsOf(prepared.code);
  const body = prepared.code.indexOf("\nfunction $nabla_module");
  const before = sourceFile("a.ts", code);
  const after = sourceFile("out.js", prepared.code);
  for (const match of code.matchAll(/mark\d+/g)) {
    const from = positionOf({ file: before, start: match.index, end: match.index + 1 });
    const mapped = lines.flatMap((line, i) =>
      line
        .filter(
          (segment) =>
            segment.length > 1 && segment[2] === from.line - 1 && segment[3] === from.column - 1,
        )
        .map((segment) => starts[i]! + segment[0]),
    );
    expect(mapped.map((at) => prepared.code.slice(at, at + match[0].length))).toContain(match[0]);
    // lines stay where they are
    for (const start of mapped) {
      expect(start).toBeLessThan(body);
      expect(positionOf({ file: after, start, end: start }).line).toBe(from.line);
    }
  }
});
