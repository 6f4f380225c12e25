import type { WebpackPluginInstance } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in webpack. */
const nabla: (options?: PluginOptions) => WebpackPluginInstance = unplugin.webpack;

export { nabla, nabla as default };
export type { PluginOptions };
