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
  { name: "cofactor3", file: "cofactors", arrays: 5, numbers: 2 },
];

interface Read {
  readonly tree: FunctionTree;
  readonly names: ReadonlyMap<string, object>;
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
    const fn = (): void => undefined;
    const tree = rootAt(lower(declared as unknown as AnyFunction), 0, {
      path: "nabla",
      lineStarts: [0],
    });
    names.set(name, fn);
    read.set(fn, { tree, names });
  }
  return names;
}

function reflect(fn: object): { tree: FunctionTree; scope: ReturnType<typeof makeScope> } {
  const { tree, names } = read.get(fn)!;
  return { tree, scope: makeScope({ tree, self: fn, given: Object.fromEntries(names) }) };
}

/** The module of a kernel: the function of its name, then those that it calls. */
function compiled({ name, file, arrays, numbers }: Kernel, sizes: boolean): Module {
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
    sizes && type.kind === "scalar" ? op.toF64(b, b.param(i32, hint)) : b.param(type, hint),
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
  const done = optimise({ funcs: new Map(funcs) }, [entry], { final: true, disable: ["version"] });
  return named(done, entry);
}

/** The module with its functions named after the first, and values by numbers. */
function named(module: Module, entry: string): Module {
  const name = (old: string): string => (old === entry ? entry : `${entry}.${old}`);
  const plain = (func: Func): Func => {
    const region = rewriteRegion(func.region, (instr, b) => {
      if (instr.op !== op.callOp) return undefined;
      const types = instr.results.map(({ type }) => type);
      return op.call(b, name(instr.attrs["callee"] as string), instr.args, types);
    });
    return { name: name(func.name), region, disjoint: func.disjoint ?? false };
  };
  const all = [
    funcNamed(module, entry),
    ...[...module.funcs.values()].filter((f) => f.name !== entry),
  ];
  return { funcs: new Map(all.map((f) => [name(f.name), plain(f)])) };
}

/** The text without indentation, and without names and types that only people need. */
function compact(text: string): string {
  const short = new Map<string, string>();
  const nameOf = (long: string): string => {
    if (!short.has(long)) short.set(long, `%${short.size}`);
    return short.get(long)!;
  };
  return text
    .replaceAll(/^ +/gm, "")
    .replaceAll(/^[^({]*? = (?!call )/gm, (results) => results.replaceAll(/: [^,=]+(?=,| =)/g, ""))
    .replaceAll(/%[\w$.'[\]#]+/g, nameOf);
}

/** The file of src/lower/kernels for each kernel, by its path. */
export function kernelFiles(): ReadonlyMap<string, string> {
  return new Map(
    kernels.map((kernel) => {
      const { funcs } = compiled(kernel, true);
      const text = [...funcs.values()].map((func) => compact(printModule(moduleOf(func)))).join("");
      const path = `src/lower/kernels/${kernel.name}.generated.ts`;
      const head = `// Made by scripts/gen-kernels.ts of src/kernels/${kernel.file}.ts.\n`;
      return [path, `${head}export const ${kernel.name} = \`${text}\`;\n`];
    }),
  );
}
