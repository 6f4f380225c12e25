import type { RspackPluginInstance } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Rspack. */
export const nabla: (options?: PluginOptions) => RspackPluginInstance = unplugin.rspack;
export type { PluginOptions };
