export { attention, multiHeadAttention } from "./attention.ts";
export type { AttentionOptions, MultiHeadOptions, MultiHeadParams } from "./attention.ts";
export { conv1d, conv2d } from "./conv.ts";
export type { ConvInitOptions, ConvParams } from "./conv.ts";
export { count } from "./count.ts";
export { dense, embedding } from "./dense.ts";
export type { DenseOptions, DenseParams, EmbeddingOptions, EmbeddingParams } from "./dense.ts";
export { dropout } from "./dropout.ts";
export * as initialisers from "./initialisers.ts";
export type { Initialiser } from "./initialisers.ts";
export type { InitOptions, Layer } from "./layer.ts";
export {
  accuracy,
  binaryCrossEntropy,
  crossEntropy,
  huber,
  klDivergence,
  mae,
  mse,
  normalDivergence,
} from "./losses.ts";
export type { CrossEntropyOptions } from "./losses.ts";
export { batchNorm, groupNorm, layerNorm } from "./norm.ts";
export type {
  BatchNormOptions,
  BatchNormState,
  GroupNormOptions,
  NormOptions,
  NormParams,
} from "./norm.ts";
export { gruCell, lstmCell } from "./recurrent.ts";
export { gru, lstm } from "./series.ts";
export type { LstmState, RecurrentParams } from "./recurrent.ts";
