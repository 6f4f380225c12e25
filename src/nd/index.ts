import { install } from "./methods.ts";

export { NdArray } from "./array.ts";
export type { NdDtype, NestedList, StoredDtype } from "./array.ts";
export type { Axes, ReduceOptions, Shape } from "./axes.ts";
export type { ConvolveOptions, FftConvolveOptions } from "./convolve.ts";
export type { ConvOptions, ConvTransposeOptions, Padding, PoolOptions } from "./conv.ts";
export type { Nested, NumberData, Operand } from "./convert.ts";
export type { BincountOptions } from "./indexing.ts";
export type { EyeOptions, LinspaceOptions } from "./create.ts";
export type { DiagonalOptions, OrderOptions } from "./arrange.ts";
export type { PadAmounts, PadMode, PadOptions } from "./pad.ts";
export type { MatmulOptions } from "./matmul.ts";
export type { NormOptions, NormOrder } from "./norm.ts";
export type {
  ArgOptions,
  AverageOptions,
  InitialOptions,
  LogsumexpOptions,
  SoftmaxOptions,
  VarianceOptions,
  WhereOptions,
} from "./reduce.ts";
export type { OneHotOptions } from "./indexing.ts";
export type { TakeOptions } from "./take.ts";
export type { Range } from "./slicing.ts";
export type { QuantileOptions, ScanOptions, SortOptions } from "./sort.ts";
export * from "./public.ts";
export * as fft from "./fft.ts";
export * as linalg from "./linalg.ts";

install();
