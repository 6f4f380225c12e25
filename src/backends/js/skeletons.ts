// Functions that make skeletons: new records that are linked like others.
import { isReference, showType, type RefType, type Type } from "../../ir/types.ts";
import { copiedFields, isNumberMemory } from "../../ops/skeleton.ts";
import type { Names } from "./names.ts";

/** One function for each pair of types, that of the argument and that of the result. */
export class SkeletonFunctions {
  readonly #names: Names;
  readonly #known = new Map<string, string>();
  readonly texts: string[] = [];

  constructor(names: Names) {
    this.#names = names;
  }

  /** `any` annotates a variable of any type. */
  named(from: Type, to: Type, listViews: boolean, any: string): string {
    const key = `${showType(from)} ${showType(to)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = this.#names.fresh("skeleton$");
    this.#known.set(key, name);
    const at = this.texts.length;
    this.texts.push("");
    const inner = (p: Type, q: Type, x: string): string =>
      isNumberMemory(p) ? x : `${this.named(p, q, listViews, any)}(${x}, known)`;
    const body =
      from.kind === "ref"
        ? ofRecord(from, to as RefType, inner, any)
        : ofList(inner(elemOf(from), elemOf(to), "x[i]"), name, listViews, any);
    const head = `function ${name}(x${any}, known${any} = new Map())${any} {`;
    this.texts[at] = `${head}\n${body.map((line) => `  ${line}\n`).join("")}}\n`;
    return name;
  }
}

function elemOf(type: Type): Type {
  if (type.kind !== "mem" || type.elem.kind === "store") {
    throw new Error("internal: the skeleton of memory of numbers");
  }
  return type.elem;
}

type Inner = (from: Type, to: Type, x: string) => string;

function ofRecord(
  { record: from }: RefType,
  { record: to }: RefType,
  inner: Inner,
  any: string,
): string[] {
  const zeros = to.fields.map(
    ({ name, type }) => `${JSON.stringify(name)}: ${isReference(type) ? "null" : "0"}`,
  );
  const copied = copiedFields(from, to).map((field) => {
    const path = `[${JSON.stringify(field.name)}]`;
    const x = field.how === "twin" ? inner(field.from, field.to, `x${path}`) : `x${path}`;
    return `made${path} = ${field.how === "origin" ? "x" : x};`;
  });
  return [
    "if (x === null || known.has(x)) return known.get(x) ?? null;",
    `const made${any} = { ${zeros.join(", ")} };`,
    "known.set(x, made);",
    ...copied,
    "return made;",
  ];
}

function ofList(item: string, name: string, listViews: boolean, any: string): string[] {
  const view = [
    "const part = listViews.get(x);",
    `if (part !== undefined) return listView(${name}(part.of, known), part.start, x.length);`,
  ];
  return [
    ...(listViews ? view : []),
    "if (known.has(x)) return known.get(x);",
    `const made${any} = [];`,
    "known.set(x, made);",
    `for (let i = 0; i < x.length; i++) made.push(${item});`,
    "return made;",
  ];
}
