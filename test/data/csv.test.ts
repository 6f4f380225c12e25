import fc from "fast-check";
import { expect, test } from "vitest";
import { matrixOf, readCsv } from "../../src/data/index.ts";
import { NdArray } from "../../src/nd/array.ts";

const values = (column: unknown): number[] => [...(column as NdArray).data];

test("columns by name and type", () => {
  const text = 'x,kind,n\r\n1.5,"a ""b"", c",2\n-2e3,"two\nlines",\n';
  const { names, length, columns } = readCsv(text);
  expect(names).toEqual(["x", "kind", "n"]);
  expect(length).toBe(2);
  expect(values(columns["x"])).toEqual([1.5, -2000]);
  expect(columns["kind"]).toEqual(['a "b", c', "two\nlines"]);
  expect(values(columns["n"])).toEqual([2, NaN]);
});

test("types, separators, and no header", () => {
  const table = readCsv("1;true;007\n2;0;8", {
    header: false,
    separator: ";",
    types: { "0": "i32", "1": "bool", "2": "string" },
  });
  expect(table.columns["0"]).toMatchObject({ dtype: "i32", shape: [2] });
  expect(values(table.columns["1"])).toEqual([1, 0]);
  expect(table.columns["2"]).toEqual(["007", "8"]);
  const floats = readCsv("a,b\n1,2\n3,4\n", { types: "f32" });
  expect(floats.columns["a"]).toMatchObject({ dtype: "f32" });
  expect(matrixOf(floats, ["b", "a"])).toMatchObject({ shape: [2, 2], dtype: "f64" });
  expect(values(matrixOf(floats, ["b", "a"]))).toEqual([2, 1, 4, 3]);
});

test("errors name the line", () => {
  expect(() => readCsv("a,b\n1,2\n\n3\n")).toThrow(/line 4 has 1 cells, and the first record 2/);
  expect(() => readCsv('a,b\n1,"2\n3,4\n')).toThrow(/the quote of line 2 does not end/);
  expect(() => readCsv('a\n"x"y\n')).toThrow(/line 2 goes on after a closing quote/);
  expect(() => readCsv('a,b\n"x\ny",1\nz,1.5', { types: { b: "i32" } })).toThrow(
    /line 4: "1.5" in the column "b" is no i32/,
  );
  expect(() => readCsv("a,a\n1,2")).toThrow(/two columns have the name "a"/);
  expect(() => matrixOf(readCsv("a\nx"))).toThrow(/"a" holds strings/);
});

test("any cells, quoted, are read as they were", () => {
  const cell = fc.string().map((s) => s.replace(/\r/g, ""));
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1 }));
  fc.assert(
    fc.property(rows, (table) => {
      const quoted = (c: string): string => `"${c.replaceAll('"', '""')}"`;
      const kept = table.filter((row) => row.length > 1 || row[0] !== "");
      const text = table.map((row) => row.map(quoted).join(",")).join("\n");
      const { columns, length } = readCsv(text, { header: false, types: "string" });
      expect(length).toBe(kept.length);
      for (let j = 0; j < (kept[0]?.length ?? 0); j++) {
        expect(columns[String(j)]).toEqual(kept.map((row) => row[j]));
      }
    }),
  );
});
