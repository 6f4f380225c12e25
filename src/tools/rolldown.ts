import type { RolldownPlugin } from "unplugin";
import { type PluginOptions, unplugin } from "./unplugin.ts";

/** Prepares modules for nabla in Rolldown. */
const nabla: (options?: PluginOptions) => RolldownPlugin = unplugin.rolldown;

export { nabla, nabla as default };
export type { PluginOptions };
