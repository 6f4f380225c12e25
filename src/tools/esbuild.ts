import type { EsbuildPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in esbuild. */
const nabla: (options?: PluginOptions) => EsbuildPlugin = unplugin.esbuild;

export { nabla, nabla as default };
export type { PluginOptions };
