import type { Instr } from "../../ir/func.ts";
import type { Elem, MemType, RefType, Type } from "../../ir/types.ts";
import type { Code } from "./code.ts";
import {
  apply,
  assignment,
  atom,
  binary,
  compose,
  element,
  isSimple,
  prec,
  withKind,
  within,
  type Expr,
} from "./expr.ts";
import { lengthOf } from "./spell.ts";
import type { HelperName } from "./helpers.ts";
import { arrayOf, isList, propertyText } from "./types.ts";
import { gemmForm } from "../../ops/gemm.ts";
import { zeroDirections } from "../../ops/memory.ts";
import { skeletonType } from "../../ops/skeleton.ts";

/** What spelling memory asks of the module. */
export interface MemoryContext {
  readonly helper: (name: HelperName) => string;
  /** Name of an empty memory of this type. */
  readonly empty: (type: MemType) => string;
  /** Name of a constant table. */
  readonly table: (instr: Instr) => string;
  /** Zeros in the shape of `x`, which has the type `like`. */
  readonly zerosLike: (x: Expr, like: Type, directions: number) => Expr;
  readonly skeleton: (x: Expr, from: Type, to: Type) => Expr;
  readonly listViews: boolean;
  /** Whether TypeScript is written. */
  readonly typed: boolean;
}

type Spell = (x: readonly Expr[], instr: Instr, context: MemoryContext, code: Code) => Expr;
type Write = (x: readonly Expr[], instr: Instr, context: MemoryContext) => string;

const memElem = (instr: Instr): Elem => (instr.args[0]!.type as MemType).elem;

function field(r: Expr, { attrs }: Instr, { typed }: MemoryContext): string {
  const name = attrs["field"] as string;
  const plain = propertyText(name) === name;
  const bang = typed ? "!" : "";
  return `${within(r, prec.atom)}${bang}${plain ? `.${name}` : `[${JSON.stringify(name)}]`}`;
}

function load([m, i]: readonly Expr[], instr: Instr, { typed }: MemoryContext): Expr {
  const read = element(m as Expr, i as Expr);
  const x = typed ? { ...read, text: `${read.text}!` } : read;
  const elem = memElem(instr);
  if (elem.kind === "store" && elem.storage === "u32") return withKind(apply("BigInt", x), "read");
  if (elem.kind === "store" && elem.storage === "bool") {
    return withKind(binary("!==", prec.equality, x, atom("0")), "read");
  }
  return withKind(x, "read");
}

/** `x` as an element is written. */
function stored(x: Expr, elem: Elem): Expr {
  if (elem.kind !== "store") return x;
  if (elem.storage === "bool") return apply("Number", x);
  return elem.storage === "u32" ? apply("Number", apply("BigInt.asUintN", atom("32"), x)) : x;
}

function end(start: Expr, n: Expr): Expr {
  const [a, b] = [Number(start.text), Number(n.text)];
  if (Number.isInteger(a) && Number.isInteger(b)) return atom(String(a + b));
  return start.text === "0" ? n : binary("+", prec.sum, start, n);
}

/** Operations on memory that give a value. */
export const reading: Readonly<Record<string, Spell>> = {
  load,
  get: ([r], instr, context) =>
    withKind(compose(field(r as Expr, instr, context), prec.atom, [r as Expr]), "read"),
  length: ([m]) => lengthOf(m as Expr),
  null: () => atom("null"),
  view: ([m, start, n], instr, { helper }, code) => {
    const [from, memory] = [start as Expr, m as Expr];
    if (isList(memElem(instr))) return apply(helper("listView"), memory, from, n as Expr);
    // the start is written twice
    const first = isSimple(from) ? from : named(code, from);
    const range = [first, end(first, n as Expr)];
    const text = `${within(memory, prec.atom)}.subarray(${range.map((e) => e.text).join(", ")})`;
    return compose(text, prec.atom, [memory, ...range]);
  },
  same: ([a, b], instr, { helper, listViews }) => {
    const [x, y] = [a as Expr, b as Expr];
    const type = instr.args[0]!.type;
    if (type.kind !== "mem" || (isList(type.elem) && !listViews)) {
      return binary("===", prec.equality, x, y);
    }
    return apply(helper(isList(type.elem) ? "sameList" : "sameMemory"), x, y);
  },
  identity: ([r], _, { helper }) => apply(helper("identity"), r as Expr),
  bounds: (x, instr, { helper }, code) => {
    const place = code.place(instr);
    const detail = place === "" ? [] : [atom(place)];
    return withKind(apply(helper("bounds"), ...x, ...detail), "trap");
  },
  table: (_, instr, { table }) => atom(table(instr)),
};

function named(code: Code, expr: Expr): Expr {
  const name = code.names.temporary();
  code.line(`const ${name} = ${expr.text};`);
  return atom(name);
}

/** Operations that make something new. */
export const making: Readonly<Record<string, Spell>> = {
  alloc: ([n], { attrs }, { empty, typed }) => {
    const type = attrs["type"] as MemType;
    const { elem } = type;
    if (elem.kind === "store")
      return compose(`new ${arrayOf[elem.storage]}(${n!.text})`, prec.atom, [n!]);
    const zero = elem.kind === "mem" ? empty(elem) : "null";
    const made = n!.text === "0" ? "[]" : `new Array(${n!.text}).fill(${zero})`;
    return compose(typed && n!.text === "0" ? "[] as any[]" : made, prec.atom, [n!]);
  },
  record: (x, { attrs }) => {
    const { fields } = (attrs["type"] as RefType).record;
    const list = fields.map(({ name }, i) => {
      const { text } = x[i] as Expr;
      return name === text ? name : `${propertyText(name)}: ${text}`;
    });
    return compose(`{ ${list.join(", ")} }`, prec.atom, x);
  },
  zeros_like: ([x], { args, attrs }, { zerosLike }) =>
    zerosLike(x as Expr, args[0]!.type, zeroDirections(attrs)),
  skeleton: ([x], { args, attrs }, { skeleton }) =>
    skeleton(x as Expr, args[0]!.type, skeletonType(attrs)),
};

/** Operations that write; the text is a statement. */
export const writing: Readonly<Record<string, Write>> = {
  note: ([x], _, { helper }) => `${helper("note")}(${x!.text});`,
  print: (_, { attrs }, { helper }) =>
    `${helper("print")}(${JSON.stringify(attrs["level"])}, ${String(attrs["format"])});`,
  store: ([m, i, x], instr, { typed }) => {
    const { text } = element(m as Expr, i as Expr);
    const value = stored(x as Expr, memElem(instr));
    // a compound assignment reads the element too, so TypeScript is told that it is there
    const read = typed ? `${text}!` : text;
    return value.sides?.left === read ? assignment(read, value) : `${text} = ${value.text};`;
  },
  set: ([r, x], instr, context) => `${field(r as Expr, instr, context)} = ${x!.text};`,
  fill: ([m, x], instr) =>
    `${within(m as Expr, prec.atom)}.fill(${stored(x as Expr, memElem(instr)).text});`,
  copy: ([to, from], instr, { helper }) =>
    isList(memElem(instr))
      ? `${helper("listCopy")}(${to!.text}, ${from!.text});`
      : `${within(to as Expr, prec.atom)}.set(${from!.text});`,
  gemm: (x, { attrs }, { helper }) => {
    const { ta, tb, add } = gemmForm(attrs);
    const forms = [ta, tb, add].map(String);
    const [data, rows] = [x.slice(0, 6), x.slice(6)].map((some) => some.map(({ text }) => text));
    return `${helper("gemm")}(${[...data!, ...forms, ...rows!].join(", ")});`;
  },
};
