import { placeIn, type Token } from "./lex.ts";
import {
  memOf,
  memOfRefs,
  scalarType,
  showType,
  type Dtype,
  type Field,
  type RecordType,
  type Storage,
  type Type,
} from "./types.ts";

const dtypes: ReadonlySet<string> = new Set<Dtype>(["f64", "f32", "i64", "i32", "bool"]);
const storages: ReadonlySet<string> = new Set<Storage>([
  "f64",
  "f32",
  "i64",
  "i32",
  "bool",
  "i8",
  "u8",
  "i16",
  "u16",
  "u32",
]);

/** Reads tokens, numbers, types and the declarations of records. */
export class TypeParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  // A record may be mentioned before it is declared: fields are put in when it is.
  readonly #records = new Map<string, { record: RecordType; fields: Field[]; mention: Token }>();
  readonly #declared = new Set<string>();

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    return (this.#tokens[this.#at + ahead] ?? this.#tokens.at(-1)) as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  fail(token: Token, message: string): never {
    throw new Error(`${placeIn(this.#text, token.start)}: ${message}`);
  }

  take(kind: Token["kind"], wanted: string): Token {
    const token = this.next();
    return token.kind === kind ? token : this.fail(token, `wanted ${wanted}, got ${show(token)}`);
  }

  /** Takes the word or mark `text` if it is next. */
  accept(text: string): boolean {
    const token = this.peek();
    const found = (token.kind === "name" || token.kind === "mark") && token.text === text;
    if (found) this.#at++;
    return found;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(this.peek(), `wanted ${text}, got ${show(this.peek())}`);
  }

  /** Items separated by commas, up to `end`, which is taken. */
  list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.accept(end)) {
      items.push(item());
      if (this.peek().text !== end) this.expect(",");
    }
    return items;
  }

  /** A name, quoted or not. */
  name(wanted: string): string {
    return this.peek().kind === "string" ? this.next().text : this.take("name", wanted).text;
  }

  number(): number | bigint {
    const { text } = this.take("number", "a number");
    return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
  }

  /** Whether a type is next. */
  atType(): boolean {
    const { kind, text } = this.peek();
    if (kind !== "name") return false;
    return dtypes.has(text) || ((text === "mem" || text === "ref") && this.peek(1).text === "<");
  }

  type(): Type {
    const token = this.take("name", "a type");
    if (token.text === "mem") return this.#mem();
    if (token.text === "ref") {
      this.expect("<");
      const mention = this.peek();
      const name = this.name("the name of a record");
      this.expect(">");
      return { kind: "ref", record: this.#record(name, mention).record };
    }
    if (!dtypes.has(token.text)) this.fail(token, `there is no type ${token.text}`);
    const dtype = token.text as Dtype;
    if (!this.accept("[")) return scalarType(dtype);
    const shape = this.list("]", () => Number(this.number()));
    return { kind: "array", dtype, shape };
  }

  #mem(): Type {
    this.expect("<");
    const token = this.peek();
    if (token.kind === "name" && storages.has(token.text) && this.peek(1).text === ">") {
      this.next();
      this.expect(">");
      return memOf(token.text as Storage);
    }
    const elem = this.type();
    if (elem.kind === "scalar") {
      this.fail(token, `a memory does not hold ${showType(elem)}`);
    }
    this.expect(">");
    return memOfRefs(elem);
  }

  #record(name: string, mention: Token): { record: RecordType; fields: Field[]; mention: Token } {
    const known = this.#records.get(name);
    if (known !== undefined) return known;
    const fields: Field[] = [];
    const made = { record: { name, fields }, fields, mention };
    this.#records.set(name, made);
    return made;
  }

  // record node { value: f64, next: ref<node> }, after the word
  protected record(): void {
    const token = this.peek();
    const name = this.name("the name of a record");
    if (this.#declared.has(name)) this.fail(token, `the record ${name} is there already`);
    this.#declared.add(name);
    const { fields } = this.#record(name, token);
    this.expect("{");
    this.list("}", () => {
      const field = this.name("a field");
      this.expect(":");
      fields.push({ name: field, type: this.type() });
    });
  }

  protected checkRecords(): void {
    for (const [name, { mention }] of this.#records) {
      if (!this.#declared.has(name)) this.fail(mention, `the record ${name} is not declared`);
    }
  }
}

function show({ kind, text }: Token): string {
  return kind === "end" ? "the end" : JSON.stringify(text);
}
