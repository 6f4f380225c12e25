import type { BunPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Bun. */
const nabla: (options?: PluginOptions) => BunPlugin = unplugin.bun;

export { nabla, nabla as default };
export type { PluginOptions };
