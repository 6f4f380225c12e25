// The functions of src/kernels as IR, in the texts of modules.
import { readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { Builder } from "../src/ir/builder.ts";
import { funcNamed, moduleOf, withFuncs, type Func, type Module } from "../src/ir/func.ts";
import { printModule } from "../src/ir/print.ts";
import { rewriteRegion } from "../src/ir/rewrite.ts";
import { i32 } from "../src/ir/types.ts";
import * as op from "../src/ops/index.ts";
import { optimise } from "../src/passes/pipeline.ts";
import { makeScope } from "../src/reflect/scope.ts";
import { specialise } from "../src/specialise/index.ts";
import type { AnyFunction } from "../src/syntax/estree.ts";
import { lower } from "../src/syntax/lower.ts";
import { rootAt } from "../src/syntax/root.ts";
import type { FunctionTree } from "../src/syntax/tree.ts";
import { trustedSubscripts } from "./kernel-subscripts.ts";

interface Kernel {
  readonly name: string;
  /** Its file in src/kernels. */
  readonly file: string;
  /** How many arrays it takes, then how many numbers. */
  readonly arrays: number;
  readonly numbers: number;
}

/** Kernels of arrays: arrays first, then sizes, which are integers. */
export const kernels: readonly Kernel[] = [
  { name: "cholesky", file: "cholesky", arrays: 2, numbers: 2 },
  { name: "lu", file: "lu", arrays: 2, numbers: 2 },
  { name: "triangularSolve", file: "triangular", arrays: 3, numbers: 7 },
  { name: "qr", file: "qr", arrays: 2, numbers: 3 },
  { name: "eigh", file: "eigh", arrays: 2, numbers: 2 },
  { name: "svd", file: "svd", arrays: 2, numbers: 3 },
  { name: "fft", file: "fft", arrays: 2, numbers: 3 },
  { name: "determinant", file: "determinant", arrays: 2, numbers: 2 },
  { name: "argSort", file: "sort", arrays: 2, numbers: 4 },
  { name: "cofactor0", file: "determinant", arrays: 2, numbers: 2 },
  { name: "cofactor1", file: "determinant", arrays: 3, numbers: 2 },
  { name: "cofactor2", file: "cofactors", arrays: 4, numbers: 2 },
  { name: "randomGamma", file: "random", arrays: 3, numbers: 1 },
  { name: "randomGammaSlope", file: "random-slopes", arrays: 4, numbers: 1 },
  { name: "randomPoisson", file: "random", arrays: 3, numbers: 1 },
  { name: "cofactor3", file: "cofactors", arrays: 5, numbers: 2 },
];

/** Files of src/kernels/special. */
const special = [
  "bessel",
  "error",
  "fits.generated",
  "gamma",
  "incomplete-beta",
  "incomplete-gamma",
  "products",
  "zeta",
] as const;

interface Read {
  readonly tree: FunctionTree;
  readonly names: ReadonlyMap<string, object>;
  readonly file: string;
}

const files = new Map<string, Map<string, object>>();
const read = new Map<object, Read>();

/** Stands for each function of a file, and for those that it imports, by name. */
function functionsOf(path: string): ReadonlyMap<string, object> {
  const known = files.get(path);
  if (known !== undefined) return known;
  const names = new Map<string, object>();
  files.set(path, names);
  const { program } = parseSync(path, readFileSync(path, "utf8"), { sourceType: "module" });
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      const from = functionsOf(
        new URL(statement.source.value, `file:///${path}`).pathname.slice(1),
      );
      for (const { local } of statement.specifiers) names.set(local.name, from.get(local.name)!);
      continue;
    }
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type !== "FunctionDeclaration") continue;
    const { name } = declared.id!;
    const fn = Object.defineProperty((): void => undefined, "name", { value: name });
    const tree = rootAt(lower(declared as unknown as AnyFunction), 0, {
      path: "nabla",
      lineStarts: [0],
    });
    names.set(name, fn);
    read.set(fn, { tree, names, file: path.replace(/^.*\/|\.ts$/g, "") });
  }
  return names;
}

function reflect(fn: object): { tree: FunctionTree; scope: ReturnType<typeof makeScope> } {
  const { tree, names } = read.get(fn)!;
  return { tree, scope: makeScope({ tree, self: fn, given: Object.fromEntries(names) }) };
}

