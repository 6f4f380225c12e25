import type { VitePlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Vite and Vitest. */
const nabla: (options?: PluginOptions) => VitePlugin = unplugin.vite;

export { nabla, nabla as default };
export type { PluginOptions };
