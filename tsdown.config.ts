import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { nabla } from "./src/tools/rolldown.ts";

/** Bundler entries: `src/tools/vite.ts` and so on. */
const tools = readdirSync("src/tools")
  .filter((file) => file.endsWith(".ts") && file !== "unplugin.ts")
  .map((file) => `src/tools/${file}`);

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/api/nd.ts",
    "src/data/index.ts",
    "src/nn/index.ts",
    "src/optim/index.ts",
    "src/random/index.ts",
    "src/reflect/attach.ts",
    "src/runtime/built.ts",
    ...tools,
    "src/tools/cli/main.ts",
    // for bench/built.ts, not for users
    "src/driver/inspect.ts",
  ],
  format: "esm",
  platform: "neutral",
  target: "es2022",
  dts: { oxc: true },
  outDir: "dist",
  clean: true,
  // few files are loaded several times faster than hundreds; what finds its own place in the
  // package counts on two folders
  outputOptions: { chunkFileNames: "chunks/[name].js" },
  // what is written in the compiled language is compiled by nabla itself, also where a bundle has no
  // parser
  plugins: [
    nabla({
      include: ["src/lib/**", "src/nn/series.ts", "src/optim/**"],
      production: true,
      runtime: fileURLToPath(new URL("./src/reflect/attach.ts", import.meta.url)),
    }),
  ],
  external: [/^node:/, "acorn", "citty", "magic-string", "oxc-parser", "oxc-transform", "unplugin"],
});
