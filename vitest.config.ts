import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { nabla } from "./src/tools/vite.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    // Files share processes: loading the compiler anew for each takes longer than most tests, and it
    // is slow until it has run for a while. A test that changes what is global changes it back.
    isolate: false,
    testTimeout: 60_000,
  },
  // The programs of the tests are prepared as those of a user would be.
  plugins: [
    nabla({
      include: [
        "test/**",
        "examples/**",
        "bench/**",
        "src/lib/**",
        "src/nn/series.ts",
        "src/optim/**",
      ],
      // these are about functions without a build step
      exclude: ["test/reflect/**", "test/**/*-text.test.ts"],
      runtime: here("./src/reflect/attach.ts"),
    }),
  ],
  resolve: {
    // The package under its own name, from source.
    alias: [
      { find: /^nabla$/, replacement: here("./src/index.ts") },
      { find: /^nabla\/(data|nn|optim|random)$/, replacement: here("./src/$1/index.ts") },
      { find: /^nabla\/nd$/, replacement: here("./src/api/nd.ts") },
    ],
  },
});
