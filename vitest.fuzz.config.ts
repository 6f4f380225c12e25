import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

const seconds = Number(process.env["FUZZ_SECONDS"] ?? 120);

// Random programs for as long as asked, and property tests with cases of their own each time:
// `FUZZ_SECONDS=600 FUZZ_SEED=7 FC_SEED=3 npm run fuzz`.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: [
        "test/fuzz/*.fuzz.ts",
        "test/**/random*.test.ts",
        "test/specialise/{linked-tangents,relinked,given-collections}.test.ts",
      ],
      env: { FC_SEED: process.env["FC_SEED"] ?? "random" },
      testTimeout: 1000 * (seconds + 120),
    },
  }),
);
