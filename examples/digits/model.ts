import { valueAndGrad } from "nabla";
import * as nd from "nabla/nd";
import * as nn from "nabla/nn";
import { adamw, cosine, warmup } from "nabla/optim";
import { split } from "nabla/random";

export interface Params {
  readonly first: nn.ConvParams;
  readonly second: nn.ConvParams;
  readonly third: nn.ConvParams;
  readonly out: nn.DenseParams;
}

export function init(key: nd.NdArray): Params {
  const [first, second, third, out] = split(key, 4);
  const dtype = "f32";
  return {
    first: nn.conv2d.init(first!, 1, 16, 3, { dtype }),
    second: nn.conv2d.init(second!, 16, 32, 3, { dtype }),
    third: nn.conv2d.init(third!, 32, 64, 3, { dtype }),
    out: nn.dense.init(out!, 64 * 4, 10, { dtype }),
  };
}

/** Logits `[n, 10]` for images `[n, 1, 8, 8]`; in training with a key, by which parts are left out. */
export function logits(params: Params, images: nd.NdArray, key?: nd.NdArray): nd.NdArray {
  let x = nd.relu(nn.conv2d(params.first, images, { padding: "SAME" }));
  x = nd.relu(nn.conv2d(params.second, x, { padding: "SAME" }));
  x = nd.maxPool(x, 2);
  x = nd.relu(nn.conv2d(params.third, x, { padding: "SAME" }));
  x = nd.reshape(nd.maxPool(x, 2), [images.shape[0]!, 64 * 4]);
  if (key !== undefined) x = nn.dropout(key, x, 0.5);
  return nn.dense(params.out, x);
}

const loss = (p: Params, images: nd.NdArray, labels: nd.NdArray, key: nd.NdArray): nd.NdArray =>
  nn.crossEntropy(logits(p, images, key), labels, { smoothing: 0.1 });

const lossAndGradient = valueAndGrad(loss);

/** Training for so many steps. */
export function trainer(steps: number) {
  const opt = adamw({
    lr: warmup(cosine(4e-3, { steps }), { steps: Math.min(50, steps / 4) }),
    weightDecay: 0.01,
  });
  return {
    init: opt.init,
    /** The parameters and state after one batch, and the loss before. */
    step(
      p: Params,
      state: ReturnType<typeof opt.init>,
      x: nd.NdArray,
      y: nd.NdArray,
      key: nd.NdArray,
    ) {
      const { value, grad } = lossAndGradient(p, x, y, key);
      const [params, next] = opt.update(p, grad, state);
      return { params, state: next, loss: value.item() };
    },
  };
}
