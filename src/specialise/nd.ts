/**
 * N-d arrays in compiled code. Functions on arrays are not compiled from their source: they run now,
 * on arrays that stand for values of the program, and what they do to these becomes instructions.
 */
import { NablaError } from "../diagnostics/error.ts";
import type { Attrs, Value } from "../ir/func.ts";
import type { Op } from "../ir/op.ts";
import type { TensorData } from "../ir/tensor.ts";
import { arrayOf, sizeOf, type ArrayType, type Type } from "../ir/types.ts";
import { NdArray, type Computed, type NdDtype } from "../nd/array.ts";
import { toArray } from "../nd/convert.ts";
import { withEngine } from "../nd/compiling.ts";
import type { Engine } from "../nd/engine.ts";
import { functions, operandsOf, takesParts } from "../nd/functions.ts";
import { arrayOptions } from "../nd/options.ts";
import { isTraced } from "../nd/traced.ts";
import { broadcast, dense, elements } from "../ops/arrays/index.ts";
import { add, mul, select } from "../ops/arith.ts";
import { lt } from "../ops/compare.ts";
import { int as intLiteral } from "../ops/constant.ts";
import { boolToI32 } from "../ops/convert.ts";
import { bounds } from "../ops/control.ts";
import { length as lengthOf, load } from "../ops/memory.ts";
import { kindOfDtype } from "../values/typed.ts";
import { arrayContent, fieldsOf, newItems, newObject } from "./content.ts";
import { indexValue, present } from "./convert.ts";
import { typedElement } from "./elements.ts";
import {
  arrayOfElements,
  askForList,
  askToKnow,
  itemsOfRun,
  knownNumber,
  stackOfRun,
} from "./nd-lists.ts";
import { askForItems, askForRows } from "./itemwise.ts";
import type { Machine } from "./machine.ts";
import { deepCopy } from "./memory.ts";
import { constant, describe, int, type Abs, type NdAbs, type Primitive } from "./values.ts";

/** An array whose elements only the running program knows. */
class Traced extends NdArray {
  readonly value: Value;
  readonly #m: Machine;
  /** The number, or the memory of a list of numbers, that it stands for. */
  readonly #of: Value | undefined;

  constructor(m: Machine, value: Value, of?: Value) {
    const { dtype, shape } = value.type as ArrayType;
    super(dtype as NdDtype, shape, nothing);
    this.#m = m;
    this.value = value;
    this.#of = of;
  }

  override get weak(): boolean {
    return this.#of !== undefined && this.ndim === 0;
  }

  override get listed(): boolean {
    return this.#of !== undefined && this.ndim > 0;
  }

