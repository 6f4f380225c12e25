// What cases may say: names of operations and of their parameters, as NumPy, SciPy and JAX have them.
import { arrayOf, isStored, type Stored } from "./format.ts";

/** Other names of operations. */
const others: Readonly<Record<string, string>> = {
  neg: "negative",
  abs: "absolute fabs",
  sub: "subtract",
  mul: "multiply",
  div: "divide true_divide",
  pow: "power float_power",
  remainder: "mod",
  fmod: "rem",
  asin: "arcsin",
  acos: "arccos",
  atan: "arctan",
  sinh: "",
  asinh: "arcsinh",
  acosh: "arccosh",
  atanh: "arctanh",
  atan2: "arctan2",
  trunc: "fix",
  deg2rad: "radians",
  rad2deg: "degrees",
  sigmoid: "logistic expit",
  silu: "swish",
  digamma: "psi",
  lgamma: "gammaln",
  gammainc: "igamma",
  gammaincc: "igammac",
  erfinv: "erf_inv",
  i0e: "bessel_i0e",
  i1e: "bessel_i1e",
  less: "lt",
  less_equal: "le",
  greater: "gt",
  greater_equal: "ge",
  equal: "eq",
  not_equal: "ne",
  logical_and: "and",
  logical_or: "or",
  logical_xor: "xor",
  logical_not: "not",
  where: "select",
  sum: "reduce_sum",
  prod: "reduce_prod",
  max: "amax reduce_max",
  min: "amin reduce_min",
  any: "reduce_or",
  all: "reduce_and",
  concatenate: "concat",
  transpose: "permute_dims",
  flip: "rev",
  conv_transpose1d: "conv_transpose_1d",
  conv_transpose2d: "conv_transpose_2d",
  svdvals: "svdvals",
  triangular_solve: "solve_triangular",
};

/**
 * The parameters of operations: `a=b` is a parameter `a` that may be called `b`, and the name that
 * `operations` has for it is the first. What begins with ~ does not change results; `a!1` may only
 * be given as 1, which is what happens without it.
 */
const table: Readonly<Record<string, string>> = {
  "round around": "decimals",
  gelu: "approximate",
  "elu celu": "alpha",
  leaky_relu: "negative_slope",
  nan_to_num: "nan posinf neginf",
  integer_pow: "n=y=exponent",
  clip: "min=a_min=low max=a_max=high",
  "sum prod max min": "axis=axes=dimensions keepdims where initial dtype",
  "mean any all": "axis=axes=dimensions keepdims where dtype",
  "var std": "axis keepdims ddof=correction where dtype",
  "ptp count_nonzero": "axis keepdims",
  average: "axis keepdims weights",
  median: "axis keepdims",
  "quantile percentile": "q axis keepdims method=interpolation",
  logsumexp: "axis keepdims b return_sign!false",
  "argmax argmin": "axis=dimension keepdims ~index_dtype",
  "softmax log_softmax": "axis",
  "cumsum cumprod": "axis reverse dtype",
  "cummax cummin cumlogsumexp": "axis reverse",
  norm: "ord axis keepdims",
  vector_norm: "ord axis keepdims",
  matrix_norm: "ord keepdims",
  "sort argsort": "axis=dimension descending ~stable=is_stable ~kind",
  top_k: "k axis ~is_stable",
  searchsorted: "side ~method",
  reshape: "shape=newshape=new_sizes order",
  ravel: "order",
  transpose: "perm=axes=permutation",
  swapaxes: "axis1 axis2",
  moveaxis: "source destination",
  "expand_dims squeeze": "axis=dimensions",
  broadcast_to: "shape",
  concatenate: "axis=dimension",
  stack: "axis",
  "split array_split": "indices_or_sections axis",
  tile: "reps",
  repeat: "repeats axis",
  flip: "axis=dimensions",
  roll: "shift axis",
  rot90: "k axes",
  pad: "pad_width mode constant_values end_values stat_length reflect_type",
  "diag triu tril": "k",
  diagonal: "offset axis1 axis2",
  trace: "offset axis1 axis2 dtype",
  diff: "n axis",
  slice: "start=start_indices stop=limit_indices step=strides",
  "take take_along_axis": "axis mode fill_value ~unique_indices ~indices_are_sorted",
  compress: "axis",
  "scatter_set scatter_add gather": "~unique_indices ~indices_are_sorted",
  dynamic_slice: "slice_sizes",
  one_hot: "num_classes axis dtype",
  "dot matmul inner vdot outer kron": "~precision ~preferred_element_type",
  tensordot: "axes ~precision ~preferred_element_type",
  einsum: "subscripts ~optimize ~precision ~preferred_element_type",
  cross: "axis",
  "conv1d conv2d":
    "stride=window_strides padding lhs_dilation rhs_dilation groups=feature_group_count batch_group_count!1 layout=dimension_numbers ~precision ~preferred_element_type",
  "conv_transpose1d conv_transpose2d":
    "stride=strides padding rhs_dilation transpose_kernel layout=dimension_numbers ~equivalent ~precision ~preferred_element_type",
  max_pool: "window=window_shape=window_dimensions stride=strides=window_strides padding layout",
  avg_pool:
    "window=window_shape=window_dimensions stride=strides=window_strides padding layout count_include_pad",
  cholesky: "upper symmetrize_input",
  "eigh eigvalsh": "UPLO symmetrize_input",
  qr: "mode",
  svd: "full_matrices compute_uv ~hermitian",
  triangular_solve:
    "left_side lower transpose_a=trans unit_diagonal ~conjugate_a ~overwrite_b ~check_finite",
  matrix_power: "n",
  slogdet: "~method",
  expm: "~upper_triangular ~max_squarings",
  "pinv lstsq": "rcond=rtol ~hermitian",
  cond: "p",
  "fft ifft rfft irfft hfft ihfft": "n axis norm",
  "fft2 ifft2 fftn ifftn rfft2 irfft2 rfftn irfftn": "s axes norm",
  "fftshift ifftshift": "axes",
  fftconvolve: "mode axes",
  "convolve correlate": "mode ~precision ~preferred_element_type",
};