/** The module of a kernel: the function of its name, with all that it calls in it. */
function kernelModule({ name, file, arrays, numbers }: Kernel): Module {
  const fn = functionsOf(`src/kernels/${file}.ts`).get(name);
  if (fn === undefined) throw new Error(`no function ${name} in ${file}.ts`);
  // any that are told apart will do: only their types matter
  const args = [
    ...Array.from({ length: arrays }, () => new Float64Array(1)),
    ...Array.from({ length: numbers }, (_, i) => i + 0.5),
  ];
  const made = specialise({ fn, args, reflect });
  const inner = funcNamed(made.module, made.name);
  const b = new Builder();
  const passed = inner.region.params.map(({ type, hint }) =>
    type.kind === "scalar" ? op.toF64(b, b.param(i32, hint)) : b.param(type, hint),
  );
  const types = inner.region.yields.map(({ type }) => type);
  const entry = `kernel.${name}`;
  const func: Func = {
    name: entry,
    region: b.finish(op.call(b, made.name, passed, types)),
    disjoint: true,
  };
  const first = optimise(withFuncs(made.module, func), [entry], { first: true });
  const funcs = [...first.funcs].map(([key, f]) => [key, trustedSubscripts(f)] as const);
  // with integers for subscripts there is nothing to choose between two versions for
  return optimise({ funcs: new Map(funcs) }, [entry], { final: true, disable: ["version"] });
}

/**
 * A function of src/kernels/special as a function of doubles, which calls others: these are compiled
 * by themselves.
 */
function specialFunc(fn: object): Func {
  const { tree, names } = read.get(fn)!;
  // calls of functions under a checkpoint stay calls
  const apart = new Map<object, object>();
  const embedded = {};
  for (const [name, other] of names) {
    const wrapper = Object.defineProperty((): void => undefined, "name", { value: name });
    apart.set(wrapper, other);
    Object.defineProperty(embedded, name, { get: () => wrapper });
  }
  const made = specialise({
    fn,
    args: tree.root.kind === "function" ? tree.root.params.map((_, i) => i + 0.5) : [],
    reflect: (one) =>
      one === fn ? { tree, scope: makeScope({ tree, self: fn, embedded }) } : reflect(one),
    library: (one) => {
      const other = apart.get(one);
      const by = { kind: "operator", name: "checkpoint" } as const;
      return other && { kind: "made", by, args: [other] };
    },
  });
  const { funcs } = optimise(made.module, [made.name], { first: true, disable: ["inline"] });
  const whole = optimise({ funcs }, [made.name], { final: true, disable: ["inline"] });
  const callee = (name: string): string => specialName(names.get(name.replace(/_\d+$/, ""))!);
  const region = rewriteRegion(funcNamed(whole, made.name).region, (instr, b) => {
    if (instr.op !== op.callOp) return undefined;
    const types = instr.results.map(({ type }) => type);
    return op.call(b, callee(instr.attrs["callee"] as string), instr.args, types);
  });
  return { name: specialName(fn), region };
}

function specialName(fn: object): string {
  const { file } = read.get(fn)!;
  return `special.${file}.${(fn as { name: string }).name}`;
}

/**
 * The text of a function without indentation, and without names and types that only people need; for
 * values see `numbered` of src/lower/kernels.
 */
function compact(text: string): string {
  const places = new Map<string, number>();
  const nameOf = (long: string): string => {
    const place = places.get(long);
    if (place !== undefined) return `%${places.size - 1 - place}`;
    places.set(long, places.size);
    return "%";
  };
  return text
    .replaceAll(/^ +/gm, "")
    .replaceAll(/^[^({\n]*? = (?!call )/gm, (results) =>
      results.replaceAll(/: [^,=]+(?=,| =)/g, ""),
    )
    .replaceAll(/%[\w$.'[\]#]+/g, nameOf);
}

const textOf = ({ funcs }: Module): string =>
  [...funcs.values()].map((func) => compact(printModule(moduleOf(func)))).join("");

/** Files of src/lower/kernels, by their paths. */
export function kernelFiles(): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  const put = (name: string, of: string, text: string): void => {
    const head = `// Made by scripts/gen-kernels.ts of src/kernels/${of}.\n`;
    made.set(`src/lower/kernels/${name}.generated.ts`, head + text);
  };
  for (const kernel of kernels) {
    const text = textOf(kernelModule(kernel));
    put(kernel.name, `${kernel.file}.ts`, `export const ${kernel.name} = \`${text}\`;\n`);
  }
  const texts: string[] = [];
  for (const file of special) {
    for (const fn of functionsOf(`src/kernels/special/${file}.ts`).values()) {
      if (read.get(fn)!.file !== file) continue;
      const func = specialFunc(fn);
      texts.push(`  "${func.name}": \`${textOf(moduleOf(func))}\`,\n`);
    }
  }
  const type = "Readonly<Record<string, string>>";
  put("special", "special", `export const special: ${type} = {\n${texts.join("")}};\n`);
  return made;
}
