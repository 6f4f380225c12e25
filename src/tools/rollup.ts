import type { RollupPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Rollup. */
const nabla: (options?: PluginOptions) => RollupPlugin = unplugin.rollup;

export { nabla, nabla as default };
export type { PluginOptions };
