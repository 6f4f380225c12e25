// Values as JavaScript that makes them again.

/** What is there in every program, by the text that leads to it. */
const wellKnown: ReadonlyMap<object, string> = new Map(
  (
    "Object Array Map Set Math Number String Boolean Error RangeError TypeError SyntaxError " +
    "ReferenceError EvalError URIError AggregateError Float64Array Float32Array Int32Array " +
    "Uint32Array Int16Array Uint16Array Int8Array Uint8Array Uint8ClampedArray"
  )
    .split(" ")
    .flatMap((name): [object, string][] => {
      const value = (globalThis as Record<string, unknown>)[name] as { prototype?: object };
      const own: [object, string] = [value, name];
      return value.prototype === undefined ? [own] : [own, [value.prototype, `${name}.prototype`]];
    }),
);

/** A value that no text makes again: it says which. */
export class Unwritable extends Error {
  readonly what: string;

  constructor(what: string) {
    super(`there is no text that makes ${what}`);
    this.what = what;
  }
}

/**
 * Expressions for `values`, and statements to come before them. What is the same object stays the
 * same one, also in a circle. Numbers, strings, arrays, typed arrays, maps, sets and plain objects;
 * what every program has is written by its name.
 *
 * @throws Unwritable where there are functions, symbols, or objects of other classes
 */
export function written(values: readonly unknown[]): {
  readonly before: string;
  readonly expressions: readonly string[];
} {
  const writer = new Writer(meet(values));
  const expressions = values.map((value) => writer.of(value));
  return { before: writer.statements.join(""), expressions };
}

/** Objects that are led to several times, and those that lead to themselves. */
interface Met {
  readonly several: ReadonlySet<object>;
  readonly circular: ReadonlySet<object>;
}

function meet(values: readonly unknown[]): Met {
  const [seen, open] = [new Set<object>(), new Set<object>()];
  const [several, circular] = [new Set<object>(), new Set<object>()];
  const visit = (one: unknown): void => {
    if (typeof one !== "object" || one === null || wellKnown.has(one)) return;
    if (open.has(one)) circular.add(one);
    if (seen.has(one)) return void several.add(one);
    seen.add(one);
    open.add(one);
    for (const held of heldBy(one)) visit(held);
    open.delete(one);
  };
  values.forEach(visit);
  return { several, circular };
}

function heldBy(value: object): readonly unknown[] {
  if (ArrayBuffer.isView(value)) return [];
  if (value instanceof Map) return [...value].flat();
  return value instanceof Set ? [...value] : Object.values(value);
}

class Writer {
  readonly statements: string[] = [];
  readonly #met: Met;
  readonly #names = new Map<object, string>();

  constructor(met: Met) {
    this.#met = met;
  }

  of(value: unknown): string {
    switch (typeof value) {
      case "undefined":
        return "void 0";
      case "number":
        return Object.is(value, -0) ? "-0" : String(value);
      case "bigint":
        return `${value}n`;
      case "string":
      case "boolean":
        return JSON.stringify(value);
      case "object":
      case "function":
        return value === null ? "null" : this.#object(value);
      default:
        throw new Unwritable(`a ${typeof value}`);
    }
  }

  #object(value: object): string {
    const known = wellKnown.get(value) ?? this.#names.get(value);
    if (known !== undefined) return known;
    if (isPrototype(value)) throw new Unwritable(`the class \`${value.constructor.name}\``);
    if (typeof value === "function") throw new Unwritable(`the function \`${value.name}\``);
    const { several, circular } = this.#met;
    if (!several.has(value)) return this.#literal(value);
    if (!circular.has(value)) {
      const literal = this.#literal(value);
      const name = this.#named(value);
      this.statements.push(`const ${name} = ${literal};\n`);
      return name;
    }
    // filled when it can be led to, for it leads to itself
    const name = this.#named(value);
    this.statements.push(`const ${name} = ${this.#empty(value)};\n`);
    this.statements.push(this.#filled(name, value));
    return name;
  }

  #named(value: object): string {
    const name = `o${this.#names.size}`;
    this.#names.set(value, name);
    return name;
  }

  #empty(value: object): string {
    if (Array.isArray(value)) return "[]";
    if (value instanceof Map) return "new Map()";
    if (value instanceof Set) return "new Set()";
    return this.#isBare(value) ? "Object.create(null)" : "{}";
  }

  #filled(name: string, value: object): string {
    if (Array.isArray(value)) return `${name}.push(${this.#list(value)});\n`;
    if (value instanceof Map) {
      const all = [...value].map(([k, v]) => `.set(${this.of(k)}, ${this.of(v)})`);
      return `${name}${all.join("")};\n`;
    }
    if (value instanceof Set) {
      return `${name}${[...value].map((v) => `.add(${this.of(v)})`).join("")};\n`;
    }
    return `Object.assign(${name}, {${this.#fields(value)}});\n`;
  }

  #literal(value: object): string {
    if (ArrayBuffer.isView(value)) {
      const kind = wellKnown.get(value.constructor);
      if (kind === undefined) throw new Unwritable(`a ${value.constructor.name}`);
      return `new ${kind}([${this.#list([...(value as unknown as Iterable<number>)])}])`;
    }
    if (Array.isArray(value)) return `[${this.#list(value)}]`;
    if (value instanceof Map) {
      const all = [...value].map(([k, v]) => `[${this.of(k)}, ${this.of(v)}]`);
      return `new Map([${all.join(", ")}])`;
    }
    if (value instanceof Set) return `new Set([${this.#list([...value])}])`;
    const fields = this.#fields(value);
    return this.#isBare(value) ? `Object.assign(Object.create(null), {${fields}})` : `{${fields}}`;
  }

  #list(values: readonly unknown[]): string {
    return values.map((one) => this.of(one)).join(", ");
  }

  #fields(value: object): string {
    return Object.entries(value)
      .map(([name, held]) => `${fieldName(name)}: ${this.of(held)}`)
      .join(", ");
  }

  #isBare(value: object): boolean {
    const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
    if (prototype !== null && prototype !== Object.prototype) {
      throw new Unwritable(`an instance of \`${prototype.constructor?.name ?? "a class"}\``);
    }
    return prototype === null;
  }
}

function isPrototype(value: object): boolean {
  const made: unknown = Object.getOwnPropertyDescriptor(value, "constructor")?.value;
  return typeof made === "function" && made.prototype === value;
}

// `__proto__` would be the prototype
function fieldName(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
