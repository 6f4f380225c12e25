import type { RolldownPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Rolldown. */
export const nabla: (options?: PluginOptions) => RolldownPlugin = unplugin.rolldown;
export type { PluginOptions };
