import { reflect } from "nabla/reflect-on";
import { Kind, make } from "./model";
import { plain } from "./plain.mjs";
import { fail } from "./sub/fail.js";

interface Shape {
  readonly kind: Kind;
}

const rate: number = 0.5;
const f = (x: number): number => make<number>(rate)(x) + plain(x);
const shape: Shape = { kind: Kind.Second };

let failure = "";
try {
  fail(0);
} catch (error) {
  failure = String((error as Error).stack)
    .split("\n")
    .slice(0, 3)
    .map((line) => line.replace(/\(.*\//, "(").trim())
    .join(" | ");
}
console.log(
  JSON.stringify({
    value: f(2),
    kind: shape.kind,
    free: reflect(f).tree.free.map(({ name }) => name),
    rate: reflect(f).scope.read("rate"),
    inner: reflect(make(3)).scope.read("factor"),
    path: reflect(plain).tree.file.path,
    failure,
  }),
);
