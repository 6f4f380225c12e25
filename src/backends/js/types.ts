import type { Func } from "../../ir/func.ts";
import { tangentType, tangentField } from "../../ir/tangent.ts";
import type { Elem, RecordType, Storage, Type } from "../../ir/types.ts";
import { identifier, type Names } from "./names.ts";

/** The typed array that memory of scalars is. */
export const arrayOf: Readonly<Record<Storage, string>> = {
  f64: "Float64Array",
  f32: "Float32Array",
  i64: "BigInt64Array",
  i32: "Int32Array",
  bool: "Uint8Array",
  i8: "Int8Array",
  u8: "Uint8Array",
  i16: "Int16Array",
  u16: "Uint16Array",
  u32: "Uint32Array",
};

/** Whether memory of `elem` is a JavaScript array and not a typed one. */
export function isList(elem: Elem): boolean {
  return elem.kind !== "store";
}

/** The TypeScript type of values of `type`. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "scalar":
      if (type.dtype === "bool") return "boolean";
      return type.dtype === "i64" ? "bigint" : "number";
    case "mem": {
      if (type.elem.kind === "store") return arrayOf[type.elem.storage];
      const elem = typeText(type.elem);
      return elem.includes(" ") ? `(${elem})[]` : `${elem}[]`;
    }
    case "ref":
      return `${recordName(type.record)} | null`;
    case "array":
      throw new Error("internal: N-d arrays are lowered before JavaScript is written");
  }
}

function recordName({ name }: RecordType): string {
  const text = identifier(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function resultText({ region }: Func): string {
  const types = region.yields.map((v) => typeText(v.type));
  if (types.length === 0) return "void";
  return types.length === 1 ? (types[0] as string) : `[${types.join(", ")}]`;
}

/** A property as it is declared. */
export function propertyText(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}

/** The interface of a record. */
export function interfaceText(record: RecordType): string {
  const fields = record.fields.map((f) => `  ${propertyText(f.name)}: ${typeText(f.type)};\n`);
  return `interface ${recordName(record)} {\n${fields.join("")}}\n`;
}

/** Functions that make zeros in the shape of something, for the types they are wanted for. */
export class ZerosFunctions {
  readonly #names: Names;
  readonly #known = new Map<string, string>();
  readonly texts: string[] = [];

  constructor(names: Names) {
    this.#names = names;
  }

  /** Name of the function for values of `type` and tangents of its tangent type in `directions`. */
  named(type: Type, directions: number, listViews: boolean, any: string): string {
    const base = type.kind === "ref" ? recordName(type.record) : typeText(type);
    const key = directions === 1 ? base : `${base}${directions}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = this.#names.fresh(`zerosLike${key.replaceAll("[]", "s")}$`);
    this.#known.set(key, name);
    const at = this.texts.length;
    this.texts.push("");
    const body = this.#body(type, directions, listViews, any);
    this.texts[at] =
      `function ${name}(x${any}, known${any} = new Map())${any} {\n${body.join("\n")}\n}\n`;
    return name;
  }

  #body(type: Type, directions: number, listViews: boolean, any: string): string[] {
    const zeros = (t: Type, x: string): string =>
      `${this.named(t, directions, listViews, any)}(${x}, known)`;
    if (type.kind === "mem" && type.elem.kind === "store") {
      const times = directions === 1 ? "" : `${directions} * `;
      const array = arrayOf[type.elem.storage];
      return [
        `  const buffer = known.get(x.buffer) ?? new ArrayBuffer(${times}x.buffer.byteLength);`,
        "  known.set(x.buffer, buffer);",
        `  return new ${array}(buffer, ${times}x.byteOffset, ${times}x.length);`,
      ];
    }
    if (type.kind === "mem") {
      const inner = zeros(type.elem as Type, "x[i]");
      const name = this.named(type, directions, listViews, any);
      const view = [
        "  const part = listViews.get(x);",
        `  if (part !== undefined) return listView(${name}(part.of, known), part.start, x.length);`,
      ];
      return [
        ...(listViews ? view : []),
        "  if (known.has(x)) return known.get(x);",
        `  const zeros${any} = [];`,
        "  known.set(x, zeros);",
        `  for (let i = 0; i < x.length; i++) zeros.push(${inner});`,
        "  return zeros;",
      ];
    }
    if (type.kind !== "ref") throw new Error("internal: zeros of a number");
    const lines = ["  if (x === null || known.has(x)) return known.get(x) ?? null;"];
    lines.push(`  const zeros${any} = {};`, "  known.set(x, zeros);");
    for (const { name, type: t } of type.record.fields) {
      if (tangentType(t) === undefined) continue;
      const path = `[${JSON.stringify(name)}]`;
      if (t.kind !== "scalar") {
        lines.push(`  zeros${path} = ${zeros(t, `x${path}`)};`);
        continue;
      }
      for (let d = 0; d < directions; d++) {
        lines.push(`  zeros[${JSON.stringify(tangentField(name, d, directions))}] = 0;`);
      }
    }
    lines.push("  return zeros;");
    return lines;
  }
}
