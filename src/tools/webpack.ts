import type { WebpackPluginInstance } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in webpack. */
export const nabla: (options?: PluginOptions) => WebpackPluginInstance = unplugin.webpack;
export type { PluginOptions };
