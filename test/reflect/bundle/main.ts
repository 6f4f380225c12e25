import { positionOf } from "nabla/span";
import { reflect } from "nabla/reflect-on";
import { addScaled, Model, scaled, setRate } from "./model.js";
import { unrelated } from "./unrelated.ts";

/** A function as the bundle sees it: its name, place and variables, all as written. */
function describe(fn: (...args: never[]) => unknown): unknown {
  const { tree, scope } = reflect(fn);
  const [start, end] = tree.root.at;
  const { path } = tree.file;
  const { line, column } = positionOf({ file: tree.file, start, end });
  const names = tree.free.filter(({ name }) => name !== "Math").map(({ name }) => name);
  return {
    name: tree.name,
    path,
    line,
    column,
    text: tree.file.text !== undefined,
    names,
    values: names.map((name) =>
      typeof scope.read(name) === "function" ? "function" : scope.read(name),
    ),
  };
}

setRate(0.5);
const inner = scaled(2);
const before = inner(10);
reflect(inner).scope.write("total", 100);
let refused = "";
try {
  reflect(unrelated);
  refused = "not refused";
} catch (error) {
  refused = String((error as Error).message.split(":")[0]);
}
console.log(
  JSON.stringify({
    functions: [scaled, inner, addScaled, Model, Model.prototype.apply].map(describe),
    results: [before, inner(10), addScaled(1, 2), new Model(3).apply(4)],
    refused,
  }),
);
