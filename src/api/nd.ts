import { withKernels } from "../driver/kernels.ts";
import { setEager } from "../nd/engine.ts";

export * from "../nd/index.ts";

// what is run outside of compiled functions is compiled too, where there is enough of it
setEager(withKernels);
