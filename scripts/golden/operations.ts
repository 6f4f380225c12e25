// The operations of the files of reference values, by the functions of `nd`. They are in the
// compiled language: all modes run them.
import { nd, type NdArray } from "nabla";

type Arrays = readonly NdArray[];
// oxlint-disable-next-line typescript/no-explicit-any -- options as the files have them
type Params = any;
type Operation = (x: Arrays, p: Params) => NdArray | NdArray[];

const chosen = (p: Params): object => ({
  axis: p.axis,
  keepdims: p.keepdims,
  where: p.where,
});

const reduced = (p: Params): object => ({ ...chosen(p), initial: p.initial });

const spread = (p: Params): object => ({ ...chosen(p), ddof: p.ddof });

// What is reduced, in the type that is asked for.
const typed = (x: NdArray, p: Params): NdArray =>
  p.dtype === undefined ? x : nd.astype(x, p.dtype);

// With axes in the order that convolutions have, or back in the order of the case.
const ordered = (x: NdArray, perm: readonly number[] | undefined): NdArray =>
  perm === undefined ? x : nd.transpose(x, perm);

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
  // JAX's default is by tanh
  gelu: (x, p) => nd.gelu(x[0]!, { approximate: p.approximate ?? true }),
  sinc: (x) => nd.sinc(x[0]!),
  square: (x) => nd.square(x[0]!),
  reciprocal: (x) => nd.reciprocal(x[0]!),
  floor: (x) => nd.floor(x[0]!),
  ceil: (x) => nd.ceil(x[0]!),
  round: (x, p) => nd.round(x[0]!, p.decimals),
  rint: (x) => nd.round(x[0]!),
  exp2: (x) => nd.exp2(x[0]!),
  rsqrt: (x) => nd.rsqrt(x[0]!),
  positive: (x) => x[0]!,
  deg2rad: (x) => nd.deg2rad(x[0]!),
  rad2deg: (x) => nd.rad2deg(x[0]!),
  log_sigmoid: (x) => nd.logSigmoid(x[0]!),
  relu6: (x) => nd.relu6(x[0]!),
  elu: (x, p) => nd.elu(x[0]!, p.alpha),
  selu: (x) => nd.selu(x[0]!),
  leaky_relu: (x, p) => nd.leakyRelu(x[0]!, p.negative_slope),
  entr: (x) => nd.entr(x[0]!),
  isnan: (x) => nd.isnan(x[0]!),
  isinf: (x) => nd.isinf(x[0]!),
  isfinite: (x) => nd.isfinite(x[0]!),
  nan_to_num: (x, p) =>
    nd.nanToNum(x[0]!, {
      ...(p.nan === undefined ? {} : { nan: p.nan }),
      ...(p.posinf === undefined ? {} : { posinf: p.posinf }),
      ...(p.neginf === undefined ? {} : { neginf: p.neginf }),
    }),
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
  logaddexp2: (x) => nd.logaddexp2(x[0]!, x[1]!),
  xlog1py: (x) => nd.xlog1py(x[0]!, x[1]!),
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
  clip: (x, p) => nd.clip(x[0]!, x[1] ?? p.min, x[2] ?? p.max),
  clamp: (x) => nd.clip(x[1]!, x[0]!, x[2]!),

  sum: (x, p) => nd.sum(typed(x[0]!, p), reduced(p)),
  prod: (x, p) => nd.prod(typed(x[0]!, p), reduced(p)),
  max: (x, p) => nd.max(typed(x[0]!, p), reduced(p)),
  min: (x, p) => nd.min(typed(x[0]!, p), reduced(p)),
  mean: (x, p) => nd.mean(typed(x[0]!, p), chosen(p)),
  var: (x, p) => nd.variance(typed(x[0]!, p), spread(p)),
  std: (x, p) => nd.std(typed(x[0]!, p), spread(p)),
  logsumexp: (x, p) => nd.logsumexp(x[0]!, { axis: p.axis, keepdims: p.keepdims, b: p.b }),
  any: (x, p) => nd.any(typed(x[0]!, p), chosen(p)),
  all: (x, p) => nd.all(typed(x[0]!, p), chosen(p)),
  median: (x, p) => nd.median(x[0]!, { axis: p.axis, keepdims: p.keepdims }),
  quantile: (x, p) => nd.quantile(x[0]!, p.q, quantileOptions(p)),
  percentile: (x, p) => nd.percentile(x[0]!, p.q, quantileOptions(p)),
  ptp: (x, p) => nd.ptp(x[0]!, { axis: p.axis, keepdims: p.keepdims }),
  count_nonzero: (x, p) => nd.countNonzero(x[0]!, { axis: p.axis, keepdims: p.keepdims }),
  average: (x, p) => nd.average(x[0]!, { axis: p.axis, keepdims: p.keepdims, weights: p.weights }),
  argmax: (x, p) => nd.argmax(x[0]!, p.axis, { keepdims: p.keepdims }),
  argmin: (x, p) => nd.argmin(x[0]!, p.axis, { keepdims: p.keepdims }),
  norm: (x, p) => nd.norm(x[0]!, { ord: p.ord, axis: p.axis, keepdims: p.keepdims }),
  softmax: (x, p) => nd.softmax(x[0]!, p.axis),
  log_softmax: (x, p) => nd.logSoftmax(x[0]!, p.axis),
  cumsum: (x, p) => nd.cumsum(typed(x[0]!, p), p.axis, { reverse: p.reverse }),
  cumprod: (x, p) => nd.cumprod(typed(x[0]!, p), p.axis, { reverse: p.reverse }),
  cummax: (x, p) => nd.cummax(x[0]!, p.axis, { reverse: p.reverse }),
  cummin: (x, p) => nd.cummin(x[0]!, p.axis, { reverse: p.reverse }),
  cumlogsumexp: (x, p) => nd.cumlogsumexp(x[0]!, p.axis, { reverse: p.reverse }),
  sort: (x, p) => nd.sort(x[0]!, p.axis, { descending: p.descending }),
  argsort: (x, p) => nd.argsort(x[0]!, p.axis, { descending: p.descending }),
  top_k: (x, p) => nd.topK(x[0]!, p.k, p.axis),

  reshape: (x, p) => nd.reshape(x[0]!, p.shape, { order: p.order }),
  transpose: (x, p) => nd.transpose(x[0]!, p.perm),
  ravel: (x, p) => nd.ravel(x[0]!, { order: p.order }),
  matrix_transpose: (x) => nd.matrixTranspose(x[0]!),
  atleast_1d: (x) => nd.atleast1d(x[0]!),
  atleast_2d: (x) => nd.atleast2d(x[0]!),
  hstack: (x) => nd.hstack(x),
  vstack: (x) => nd.vstack(x),
  array_split: (x, p) => nd.arraySplit(x[0]!, p.indices_or_sections, p.axis),
  rot90: (x, p) => nd.rot90(x[0]!, p.k, p.axes),
  diff: (x, p) => nd.diff(x[0]!, p.n, p.axis),
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
      constantValues: p.constant_values,
      endValues: p.end_values,
      statLength: p.stat_length,
      reflectType: p.reflect_type,
    }),
  diag: (x, p) => nd.diag(x[0]!, p.k),
  diagonal: (x, p) => nd.diagonal(x[0]!, { offset: p.offset, axis1: p.axis1, axis2: p.axis2 }),
  triu: (x, p) => nd.triu(x[0]!, p.k),
  tril: (x, p) => nd.tril(x[0]!, p.k),

  slice: (x, p) => nd.slice(x[0]!, ...p.ranges),
  gather: (x) => nd.gather(x[0]!, ...x.slice(1)),
  take: (x, p) => nd.take(x[0]!, x[1]!, p.axis, { mode: p.mode, fillValue: p.fill_value }),
  take_along_axis: (x, p) =>
    nd.takeAlongAxis(x[0]!, x[1]!, p.axis, { mode: p.mode, fillValue: p.fill_value }),
  compress: (x, p) => nd.compress(x[0]!, x[1]!, p.axis),
  boolean_index: (x) => nd.booleanIndex(x[0]!, x[1]!),
  scatter_set: (x) => nd.scatterSet(x[0]!, ...x.slice(1)),
  scatter_add: (x) => nd.scatterAdd(x[0]!, ...x.slice(1)),
  dynamic_slice: (x, p) => nd.dynamicSlice(x[0]!, x[1]!, p.slice_sizes),
  dynamic_update_slice: (x) => nd.dynamicUpdateSlice(x[0]!, x[1]!, x[2]!),
  one_hot: (x, p) => nd.oneHot(x[0]!, p.num_classes, { axis: p.axis, dtype: p.dtype }),

  searchsorted: (x, p) => nd.searchsorted(x[0]!, x[1]!, { side: p.side }),

  dot: (x) => nd.dot(x[0]!, x[1]!),
  matmul: (x) => nd.matmul(x[0]!, x[1]!),
  inner: (x) => nd.inner(x[0]!, x[1]!),
  vdot: (x) => nd.vdot(x[0]!, x[1]!),
  outer: (x) => nd.outer(x[0]!, x[1]!),
  kron: (x) => nd.kron(x[0]!, x[1]!),
  tensordot: (x, p) => nd.tensordot(x[0]!, x[1]!, p.axes),
  einsum: (x, p) => nd.einsum(p.subscripts, ...x),
  cross: (x, p) => nd.cross(x[0]!, x[1]!, p.axis),
  vecdot: (x) => nd.sum(nd.multiply(x[0]!, x[1]!), -1),
  trace: (x, p) => nd.trace(typed(x[0]!, p), { offset: p.offset, axis1: p.axis1, axis2: p.axis2 }),

  conv1d: (x, p) =>
    ordered(
      nd.conv1d(ordered(x[0]!, p.images), ordered(x[1]!, p.kernel), convOptions(p)),
      p.results,
    ),
  conv2d: (x, p) =>
    ordered(
      nd.conv2d(ordered(x[0]!, p.images), ordered(x[1]!, p.kernel), convOptions(p)),
      p.results,
    ),
  max_pool: (x, p) => {
    const options = { stride: p.stride, padding: p.padding };
    return ordered(nd.maxPool(ordered(x[0]!, p.images), p.window, options), p.results);
  },
  avg_pool: (x, p) => {
    const options = {
      stride: p.stride,
      padding: p.padding,
      countIncludePad: p.count_include_pad,
    };
    return ordered(nd.avgPool(ordered(x[0]!, p.images), p.window, options), p.results);
  },
  conv_transpose1d: (x, p) =>
    ordered(
      nd.convTranspose1d(ordered(x[0]!, p.images), ordered(x[1]!, p.kernel), transposeOptions(p)),
      p.results,
    ),
  conv_transpose2d: (x, p) =>
    ordered(
      nd.convTranspose2d(ordered(x[0]!, p.images), ordered(x[1]!, p.kernel), transposeOptions(p)),
      p.results,
    ),

  cholesky: (x, p) =>
    nd.linalg.cholesky(x[0]!, { upper: p.upper, symmetrizeInput: p.symmetrize_input }),
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
  qr: (x, p) => nd.linalg.qr(x[0]!, { mode: p.mode }),
  // NumPy's default is all of U and V
  svd: (x, p) =>
    nd.linalg.svd(x[0]!, { fullMatrices: p.full_matrices ?? true, computeUv: p.compute_uv }),
  svdvals: (x) => nd.linalg.svdvals(x[0]!),
  eigh: (x, p) => nd.linalg.eigh(x[0]!, symmetric(p)),
  eigvalsh: (x, p) => nd.linalg.eigvalsh(x[0]!, symmetric(p)),
  lstsq: (x, p) => nd.linalg.lstsq(x[0]!, x[1]!, { rcond: p.rcond }),
  pinv: (x, p) => nd.linalg.pinv(x[0]!, { rcond: p.rcond }),
  matrix_rank: (x) => nd.linalg.matrixRank(x[0]!),
  cond: (x, p) => nd.linalg.cond(x[0]!, p.p),
  multi_dot: (x) => nd.linalg.multiDot(x),
  matrix_norm: (x, p) => nd.linalg.matrixNorm(x[0]!, p.ord, { keepdims: p.keepdims }),
  vector_norm: (x, p) => nd.linalg.vectorNorm(x[0]!, p.ord, { axis: p.axis, keepdims: p.keepdims }),
  expm: (x) => nd.linalg.expm(x[0]!),
  matrix_power: (x, p) => nd.linalg.matrixPower(x[0]!, p.n),

  fft: (x, p) => nd.fft.fft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  ifft: (x, p) => nd.fft.ifft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  rfft: (x, p) => nd.fft.rfft(x[0]!, { n: p.n, axis: p.axis, norm: p.norm }),
  irfft: (x, p) => nd.fft.irfft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  hfft: (x, p) => nd.fft.hfft(x[0]!, x[1]!, { n: p.n, axis: p.axis, norm: p.norm }),
  ihfft: (x, p) => nd.fft.ihfft(x[0]!, { n: p.n, axis: p.axis, norm: p.norm }),
  fft2: (x, p) => nd.fft.fft2(x[0]!, x[1]!, several(p)),
  ifft2: (x, p) => nd.fft.ifft2(x[0]!, x[1]!, several(p)),
  fftn: (x, p) => nd.fft.fftn(x[0]!, x[1]!, several(p)),
  ifftn: (x, p) => nd.fft.ifftn(x[0]!, x[1]!, several(p)),
  rfft2: (x, p) => nd.fft.rfft2(x[0]!, several(p)),
  rfftn: (x, p) => nd.fft.rfftn(x[0]!, several(p)),
  irfft2: (x, p) => nd.fft.irfft2(x[0]!, x[1]!, several(p)),
  irfftn: (x, p) => nd.fft.irfftn(x[0]!, x[1]!, several(p)),
  fftshift: (x, p) => nd.fft.fftshift(x[0]!, p.axes),
  ifftshift: (x, p) => nd.fft.ifftshift(x[0]!, p.axes),
  fftconvolve: (x, p) => nd.fftconvolve(x[0]!, x[1]!, { mode: p.mode, axes: p.axes }),
  convolve: (x, p) => nd.convolve(x[0]!, x[1]!, { mode: p.mode }),
  correlate: (x, p) => nd.correlate(x[0]!, x[1]!, { mode: p.mode }),
  circular_convolve: (x) => nd.circularConvolve(x[0]!, x[1]!),

  erf: (x) => nd.erf(x[0]!),
  erfc: (x) => nd.erfc(x[0]!),
  erfcx: (x) => nd.erfcx(x[0]!),
  erfinv: (x) => nd.erfinv(x[0]!),
  ndtr: (x) => nd.ndtr(x[0]!),
  ndtri: (x) => nd.ndtri(x[0]!),
  gamma: (x) => nd.gamma(x[0]!),
  lgamma: (x) => nd.lgamma(x[0]!),
  digamma: (x) => nd.digamma(x[0]!),
  i0: (x) => nd.i0(x[0]!),
  i1: (x) => nd.i1(x[0]!),
  i0e: (x) => nd.i0e(x[0]!),
  i1e: (x) => nd.i1e(x[0]!),
  log_ndtr: (x) => nd.logNdtr(x[0]!),
  polygamma: (x) => nd.polygamma(x[0]!, x[1]!),
  gammainc: (x) => nd.gammainc(x[0]!, x[1]!),
  gammaincc: (x) => nd.gammaincc(x[0]!, x[1]!),
  zeta: (x) => nd.zeta(x[0]!, x[1]!),
  betainc: (x) => nd.betainc(x[0]!, x[1]!, x[2]!),
};

const symmetric = (p: Params): object => ({ UPLO: p.UPLO, symmetrizeInput: p.symmetrize_input });

const several = (p: Params): object => ({ s: p.s, axes: p.axes, norm: p.norm });

const quantileOptions = (p: Params): object => ({
  axis: p.axis,
  keepdims: p.keepdims,
  method: p.method,
});

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
