import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

const seconds = Number(process.env["FUZZ_SECONDS"] ?? 120);

// Random programs for as long as asked: `FUZZ_SECONDS=600 FUZZ_SEED=7 npm run fuzz`.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: ["test/fuzz/*.fuzz.ts"],
      testTimeout: 1000 * (seconds + 120),
    },
  }),
);
