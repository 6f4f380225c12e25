import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type Server } from "./server.ts";

let server: Server;
beforeAll(() => {
  server = startServer();
});
afterAll(() => server.stop());

/** Nanoseconds of each run of an evaluation. */
async function timesOf(input: object): Promise<number[]> {
  const message = { id: 7, kind: "evaluate", module: "lse", function: "primal", input };
  const { timings = [] } = await server.ask(JSON.stringify(message));
  return timings.filter(({ name }) => name === "evaluate").map((t) => t.nanoseconds);
}

describe("the protocol", () => {
  test("names the tool at the start", async () => {
    expect(await server.ask('{"id":0,"kind":"start","eval":"hello"}')).toEqual({
      id: 0,
      tool: "nabla",
    });
  });

  test("defines the modules it has, and no other", async () => {
    expect(await server.ask('{"id":1,"kind":"define","module":"hello"}')).toEqual({
      id: 1,
      success: true,
    });
    expect(await server.ask('{"id":2,"kind":"define","module":"constructor"}')).toEqual({
      id: 2,
      success: false,
      error: 'unknown module "constructor"',
    });
  });

  test("answers other messages by their id", async () => {
    expect(await server.ask('{"id":3,"kind":"analysis","of":1,"valid":true}')).toEqual({ id: 3 });
  });

  test.each([
    ["not JSON", null, expect.stringContaining("JSON")],
    ["[1]", null, "a message must be an object"],
    ['{"id":4,"kind":"evaluate","module":"nothing"}', 4, 'unknown module "nothing"'],
    [
      '{"id":5,"kind":"evaluate","module":"hello","function":"toString","input":1}',
      5,
      'unknown function "toString" of module hello',
    ],
    [
      '{"id":6,"kind":"evaluate","module":"lse","function":"primal","input":{"x":[1,"2"]}}',
      6,
      "x[1] must be a number",
    ],
  ])("tells what is wrong with %s, and goes on", async (line, id, error) => {
    expect(await server.ask(line)).toEqual({ id, success: false, error });
  });

  test("times each run, as often and as long as asked", async () => {
    expect(await timesOf({ x: [1, 2], min_runs: 7, min_seconds: 0 })).toHaveLength(7);
    const began = performance.now();
    expect((await timesOf({ x: [1, 2], min_runs: 1, min_seconds: 0.05 })).length).toBeGreaterThan(
      1,
    );
    expect(performance.now() - began).toBeGreaterThan(50);
  });
});
