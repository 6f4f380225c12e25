// A function whose rules are its own derivatives has the derivatives that it has without rules; so
// has one that is run again in the reverse sweep.
import { checkpoint, custom, grad, hvp, jvp, vjp } from "../../src/index.ts";
import { compiledText } from "./program.ts";
import { expectClose } from "./gradients.ts";
import { plain, type Point } from "./subject.ts";

const scope = { scope: { grad, jvp, vjp, custom, checkpoint } };

const tangents = "jvp: (p, t) => jvp(f)(p, t)";
const cotangents =
  "vjp: (u) => { const { value, pullback } = vjp(f)(u); return { value, pullback: (ct) => [pullback(ct)] }; }";

const rules = {
  tangents: `custom(f, { ${tangents} })`,
  cotangents: `custom(f, { ${cotangents} })`,
  both: `custom(f, { ${tangents}, ${cotangents} })`,
  checkpoint: "checkpoint(f)",
};

type F = (z: Float64Array) => number;

/** A function that calls the program with rules twice, the second time with what the first gave. */
function around(text: string, ruled: string): F {
  const whole = `function whole(z) {
    const inner = ${compiledText(text)};
    const f = (u) => inner(u[0], u[1], u.slice(2, 8), u.slice(8, 14));
    const g = ${ruled};
    const first = Math.sin(g(z));
    return first * g(z.map((v, i) => 0.5 * v + 0.1 * first));
  }`;
  const names = Object.keys(scope.scope);
  return new Function(...names, `return (${whole})`)(...Object.values(scope.scope)) as F;
}

export function checkRules(text: string, point: Point): void {
  plain(text)(point);
  const rough = /Float32|fround/.test(text) ? 1e4 : 1;
  const z = Float64Array.from(point);
  const v = Float64Array.from(point, (_, i) => Math.cos(i));
  const bare = around(text, "f");
  const wanted = [...grad(bare, scope)(z.slice())];
  const second = [...hvp(bare, scope)(z.slice(), v)];
  if (![...wanted, ...second].every((x) => Number.isFinite(x))) return;
  for (const [kind, ruled] of Object.entries(rules)) {
    const f = around(text, ruled);
    expectClose(kind, wanted, [...grad(f, scope)(z.slice())], rough * 1e-9);
    expectClose(`${kind} twice`, second, [...hvp(f, scope)(z.slice(), v)], rough * 1e-7);
  }
}
