import { expect, test } from "vitest";
import { jit } from "nabla";

test("a fault of nabla's own says so and asks for a report", () => {
  const trap = new Proxy(
    {},
    {
      ownKeys() {
        throw new TypeError("no keys here");
      },
    },
  );
  const call = (): unknown =>
    jit(function area(x: object): unknown {
      return x;
    })(trap);
  expect(call).toThrow(
    /^internal: no keys here\n\n {2}nabla could not compile `area`, and the fault is its own/,
  );
});
