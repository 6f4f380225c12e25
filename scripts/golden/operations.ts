// The operations of the files of reference values, by the functions of `nd`. They are in the
// compiled language: all modes run them.
import { nd, type NdArray } from "nabla";

type Arrays = readonly NdArray[];
// oxlint-disable-next-line typescript/no-explicit-any -- options as the files have them
type Params = any;
type Operation = (x: Arrays, p: Params) => NdArray | NdArray[];

const reduceOptions = (p: Params): { axis: number | number[] | null; keepdims: boolean } => ({
  axis: p.axis,
  keepdims: p.keepdims,
});

const varianceOptions = (
  p: Params,
): { axis: number | number[] | null; keepdims: boolean; ddof: number } => ({
  axis: p.axis,
  keepdims: p.keepdims,
  ddof: p.ddof,
});

export const operations: Readonly<Record<string, Operation>> = {
  neg: (x) => nd.negative(x[0]!),
  abs: (x) => nd.abs(x[0]!),
  sign: (x) => nd.sign(x[0]!),
  sqrt: (x) => nd.sqrt(x[0]!),
  cbrt: (x) => nd.cbrt(x[0]!),
  exp: (x) => nd.exp(x[0]!),
  expm1: (x) => nd.expm1(x[0]!),
  log: (x) => nd.log(x[0]!),
  log1p: (x) => nd.log1p(x[0]!),
  log2: (x) => nd.log2(x[0]!),
  log10: (x) => nd.log10(x[0]!),
  sin: (x) => nd.sin(x[0]!),
  cos: (x) => nd.cos(x[0]!),
  tan: (x) => nd.tan(x[0]!),
  asin: (x) => nd.asin(x[0]!),
  acos: (x) => nd.acos(x[0]!),
  atan: (x) => nd.atan(x[0]!),
  sinh: (x) => nd.sinh(x[0]!),
  cosh: (x) => nd.cosh(x[0]!),
  tanh: (x) => nd.tanh(x[0]!),
  asinh: (x) => nd.asinh(x[0]!),
  acosh: (x) => nd.acosh(x[0]!),
  atanh: (x) => nd.atanh(x[0]!),
  sigmoid: (x) => nd.sigmoid(x[0]!),
  softplus: (x) => nd.softplus(x[0]!),
  relu: (x) => nd.relu(x[0]!),
  silu: (x) => nd.silu(x[0]!),
  logit: (x) => nd.logit(x[0]!),
  sinc: (x) => nd.sinc(x[0]!),
  square: (x) => nd.square(x[0]!),
  reciprocal: (x) => nd.reciprocal(x[0]!),
  floor: (x) => nd.floor(x[0]!),
  ceil: (x) => nd.ceil(x[0]!),
  round: (x) => nd.round(x[0]!),
  trunc: (x) => nd.trunc(x[0]!),

  add: (x) => nd.add(x[0]!, x[1]!),
  sub: (x) => nd.subtract(x[0]!, x[1]!),
  mul: (x) => nd.multiply(x[0]!, x[1]!),
  div: (x) => nd.divide(x[0]!, x[1]!),
  pow: (x) => nd.power(x[0]!, x[1]!),
  maximum: (x) => nd.maximum(x[0]!, x[1]!),
  minimum: (x) => nd.minimum(x[0]!, x[1]!),
  atan2: (x) => nd.atan2(x[0]!, x[1]!),
  hypot: (x) => nd.hypot(x[0]!, x[1]!),
  remainder: (x) => nd.remainder(x[0]!, x[1]!),
  fmod: (x) => nd.fmod(x[0]!, x[1]!),
  floor_divide: (x) => nd.floorDivide(x[0]!, x[1]!),
  logaddexp: (x) => nd.logaddexp(x[0]!, x[1]!),
  xlogy: (x) => nd.xlogy(x[0]!, x[1]!),
  integer_pow: (x, p) => nd.power(x[0]!, p.n),
  less: (x) => nd.less(x[0]!, x[1]!),
  less_equal: (x) => nd.lessEqual(x[0]!, x[1]!),
  greater: (x) => nd.greater(x[0]!, x[1]!),
  greater_equal: (x) => nd.greaterEqual(x[0]!, x[1]!),
  equal: (x) => nd.equal(x[0]!, x[1]!),
  not_equal: (x) => nd.notEqual(x[0]!, x[1]!),
  logical_and: (x) => nd.logicalAnd(x[0]!, x[1]!),
  logical_or: (x) => nd.logicalOr(x[0]!, x[1]!),
  logical_xor: (x) => nd.logicalXor(x[0]!, x[1]!),
  logical_not: (x) => nd.logicalNot(x[0]!),
  where: (x) => nd.where(x[0]!, x[1]!, x[2]!),
  clip: (x) => nd.clip(x[0]!, x[1]!, x[2]!),

  sum: (x, p) => nd.sum(x[0]!, reduceOptions(p)),
  prod: (x, p) => nd.prod(x[0]!, reduceOptions(p)),
  max: (x, p) => nd.max(x[0]!, reduceOptions(p)),
  min: (x, p) => nd.min(x[0]!, reduceOptions(p)),
  mean: (x, p) => nd.mean(x[0]!, reduceOptions(p)),
  var: (x, p) => nd.variance(x[0]!, varianceOptions(p)),
  std: (x, p) => nd.std(x[0]!, varianceOptions(p)),
  logsumexp: (x, p) => nd.logsumexp(x[0]!, reduceOptions(p)),
  any: (x, p) => nd.any(x[0]!, reduceOptions(p)),
  all: (x, p) => nd.all(x[0]!, reduceOptions(p)),
  median: (x, p) => nd.median(x[0]!, reduceOptions(p)),
  argmax: (x, p) => nd.argmax(x[0]!, p.axis, { keepdims: p.keepdims }),
  argmin: (x, p) => nd.argmin(x[0]!, p.axis, { keepdims: p.keepdims }),
  norm: (x, p) => nd.norm(x[0]!, { ord: p.ord, axis: p.axis, keepdims: p.keepdims }),
  softmax: (x, p) => nd.softmax(x[0]!, p.axis),
  log_softmax: (x, p) => nd.logSoftmax(x[0]!, p.axis),
  cumsum: (x, p) => nd.cumsum(x[0]!, p.axis),
  cumprod: (x, p) => nd.cumprod(x[0]!, p.axis),
  cummax: (x, p) => nd.cummax(x[0]!, p.axis),
  sort: (x, p) => nd.sort(x[0]!, p.axis),
  argsort: (x, p) => nd.argsort(x[0]!, p.axis),
  top_k: (x, p) => nd.topK(x[0]!, p.k),

  reshape: (x, p) => nd.reshape(x[0]!, p.shape),
  transpose: (x, p) => nd.transpose(x[0]!, p.perm),
  swapaxes: (x, p) => nd.swapaxes(x[0]!, p.axis1, p.axis2),
  moveaxis: (x, p) => nd.moveaxis(x[0]!, p.source, p.destination),
  expand_dims: (x, p) => nd.expandDims(x[0]!, p.axis),
  squeeze: (x, p) => nd.squeeze(x[0]!, p.axis),
  broadcast_to: (x, p) => nd.broadcastTo(x[0]!, p.shape),
  concatenate: (x, p) => nd.concatenate(x, p.axis),
  stack: (x, p) => nd.stack(x, p.axis),
  split: (x, p) => nd.split(x[0]!, p.indices_or_sections, p.axis),
  tile: (x, p) => nd.tile(x[0]!, p.reps),
  repeat: (x, p) => nd.repeat(x[0]!, p.repeats, p.axis),
  flip: (x, p) => nd.flip(x[0]!, p.axis),
  roll: (x, p) => nd.roll(x[0]!, p.shift, p.axis),
  pad: (x, p) =>
    nd.pad(x[0]!, p.pad_width, {
      mode: p.mode,
      constantValues: p.constant_values === undefined ? 0 : p.constant_values,
    }),
  diag: (x, p) => nd.diag(x[0]!, p.k),
  diagonal: (x, p) => nd.diagonal(x[0]!, { offset: p.offset, axis1: p.axis1, axis2: p.axis2 }),
  triu: (x, p) => nd.triu(x[0]!, p.k),
  tril: (x, p) => nd.tril(x[0]!, p.k),

  slice: (x, p) => nd.slice(x[0]!, ...ranges(p)),
  gather: (x) => nd.gather(x[0]!, ...x.slice(1)),
  take: (x, p) => nd.take(x[0]!, x[1]!, p.axis),
  take_along_axis: (x, p) => nd.takeAlongAxis(x[0]!, x[1]!, p.axis),
  compress: (x, p) => nd.compress(x[0]!, x[1]!, p.axis),
  boolean_index: (x) => nd.booleanIndex(x[0]!, x[1]!),
  scatter_set: (x) => nd.scatterSet(x[0]!, ...x.slice(1)),
  scatter_add: (x) => nd.scatterAdd(x[0]!, ...x.slice(1)),
  dynamic_slice: (x, p) => nd.dynamicSlice(x[0]!, x[1]!, p.slice_sizes),
  dynamic_update_slice: (x) => nd.dynamicUpdateSlice(x[0]!, x[1]!, x[2]!),
  one_hot: (x, p) => nd.oneHot(x[0]!, p.num_classes),

  dot: (x) => nd.dot(x[0]!, x[1]!),
  matmul: (x) => nd.matmul(x[0]!, x[1]!),
  inner: (x) => nd.inner(x[0]!, x[1]!),
  vdot: (x) => nd.vdot(x[0]!, x[1]!),
  outer: (x) => nd.outer(x[0]!, x[1]!),
  kron: (x) => nd.kron(x[0]!, x[1]!),
  tensordot: (x, p) => nd.tensordot(x[0]!, x[1]!, p.axes),
  einsum: (x, p) => nd.einsum(p.subscripts, ...x),
  trace: (x, p) => nd.trace(x[0]!, { offset: p.offset, axis1: p.axis1, axis2: p.axis2 }),

  conv1d: (x, p) => nd.conv1d(x[0]!, x[1]!, convOptions(p)),
  conv2d: (x, p) => nd.conv2d(x[0]!, x[1]!, convOptions(p)),
  max_pool: (x, p) => nd.maxPool(x[0]!, p.window, { stride: p.stride, padding: p.padding }),
  avg_pool: (x, p) =>
    nd.avgPool(x[0]!, p.window, {
      stride: p.stride,
      padding: p.padding,
      countIncludePad: p.count_include_pad,
    }),
  conv_transpose1d: (x, p) => nd.convTranspose1d(x[0]!, x[1]!, transposeOptions(p)),
  conv_transpose2d: (x, p) => nd.convTranspose2d(x[0]!, x[1]!, transposeOptions(p)),

  cholesky: (x) => nd.linalg.cholesky(x[0]!),
  inv: (x) => nd.linalg.inv(x[0]!),
  det: (x) => nd.linalg.det(x[0]!),
  slogdet: (x) => nd.linalg.slogdet(x[0]!),
  solve: (x) => nd.linalg.solve(x[0]!, x[1]!),
  triangular_solve: (x, p) =>
    nd.linalg.triangularSolve(x[0]!, x[1]!, {
      leftSide: p.left_side,
      lower: p.lower,
      transposeA: p.transpose_a,
      unitDiagonal: p.unit_diagonal,
    }),
  qr: (x) => nd.linalg.qr(x[0]!),
  svd: (x) => nd.linalg.svd(x[0]!),
  svdvals: (x) => nd.linalg.svdvals(x[0]!),
  eigh: (x) => nd.linalg.eigh(x[0]!),
  eigvalsh: (x) => nd.linalg.eigvalsh(x[0]!),
  lstsq: (x) => nd.linalg.lstsq(x[0]!, x[1]!),
  pinv: (x) => nd.linalg.pinv(x[0]!),
  expm: (x) => nd.linalg.expm(x[0]!),
  matrix_power: (x, p) => nd.linalg.matrixPower(x[0]!, p.n),

  fft: (x, p) => nd.fft.fft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  ifft: (x, p) => nd.fft.ifft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  rfft: (x, p) => nd.fft.rfft(x[0]!, { n: p.n, axis: p.axis, norm: p.norm }),
  irfft: (x, p) => nd.fft.irfft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  fft2: (x, p) => nd.fft.fft2(x[0]!, x[1]!, { axes: p.axes, norm: p.norm }),
  ifft2: (x, p) => nd.fft.ifft2(x[0]!, x[1]!, { axes: p.axes, norm: p.norm }),
  fftconvolve: (x, p) => nd.fftconvolve(x[0]!, x[1]!, { mode: p.mode }),
  circular_convolve: (x) => nd.circularConvolve(x[0]!, x[1]!),
};

function ranges(p: Params): [number | null, number | null, number | null][] {
  const list: [number | null, number | null, number | null][] = [];
  for (let i = 0; i < p.start.length; i++) list.push([p.start[i], p.stop[i], p.step[i]]);
  return list;
}

const convOptions = (p: Params): object => ({
  stride: p.stride,
  padding: p.padding,
  lhsDilation: p.lhs_dilation,
  rhsDilation: p.rhs_dilation,
  groups: p.groups,
});

const transposeOptions = (p: Params): object => ({
  stride: p.stride,
  padding: p.padding,
  rhsDilation: p.rhs_dilation,
  transposeKernel: p.transpose_kernel,
});
