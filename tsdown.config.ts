import { readdirSync } from "node:fs";
import { defineConfig } from "tsdown";

/** Bundler entries: `src/tools/vite.ts` and so on. */
const tools = readdirSync("src/tools")
  .filter((file) => file.endsWith(".ts") && file !== "unplugin.ts")
  .map((file) => `src/tools/${file}`);

export default defineConfig({
  entry: ["src/index.ts", "src/reflect/attach.ts", ...tools, "src/tools/cli/main.ts"],
  format: "esm",
  platform: "neutral",
  target: "es2022",
  dts: { oxc: true },
  outDir: "dist",
  clean: true,
  unbundle: true,
  external: [/^node:/, "acorn", "citty", "magic-string", "oxc-parser", "oxc-transform", "unplugin"],
});