  /** Of a captured array its elements can become part of what is known: the program starts over. */
  override get data(): TensorData {
    const literal = literals.get(this.value);
    if (literal !== undefined) return literal.data;
    const known = this.weak ? knownNumber(this.#m, this.#of!) : undefined;
    if (known !== undefined) return Float64Array.of(known);
    askToKnow(this.#m, [this.#of ?? this.value]);
    const what = this.weak ? "a number" : "the elements of an array";
    throw new NablaError("NB6004", {
      message: `what is done here depends on ${what} that only a run knows`,
      help: "capture it in a variable outside of the function, where it is a constant; a part whose place only a run knows is given by `nd.dynamicSlice`",
    });
  }
}

const nothing = new Float64Array(0);

/** Arrays that are known when compiling, by what stands for them in the program. */
const literals = new WeakMap<Value, Computed>();

/** Whether a function of the host is one on arrays. */
export function isNdFunction(fn: object): boolean {
  known ??= new Set(Object.values(functions));
  return known.has(fn) || isTraced(fn);
}

let known: ReadonlySet<object> | undefined;

/** Calls a function on arrays; `self` is the array that it is a method of. */
export function callNd(m: Machine, fn: object, args: readonly Abs[], self?: NdAbs): Abs {
  const operands = operandsOf(fn);
  const operand = takesParts(fn) ? partsOf : toHost;
  const of = self && new Traced(m, self.value);
  const result = run(m, () => {
    const given = args.map((arg, i) => (i < operands ? operand(m, arg) : knownOption(m, arg)));
    return Reflect.apply(fn as () => unknown, of, given);
  });
  return fromHost(m, result);
}

function run(m: Machine, body: () => unknown): unknown {
  try {
    return withEngine(tracer(m), body);
  } catch (error) {
    if (!(error instanceof NablaError) || error.detail.span !== undefined) throw error;
    throw m.error(error.code, error.detail.message, error.detail.help);
  }
}

/** Appends operations to the program. */
function tracer(m: Machine): Engine {
  return {
    run(op: Op, x: readonly Computed[], attrs: Attrs): Computed {
      const operands = x.map((one) => valueOf(m, one));
      return new Traced(m, m.b.emit1(op, operands, attrs)) as Computed;
    },
  };
}

function valueOf(m: Machine, array: NdArray): Value {
  if (array instanceof Traced) return array.value;
  const own = toArray("array", array);
  const { dtype, shape, data } = own;
  const value = m.b.emit1(dense, [], { type: arrayOf(dtype, shape), values: Array.from(data) });
  literals.set(value, own);
  return value;
}

/** A value of the program as functions on arrays take it. */
function toHost(m: Machine, abs: Abs): unknown {
  switch (abs.kind) {
    case "const":
      return abs.value;
    case "num":
    case "int":
    case "bool":
      return new Traced(m, m.b.emit1(broadcast, [abs.value], { shape: [], axes: [] }), abs.value);
    case "nd":
      return new Traced(m, abs.value);
    case "maybe":
      return toHost(m, present(m, abs));
    case "host":
      return abs.value;
    case "typed": {
      const { element, mem } = abs;
      const elem = { kind: "typed", element } as const;
      const whole = arrayOfElements(m, { elem, mem, length: lengthOf(m.b, mem) });
      if (whole) return new Traced(m, whole, mem);
      askForRows(m);
      return m.fault(
        "NB6004",
        "an N-d array is made of a typed array whose length is known only when running",
        "pass an N-d array instead: its shape is part of what is compiled for",
      );
    }
    case "array": {
      const content = arrayContent(m, abs);
      if (content.kind === "items") return content.items.map((item) => toHost(m, item));
      const whole = arrayOfElements(m, content);
      if (whole) return new Traced(m, whole, content.mem);
      const items = itemsOfRun(m, content) ?? askForList(m, abs, content);
      return items.map((item) => toHost(m, item));
    }
    case "object": {
      const { fields } = fieldsOf(m, abs);
      return Object.fromEntries([...fields].map(([name, field]) => [name, toHost(m, field)]));
    }
    case "text":
      return m.fault(
        "NB6004",
        "a text with numbers that only a run knows is given to a function on N-d arrays",
        "use `nd.dynamicSlice(x, [i, 0], [2, 3])` for a part whose place only a run knows",
      );
  }
  return m.fault(
    // of several kinds in a loop: its iterations may be run one by one
    abs.kind === "conflict" ? "NB2006" : "NB2010",
    `${describe(abs)} is given to a function on N-d arrays`,
    "give it arrays, numbers, and options that are known when compiling",
  );
}

/** The same where one array may stand for a list of arrays. */
function partsOf(m: Machine, abs: Abs): unknown {
  const content = abs.kind === "array" ? arrayContent(m, abs) : undefined;
  const whole = content?.kind === "run" ? stackOfRun(m, content) : undefined;
  return whole ? new Traced(m, whole) : toHost(m, abs);
}

/** An option that cannot be an array, but a list of sizes, axes and the like. */
function knownOption(m: Machine, abs: Abs): unknown {
  const option = toOption(m, abs);
  if (abs.kind !== "array" || !(option instanceof Traced)) return option;
  const content = arrayContent(m, abs);
  if (content.kind === "run") askForItems(m, abs.obj, content);
  return m.fault(
    "NB6004",
    "sizes, axes or the like are given by a list of numbers that only a run knows",
    "write the list down, or capture it: it is part of what is compiled for",
  );
}

/** An option of a function on arrays, which is known when compiling; arrays may be among its fields. */
function toOption(m: Machine, abs: Abs): unknown {
  switch (abs.kind) {
    case "num":
    case "int":
    case "bool":
      return (toHost(m, abs) as NdArray).item();
    case "array": {
      const content = arrayContent(m, abs);
      if (content.kind === "items") return content.items.map((item) => toOption(m, item));
      askToKnow(m, [content.mem]);
      return toHost(m, abs);
    }
    case "object": {
      const { fields } = fieldsOf(m, abs);
      const parts = [...fields].map(([name, field]) => {
        const option = arrayOptions.has(name) ? toOption : knownOption;
        return [name, option(m, field)] as const;
      });
      return Object.fromEntries(parts);
    }
  }
  return toHost(m, abs);
}

/** What a function on arrays gives, as a value of the program. */
function fromHost(m: Machine, value: unknown): Abs {
  if (value instanceof NdArray) return { kind: "nd", value: valueOf(m, value) };
  if (Array.isArray(value)) {
    return newItems(
      m,
      value.map((item) => fromHost(m, item)),
    );
  }
  if (typeof value !== "object" || value === null) return constant(value as Primitive);
  const fields = Object.entries(value).map(([name, field]) => [name, fromHost(m, field)] as const);
  return newObject(m, new Map(fields));
}

const typeOf = ({ value }: NdAbs): ArrayType => value.type as ArrayType;

/** `array.name`: what is part of the type, or a method. */
export function ndMember(m: Machine, of: NdAbs, name: string): Abs {
  const { dtype, shape } = typeOf(of);
  switch (name) {
    case "shape":
      return newItems(m, shape.map(constant), "shape");
    case "dtype":
      return constant(dtype);
    case "size":
      return constant(sizeOf(shape));
    case "ndim":
      return constant(shape.length);
    case "data": {
      const mem = deepCopy(m.b, m.b.emit1(elements, [of.value]));
      return { kind: "typed", element: kindOfDtype[dtype as NdDtype], mem };
    }
  }
  if (Object.hasOwn(compiled, name)) return { kind: "method", of, name };
  const found = Object.getOwnPropertyDescriptor(NdArray.prototype, name);
  if (found?.get) return callNd(m, found.get, [], of);
  if (typeof found?.value === "function") return { kind: "method", of, name };
  const help = name === "length" ? "use `shape[0]`, or `size`" : "use its shape, dtype and methods";
  return m.fault("NB2010", `\`.${name}\` of ${describe(of)}`, help);
}

/** Methods that give other values than arrays. */
const compiled: Readonly<Record<string, (m: Machine, of: NdAbs, args: readonly Abs[]) => Abs>> = {
  at: elementAt,
  item: onlyElement,
  tolist: (m, of) => nested(m, of, typeOf(of).shape, []),
};

export function callNdMethod(m: Machine, of: NdAbs, name: string, args: readonly Abs[]): Abs {
  if (Object.hasOwn(compiled, name)) return compiled[name]!(m, of, args);
  const { [name]: method } = NdArray.prototype as unknown as Record<string, object>;
  if (typeof method !== "function") {
    return m.fault("NB2004", `an N-d array has no method \`${name}\``, "check its name");
  }
  return callNd(m, method, args, of);
}

function onlyElement(m: Machine, of: NdAbs): Abs {
  const { shape } = typeOf(of);
  if (sizeOf(shape) === 1)
    return elementAt(
      m,
      of,
      shape.map(() => constant(0)),
    );
  return m.fault("NB6005", `\`item\` of an array of shape [${shape.join(", ")}]`, "use `at`");
}

/** Lists of the elements, nested as the axes are. */
function nested(m: Machine, of: NdAbs, shape: readonly number[], index: readonly Abs[]): Abs {
  const [extent, ...inner] = shape;
  if (extent === undefined) return elementAt(m, of, index);
  const items = Array.from({ length: extent }, (_, i) =>
    nested(m, of, inner, [...index, constant(i)]),
  );
  return newItems(m, items);
}

/** The element at an index for each axis; negative ones count from the end. */
function elementAt(m: Machine, of: NdAbs, index: readonly Abs[]): Abs {
  const { dtype, shape } = typeOf(of);
  if (index.length !== shape.length) {
    const [given, wanted] = [`${index.length} indices`, `[${shape.join(", ")}]`];
    m.fault(
      "NB6005",
      `\`at\` with ${given} of an array of shape ${wanted}`,
      "give one for each axis",
    );
  }
  let place = intLiteral(m.b, 0);
  for (const [axis, extent] of shape.entries()) {
    const at = axisIndex(m, index[axis]!, extent);
    place = add(m.b, mul(m.b, place, intLiteral(m.b, extent)), at);
  }
  const element = load(m.b, m.b.emit1(elements, [of.value]), place);
  if (dtype === "bool") return int(boolToI32(m.b, element), 0, 1);
  return typedElement(m, element, kindOfDtype[dtype as NdDtype]);
}

function axisIndex(m: Machine, index: Abs, extent: number): Value {
  if (index.kind === "const" && typeof index.value === "number" && index.value < 0) {
    return axisIndex(m, constant(index.value + extent), extent);
  }
  const n = intLiteral(m.b, extent);
  if (index.kind !== "int" || index.min >= 0) return bounds(m.b, indexValue(m, index), n);
  const fromEnd = lt(m.b, index.value, intLiteral(m.b, 0));
  return bounds(m.b, select(m.b, fromEnd, add(m.b, index.value, n), index.value), n);
}

/** Whether it is a float array of one element, which stands for a number. */
export function isNumberLike(type: Type): boolean {
  const float = type.kind === "array" && (type.dtype === "f64" || type.dtype === "f32");
  return float && sizeOf(type.shape) === 1;
}
