// The programs of this folder with their inputs, and which results are right.
import { nd, type NdArray, type NdDtype } from "nabla";
import { SIZES, type ArrayInputs, type Given, type Tree } from "./inputs.ts";
import {
  attention,
  convolution,
  perceptron,
  product,
  slopeOfLogsumexp,
  small,
  sumOf,
  type Attention,
  type Layer,
  type Perceptron,
} from "./programs.ts";
import { gradientOfLogsumexp, rowsOfProduct } from "./references.ts";

/** Elements of all arrays of a result. */
export type Result = readonly ArrayLike<number>[];

export interface Program {
  readonly run: () => Result | Promise<Result>;
  /** The result in the order of axes that the others have. */
  readonly inOrder?: (result: Result) => Result;
}

/** Programs of one system by the name of the task. */
export type Programs = Readonly<Record<string, Program["run"] | Program>>;

export interface Task {
  readonly name: string;
  /** Of one run, for those that are measured by it. */
  readonly flops?: number;
  readonly goal?: Goal;
  /** How far results may be from what is right, relative. */
  readonly tolerance: number;
  /** What is right: some first elements at least. */
  readonly wanted: () => Result;
}

/** At least so many GFLOP/s, at most so many milliseconds. */
export type Goal = { readonly gflops: number } | { readonly ms: number } | "ahead of peers";

const F32 = 1e-4;
const F64 = 1e-12;
/** Rows of products that are compared. */
const ROWS = 16;

export function tasksOf(inputs: ArrayInputs): Task[] {
  const products = SIZES.map((n): Task => productTask(inputs, n, "f32"));
  const middle = 512;
  const layouts = (["AᵀB", "ABᵀ"] as const).map((layout) =>
    productTask(inputs, middle, "f32", layout),
  );
  const precise = productTask(inputs, middle, "f64");
  // of programs in f32, the same in f64
  const exact = ownPrograms(inputs, "f64");
  const gradient = (name: string, goal: Goal): Task => ({
    name,
    goal,
    tolerance: F32,
    wanted: exact[name]!,
  });
  return [
    ...products,
    ...layouts,
    { ...productTask(inputs, middle, "f32"), name: `${productName(middle, "f32")}, jit` },
    precise,
    { ...precise, name: `${precise.name}, jit` },
    gradient("perceptron", { ms: 6 }),
    {
      name: "logsumexp, f64",
      goal: { ms: 3 },
      tolerance: 1e-14,
      wanted: () => [gradientOfLogsumexp(inputs.long.data)],
    },
    gradient("convolution", "ahead of peers"),
    gradient("attention", "ahead of peers"),
    { ...gradient("x + y of ten", { ms: 0.005 }), tolerance: F32 },
    { ...gradient("jit of ten", { ms: 0.002 }), tolerance: F32 },
  ];
}

type Layout = "AB" | "AᵀB" | "ABᵀ";

const productName = (n: number, dtype: NdDtype, layout: Layout = "AB"): string =>
  `${layout} ${n}, ${dtype}`;

function productTask(inputs: ArrayInputs, n: number, dtype: NdDtype, layout?: Layout): Task {
  const [a, b] = inputs.matrices[n]!;
  return {
    name: productName(n, dtype, layout),
    flops: 2 * n ** 3,
    goal: { gflops: dtype === "f64" ? 22 : 45 },
    tolerance: dtype === "f64" ? F64 : F32,
    wanted: () => [
      rowsOfProduct(a.data, b.data, { n, rows: ROWS, ta: layout === "AᵀB", tb: layout === "ABᵀ" }),
    ],
  };
}

/** By task; f32 wherever a task does not say otherwise, or f64 in all. */
export function ownPrograms(
  inputs: ArrayInputs,
  dtype: NdDtype = "f32",
): Readonly<Record<string, () => Result>> {
  const array = ({ shape, data }: Given, as: NdDtype = dtype): NdArray =>
    nd.array(data, as).reshape([...shape]);
  const tree = <T>(given: Tree): T =>
    Object.fromEntries(Object.entries(given).map(([name, one]) => [name, array(one)])) as T;
  const programs: Record<string, () => Result> = {};
  for (const n of SIZES) {
    const [a, b] = inputs.matrices[n]!.map((one) => array(one)) as [NdArray, NdArray];
    programs[productName(n, dtype)] = () => [nd.matmul(a, b).data];
    if (n !== 512) continue;
    programs[productName(n, dtype, "AᵀB")] = () => [nd.matmul(a, b, { transposeX: true }).data];
    programs[productName(n, dtype, "ABᵀ")] = () => [nd.matmul(a, b, { transposeY: true }).data];
    programs[`${productName(n, dtype)}, jit`] = () => [product(a, b).data];
    const [c, d] = inputs.matrices[n]!.map((one) => array(one, "f64")) as [NdArray, NdArray];
    programs[productName(n, "f64")] = () => [nd.matmul(c, d).data];
    programs[`${productName(n, "f64")}, jit`] = () => [product(c, d).data];
  }
  const network = tree<Perceptron>(inputs.perceptron.weights);
  const [images, targets] = [array(inputs.perceptron.x), array(inputs.perceptron.targets)];
  programs["perceptron"] = () => {
    const { value, grad } = perceptron(network, images, targets);
    return [value.data, ...dataOf(grad)];
  };
  const long = array(inputs.long, "f64");
  programs["logsumexp, f64"] = () => [slopeOfLogsumexp(long).data];
  const layer = tree<Layer>(inputs.convolution.weights);
  const pictures = array(inputs.convolution.x);
  programs["convolution"] = () => {
    const [slopes, slope] = convolution(layer, pictures);
    return [...dataOf(slopes), slope.data];
  };
  const heads = tree<Attention>(inputs.attention.weights);
  const texts = array(inputs.attention.x);
  programs["attention"] = () => {
    const [slopes, slope] = attention(heads, texts);
    return [...dataOf(slopes), slope.data];
  };
  const [x, y] = inputs.ten.map((one) => array(one)) as [NdArray, NdArray];
  programs["x + y of ten"] = () => [sumOf(x, y).data];
  programs["jit of ten"] = () => [small(x, y).data];
  return programs;
}

const dataOf = (arrays: object): Result =>
  (Object.values(arrays) as NdArray[]).map(({ data }) => data);
