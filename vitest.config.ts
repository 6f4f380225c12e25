import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
  },
  resolve: {
    // The package under its own name, from source.
    alias: { nabla: new URL("./src/index.ts", import.meta.url).pathname },
  },
});
