import type { RspackPluginInstance } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Rspack. */
const nabla: (options?: PluginOptions) => RspackPluginInstance = unplugin.rspack;

export { nabla, nabla as default };
export type { PluginOptions };
