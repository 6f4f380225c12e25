// All functions of the benchmark through its protocol, against the reference outputs.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type Server } from "./server.ts";
import { distance } from "../../bench/gradbench/distance.ts";
import { readWorkloads } from "./workloads.ts";

const TOLERANCE = 1e-9;

let server: Server;
beforeAll(() => {
  server = startServer();
});
afterAll(() => server.stop());

describe("functions of GradBench", () => {
  for (const { eval: name, workload, input, functions } of readWorkloads()) {
    for (const [fn, { output: expected }] of Object.entries(functions)) {
      test(`${name} ${fn} ${workload}`, async () => {
        const message = { id: 1, kind: "evaluate", module: name, function: fn, input };
        const { output, error } = await server.ask(JSON.stringify(message));
        expect(error).toBeUndefined();
        expect(distance(expected, output)).toBeLessThan(TOLERANCE);
      });
    }
  }
});
