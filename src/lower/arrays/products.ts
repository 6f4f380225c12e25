// Products of matrices.
import type { Builder } from "../../ir/builder.ts";
import type { Instr, Value } from "../../ir/func.ts";
import { isFloat, type ArrayType } from "../../ir/types.ts";
import { add, mul } from "../../ops/arith.ts";
import { int, literal } from "../../ops/constant.ts";
import { forRange } from "../../ops/control.ts";
import { gemmForm, gemmInto } from "../../ops/gemm.ts";
import { storeTo, view } from "../../ops/memory.ts";
import { shapeOf, type Form } from "./elements.ts";
import type { Lowering } from "./lowering.ts";
import { axesOf, inLoops, loopOf, siteOutside } from "./nests.ts";
import { linear, placeOf, type Place } from "./places.ts";

/** Emits `matmul`: one product after the other. */
export function matmul(lowering: Lowering, b: Builder, instr: Instr): Form {
  const [x, y] = instr.args as [Value, Value];
  const [z] = instr.results as [Value];
  const { ta, tb } = gemmForm(instr.attrs);
  const [batch, m, n] = shapeOf(z) as [number, number, number];
  const k = shapeOf(x)[ta ? 1 : 2]!;
  const memory = lowering.room(b, z.type as ArrayType, k === 0);
  const made: Form = { kind: "buffer", memory };
  if (k === 0 || batch * m * n === 0) return made;
  if (!isFloat(x.type)) {
    elementwiseProduct(lowering, b, instr, memory, k);
    return made;
  }
  const [left, right] = [lowering.buffer(b, x), lowering.buffer(b, y)];
  const sizes = { m: int(b, m), n: int(b, n), k: int(b, k) };
  if (batch === 1) gemmInto(b, { c: memory, a: left, b: right, ...sizes }, { ta, tb });
  else {
    forRange(b, [int(b, 0), int(b, batch), 1], [], (inner, i) => {
      const part = (whole: Value, size: number): Value =>
        view(inner, whole, mul(inner, i, int(inner, size)), int(inner, size));
      const operands = { c: part(memory, m * n), a: part(left, m * k), b: part(right, k * n) };
      gemmInto(inner, { ...operands, ...sizes }, { ta, tb });
      return [];
    });
  }
  return made;
}

// Of integers, which wrap.
function elementwiseProduct(
  lowering: Lowering,
  b: Builder,
  instr: Instr,
  memory: Value,
  k: number,
): void {
  const [x, y] = instr.args as [Value, Value];
  const [z] = instr.results as [Value];
  const { ta, tb } = gemmForm(instr.attrs);
  const axes = axesOf([...shapeOf(z), k]);
  const [image, row, column, inner] = axes.map(placeOf) as [Place, Place, Place, Place];
  const loops = axes.map(loopOf);
  inLoops(siteOutside(b), loops.slice(0, 3), [], (site) => {
    const zero = literal(site.b, 0, lowering.elementType(z));
    const [sum] = inLoops(site, loops.slice(3), [zero], (deep, [before]) => {
      const p = lowering.element(deep, x, ta ? [image, inner, row] : [image, row, inner]);
      const q = lowering.element(deep, y, tb ? [image, column, inner] : [image, inner, column]);
      return [add(deep.b, before!, mul(deep.b, p, q))];
    });
    storeTo(site.b, memory, site.place(linear(shapeOf(z), [image, row, column])), sum!);
    return [];
  });
}
