/**
 * Makes the lists in docs/nd-functions.md, between its two markers, of the comments in `src/nd`. The
 * test that holds them in step also writes them:
 *
 *     UPDATE_DOCS=1 npx vitest run test/docs/nd-functions.test.ts && npx oxfmt docs/nd-functions.md
 */
import { readFileSync } from "node:fs";
import { optionNames } from "../src/nd/options.ts";

const folder = new URL("../src/nd/", import.meta.url);
const markers = ["<!-- functions -->", "<!-- end of functions -->"] as const;

/** The page with what the comments say now. */
export function withFunctions(text: string): string {
  const [start, end] = markers.map((m) => text.indexOf(m)) as [number, number];
  if (start < 0 || end < start) throw new Error("docs/nd-functions.md has no markers");
  const sections = Object.values(titles).map(section);
  const made = [...sections, options(), types()].join("\n");
  return `${text.slice(0, start + markers[0].length)}\n\n${made}\n${text.slice(end)}`;
}

interface Module {
  readonly title: string;
  /** Before names in calls. */
  readonly prefix: string;
  /** The other names of each function. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly source: string;
}

// One for each file that functions are exported from; files of one title are one.
function modules(): Module[] {
  const of = (file: string, prefix: string): Module[] =>
    [...read(file).matchAll(/^export \{([^}]*)\} from "\.\/([\w-]+)\.ts";/gm)].map(
      ([, list, from]) => ({
        title: titles[prefix] ?? titles[from!] ?? from!,
        prefix,
        names: namesOf(list!),
        source: read(`${from}.ts`),
      }),
    );
  const fft = read("fft.ts");
  const transforms = [...fft.matchAll(/^export function (\w+)\(/gm)].map(([, name]) => name!);
  return [
    ...of("public.ts", "nd."),
    ...of("linalg.ts", "nd.linalg."),
    {
      title: titles["nd.fft."]!,
      prefix: "nd.fft.",
      names: namesOf(transforms.join()),
      source: fft,
    },
  ];
}

const titles: Readonly<Record<string, string>> = {
  create: "New arrays",
  arithmetic: "Arithmetic",
  elementary: "Elementary functions",
  special: "Special functions",
  activations: "Functions of networks",
  compare: "Comparison and logic",
  reduce: "Reductions",
  sort: "Scans and order",
  arrange: "Shapes",
  join: "Joining and splitting",
  pad: "Padding",
  slicing: "Ranges",
  take: "Taking along axes",
  indexing: "Indices",
  matmul: "Products",
  einsum: "Sums of products",
  norm: "Norms",
  conv: "Convolution and pooling",
  convolve: "Convolution of signals",
  "nd.linalg.": "Linear algebra",
  "nd.fft.": "Fourier transforms",
};

const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");

// `divide`, `divide as div`
function namesOf(list: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const one of list.split(",")) {
    const [own, other] = one.trim().split(" as ") as [string, string?];
    if (own === "") continue;
    names.set(own, [...(names.get(own) ?? []), ...(other === undefined ? [] : [other])]);
  }
  return names;
}

function section(title: string): string {
  const items = modules()
    .filter((module) => module.title === title)
    .flatMap((module) => [...module.names].map(([name, others]) => item(module, name, others)));
  return [`### ${title}`, "", ...items.toSorted(), ""].join("\n");
}

function item({ prefix, source }: Module, name: string, others: readonly string[]): string {
  const { doc, parameters, result } = declared(source, name);
  const known = [name, ...others].flatMap((one) => optionNames[one] ?? []);
  const call = `\`${prefix}${name}(${parameters.map((p) => shown(p, known)).join(", ")})\``;
  const also = others.length === 0 ? "" : `, also ${others.map((o) => `\`${o}\``).join(", ")}`;
  const gives = result === "NdArray" ? "" : ` → \`${result.replaceAll(/\breadonly /g, "")}\``;
  return `- ${call}${also}${gives}: ${doc}`;
}

interface Declared {
  readonly doc: string;
  readonly parameters: readonly string[];
  readonly result: string;
}

// The comment of a function, and its signature: of several the last.
function declared(source: string, name: string): Declared {
  const comments = [...source.matchAll(new RegExp(`/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\nexport function ${name}\\(`, "g"))]; // prettier-ignore
  const at = source.lastIndexOf(`export function ${name}(`);
  if (comments.length === 0 || at < 0) throw new Error(`${name} has no comment`);
  const from = source.indexOf("(", at) + 1;
  const to = closing(source, from);
  const [, result] = /^\): (.*) \{$/m.exec(source.slice(to))!;
  return {
    doc: prose(comments[0]![1]!),
    parameters: split(source.slice(from, to)),
    result: result!,
  };
}

const prose = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
    .join(" ")
    .replaceAll(/\s*@throws /g, " Throws ")
    .trim();

function closing(source: string, from: number): number {
  let depth = 1;
  for (let i = from; ; i++) {
    if ("([{".includes(source[i]!)) depth++;
    if (")]}".includes(source[i]!) && --depth === 0) return i;
  }
}

// At commas that are not inside of anything.
function split(parameters: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < parameters.length;) {
    let [to, depth] = [from, 0];
    for (; to < parameters.length && (depth > 0 || parameters[to] !== ","); to++) {
      depth += Number("([{<".includes(parameters[to]!)) - Number(")]}>".includes(parameters[to]!));
    }
    parts.push(parameters.slice(from, to).trim());
    from = to + 1;
  }
  return parts.filter((part) => part !== "");
}

// A parameter as it is given: `x`, `axis = -1`, `axis?`, `{ side }`.
function shown(parameter: string, known: readonly string[]): string {
  const [, target, optional, type, value] = /^([.\w]+)(\??)(?:: (.*?))?(?: = (.*))?$/s.exec(
    parameter,
  )!;
  if (target === "options" && known.length > 0) return `{ ${known.join(", ")} }`;
  if (value !== undefined) return `${target} = ${value}`;
  return optional === "?" || / \| undefined/.test(type ?? "") ? `${target}?` : target!;
}

interface Options {
  readonly base: string | undefined;
  readonly fields: readonly string[];
}

const interfaces = /^export interface (\w+Options)(?: extends (\w+))? \{\n(.*?)^\}/gms;
const fieldsIn = /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?readonly (\w+)\??: ([^;]*);/g;
const typesIn = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\nexport type (\w+) =([^;]*);/g;

// What options mean, for the functions that take the same ones.
function options(): string {
  const found = new Map<string, Options>();
  const sources = modules().map(({ source }) => source);
  for (const source of [...sources, read("axes.ts")]) {
    for (const [, name, base, body] of source.matchAll(interfaces)) {
      found.set(name!, { base, fields: fieldsOf(body!) });
    }
  }
  const fields = (name: string): readonly string[] => {
    const { base, fields: own = [] } = found.get(name) ?? {};
    return [...(base === undefined ? [] : fields(base)), ...own];
  };
  const takers = new Map<string, Set<string>>();
  for (const { names, source, prefix } of modules()) {
    for (const name of names.keys()) {
      const used =
        declared(source, name)
          .parameters.join(",")
          .match(/\w+Options\b/g) ?? [];
      const [type] = used.toSorted((a, b) => fields(b).length - fields(a).length);
      if (type === undefined) continue;
      takers.set(type, (takers.get(type) ?? new Set()).add(`\`${prefix.slice(3)}${name}\``));
    }
  }
  const lists = [...takers].flatMap(([type, of]) => [`${[...of].join(", ")}:`, "", ...fields(type), ""]); // prettier-ignore
  return ["### Options", "", ...lists].join("\n");
}

function fieldsOf(body: string): string[] {
  return [...body.matchAll(fieldsIn)].map(
    ([, doc, name, type]) =>
      `- \`${name}\`: ${described(type!.replace(/ \| undefined$/, ""), doc)}`,
  );
}

// What the names of types stand for.
function types(): string {
  const files = ["array", "axes", "convert", "conv", "fft", "norm", "pad", "slicing"];
  const found = files.flatMap((file) => [...read(`${file}.ts`).matchAll(typesIn)]);
  const lines = found.map(([, doc, name, type]) => `- \`${name}\`: ${described(type!, doc)}`);
  return ["### Types", "", ...lines.toSorted(), ""].join("\n");
}

function described(type: string, doc: string | undefined): string {
  const code = `\`${type.trim().replace(/^\| /, "").replaceAll(/\s+/g, " ")}\``;
  return doc === undefined ? code : `${code}. ${prose(doc)}`;
}
