import type { EsbuildPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in esbuild. */
export const nabla: (options?: PluginOptions) => EsbuildPlugin = unplugin.esbuild;
export type { PluginOptions };
