import type { BunPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Bun. */
export const nabla: (options?: PluginOptions) => BunPlugin = unplugin.bun;
export type { PluginOptions };
