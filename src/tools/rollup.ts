import type { RollupPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Rollup. */
export const nabla: (options?: PluginOptions) => RollupPlugin = unplugin.rollup;
export type { PluginOptions };