interface Parameter {
  readonly name: string;
  readonly counts: boolean;
  /** The only value that it may have. */
  readonly only?: string;
}

const nameOf = new Map<string, string>();
for (const [name, list] of Object.entries(others)) {
  for (const other of list.split(" ")) nameOf.set(other, name);
}

const parametersOf = new Map<string, ReadonlyMap<string, Parameter>>();
for (const [names, list] of Object.entries(table)) {
  const parameters = new Map<string, Parameter>();
  for (const item of list.split(" ")) {
    const counts = !item.startsWith("~");
    const [aliases, only] = item.replace("~", "").split("!") as [string, string?];
    const [name, ...more] = aliases.split("=") as [string, ...string[]];
    const parameter = { name, counts, ...(only === undefined ? {} : { only }) };
    for (const each of [name, ...more]) parameters.set(each, parameter);
  }
  for (const name of names.split(" ")) parametersOf.set(name, parameters);
}

/** The operation of a case, and its parameters by the names that `operations` has for them. */
export interface Asked {
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Reads what a case asks for; throws where that has a parameter that is not known. */
export function asked(
  given: string,
  params: Readonly<Record<string, unknown>> | undefined,
  args: readonly Stored[],
): Asked {
  const named = nameOf.get(given) ?? given;
  const op = operationFor(named, args);
  const parameters = parametersOf.get(op);
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params ?? {})) {
    const parameter = parameters?.get(key);
    if (parameter === undefined) throw new Error(`there is no parameter ${key} of ${given}`);
    if (parameter.only !== undefined) {
      if (String(value) !== parameter.only) unknownValue(key, value);
    } else if (parameter.counts && value !== undefined) read[parameter.name] = valueOf(value);
  }
  if (Array.isArray(read["start"])) return { op, params: { ranges: rangesOf(read, args[0]!) } };
  if ("padding" in read) read["padding"] = paddingOf(read["padding"], args[0]!.shape.length - 2);
  if ("dtype" in read) read["dtype"] = dtypeOf(read["dtype"]);
  if ("layout" in read) Object.assign(read, layoutOf(op, read["layout"]));
  if (op === "triangular_solve") return { op, params: triangular(given, read) };
  return { op, params: read };
}

