/**
 * The type that elements of operands have in common: bool < i32 < f32 < f64. Numbers are weak: beside
 * arrays they take the type of these, unless that cannot hold what they are.
 */
import { computedDtype, NdArray, type NdDtype } from "./array.ts";

const order: readonly NdDtype[] = ["bool", "i32", "f32", "f64"];

/** The smallest type that holds both (integers in f32: as near as it can). */
function promoted(a: NdDtype, b: NdDtype): NdDtype {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** What kind of elements a function takes: floats only, numbers (not bool), or any. */
export type Takes = "float" | "number" | "any";

/** The type of elements of `xs` together. */
export function commonDtype(xs: readonly (number | boolean | NdArray)[], takes: Takes): NdDtype {
  let strong: NdDtype | undefined;
  let weak: NdDtype | undefined;
  for (const x of xs) {
    if (typeof x === "number") {
      weak = promoted(weak ?? "bool", (x | 0) === x ? "i32" : "f64");
    } else if (x instanceof NdArray && x.weak) weak = promoted(weak ?? "bool", computedDtype(x));
    else if (typeof x === "boolean") strong = promoted(strong ?? "bool", "bool");
    else strong = promoted(strong ?? "bool", computedDtype(x));
  }
  const dtype = withWeak(strong, weak);
  if (takes === "any" || dtype === "f32" || dtype === "f64") return dtype;
  if (takes === "float") return "f64";
  return dtype === "bool" ? "i32" : dtype;
}

function withWeak(strong: NdDtype | undefined, weak: NdDtype | undefined): NdDtype {
  if (weak === undefined) return strong ?? "f64";
  if (strong === undefined) return weak === "bool" ? "bool" : "f64";
  if (strong === "f32" || strong === "f64") return strong;
  return promoted(strong, weak);
}