// Names that mean two operations.
function operationFor(name: string, args: readonly Stored[]): string {
  if ((name === "max" || name === "min") && args.length === 2) return `${name}imum`;
  if (name === "conv_general_dilated") return args[0]!.shape.length === 3 ? "conv1d" : "conv2d";
  if (name === "conv_transpose") {
    return args[0]!.shape.length === 3 ? "conv_transpose1d" : "conv_transpose2d";
  }
  return name;
}

// Numbers that are no JSON are strings; other strings are names.
function valueOf(x: unknown): unknown {
  if (x === "NaN" || x === "Infinity" || x === "-Infinity") return Number(x);
  if (isStored(x)) return arrayOf(x);
  return Array.isArray(x) ? x.map(valueOf) : x;
}

// Slices as texts, which are known when compiling.
function rangesOf(read: Record<string, unknown>, x: Stored): string[] {
  const at = (name: string, i: number): unknown =>
    (read[name] as readonly unknown[] | null | undefined)?.[i] ?? "";
  return x.shape.map((_, i) => ["start", "stop", "step"].map((name) => at(name, i)).join(":"));
}

// Names in capitals; one number for both sides of all axes, or for both sides of each.
function paddingOf(x: unknown, rank: number): unknown {
  if (typeof x === "string") return x.toUpperCase();
  const list = typeof x === "number" ? Array.from({ length: rank }, () => x) : x;
  return Array.isArray(list) ? list.map((n: unknown) => (Array.isArray(n) ? n : [n, n])) : x;
}

const dtypes: Readonly<Record<string, string>> = {
  float64: "f64",
  f64: "f64",
  float: "f64",
  float32: "f32",
  f32: "f32",
  int32: "i32",
  i32: "i32",
  bool: "bool",
};

function dtypeOf(x: unknown): string | undefined {
  if (x === null) return undefined;
  return dtypes[String(x)] ?? unknownValue("dtype", x);
}

function unknownValue(name: string, value: unknown): never {
  throw new Error(`there is no ${name} ${JSON.stringify(value)}`);
}

// How axes are moved: those of images and kernels to the order that they have here, and those of
// results back; absent where they stay.
function layoutOf(op: string, x: unknown): Record<string, unknown> {
  if (x === null) return {};
  const pooled = typeof x === "string" ? [x, "OIHW", x] : undefined;
  const named = Array.isArray(x) ? x : ["input", "kernel", "output"].map((k) => (x as never)[k]);
  const specs = pooled ?? named;
  if (specs.length !== 3) unknownValue(`layout of ${op}`, x);
  const moved = {
    images: orderOf(specs[0], "N"),
    kernel: orderOf(specs[1], "O"),
    results: inverse(orderOf(specs[2], "N")),
  };
  return Object.fromEntries(Object.entries(moved).filter(([, order]) => order !== undefined));
}

const inverse = (order: readonly number[] | undefined): readonly number[] | undefined =>
  order?.map((_, i) => order.indexOf(i));

// Axis i of NCHW or OIHW is axis `order[i]` of what is given.
function orderOf(spec: unknown, first: "N" | "O"): readonly number[] | undefined {
  const letters = String(spec);
  const spatial = [...letters].filter((l) => !"NCIO".includes(l)).toSorted();
  const wanted = [first, first === "N" ? "C" : "I", ...spatial];
  const order = wanted.map((letter) => letters.indexOf(letter));
  if (order.includes(-1) || order.length !== letters.length) unknownValue("layout", spec);
  return order.every((axis, i) => axis === i) ? undefined : order;
}

// SciPy says "T" or 1 for transposed, and reads the upper triangle from the left by default.
function triangular(given: string, read: Record<string, unknown>): Record<string, unknown> {
  const { transpose_a: transposed } = read;
  const known = [undefined, false, true, 0, 1, 2, "N", "T", "C"];
  if (!known.includes(transposed as never)) unknownValue("trans", transposed);
  const left = read["left_side"] ?? given !== "triangular_solve";
  return {
    ...read,
    left_side: left,
    transpose_a: ![undefined, false, 0, "N"].includes(transposed as never),
  };
}
