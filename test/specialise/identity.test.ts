// Names of one object: whatever keeps it, and wherever it has to lie for that, it stays one object.
import { expect, test } from "vitest";
import { grad, jit, jvp } from "../../src/index.ts";

type Fn = (x: number, y: number, a: Float64Array) => number;

const programs: Readonly<Record<string, readonly string[]>> = {
  "a variable of a loop that functions capture is one where it lasts": [
    `let i = 7; const g = () => i * x; let s = 0; for (i = 0; i < 3; i++) s += g(); return s + i;`,
    `let s = 0; for (var i = 0; i < a.length; i++) s += g(); return s + i; function g() { return i * x; }`,
    `const fs = []; let i; for (i = 0; i < 3; i++) fs.push(() => i * x); return fs[0]() + fs[2]();`,
    `let f; for (var i = 0; i < 1; i++) f = () => i * x; return f();`,
    `let i; const g = () => ++i; let s = 0; for (i = 0; i < 6; i++) s += g() * x; return s + i;`,
    `const fs = []; for (let i = 0; i < a.length; i++) fs.push(() => i * x); return fs[0]() + fs[2]();`,
  ],
  "an object that an iteration keeps is found by its other names": [
    `let q = null; const p = { v: x }; for (let i = 0; i < a.length; i++) q = p; p.v = 9; return q === p ? q.v : y;`,
    `const o = { v: x, next: null }; for (let i = 0; i < a.length; i++) o.next = o; o.v = 5 * y; return o.next === o ? o.next.v * x : 1;`,
    `const o = { l: null }; const p = [x, y]; for (let i = 0; i < a.length; i++) o.l = p; p[0] = 9; return o.l === p ? o.l[0] * y : 1;`,
    `let last = null; const o = { p: { v: x } }; for (const t of a) { if (last) last.v += t; last = o.p; } return o.p.v;`,
    `const st = { cur: null }; const p = { v: x }; const q = { v: y }; for (const t of a) { if (st.cur !== null) st.cur.v += t; st.cur = st.cur === p ? q : p; } return p.v * 10 + q.v;`,
    `let z = null; const w = { in: { u: y } }; for (const t of a) z = w.in; w.in.u *= 7; return z.u * x;`,
  ],
  "an object that one path keeps is found by its other names": [
    `let q = 3; const p = { v: x }; if (x < 1) { p.v = y; q = p; } p.v += 9; return typeof q === "object" ? q.v + (q === p ? 1 : 2) : y;`,
    `let q = 3; const p = [x, y]; if (x < 1) { p[0] = 2; q = p; p[1] = y; } p[0] += 9; return typeof q === "object" ? q[0] * q[1] : y;`,
    `const o = { m: { v: x } }; let q = "none"; if (x > 0.5) q = o.m; o.m.v *= 8; return q === "none" ? y : q.v * x;`,
  ],
  "an object that a loop begins with is found by its other names inside": [
    `const p = { v: x, next: { v: y, next: null } }; let s = 0; for (let n = p; n !== null; n = n.next) { n.v += 1; s += p.v; } return s + p.v;`,
    `const p = { v: x, next: { v: y, next: null } }; const o = { p, l: [p] }; let s = 0; for (let n = o.l[0]; n; n = n.next) { o.p.v += 1; n.v *= 2; s += p.v; } return s * o.l[0].v;`,
    `const p = { v: x, next: { v: y, next: null } }; const g = () => p.v; let s = 0; for (let n = p; n; n = n.next) { n.v *= 2; s += g(); } return s + g();`,
    `const p = { v: x, next: { v: y, next: null } }; const m = new Map([[1, p]]); let s = 0; let n = m.get(1); while (n) { n.v *= 2; s += p.v; n = n.next; } return s + m.get(1).v;`,
    `const p = { v: x, next: { v: y, next: null } }; let n = p, c = p, s = 0; while (n !== null && c !== null) { n.v += 1; c.v *= 2; s += p.v; n = n.next; c = c.next && c.next.next; } return s + p.v;`,
    `const p = { v: x, next: { v: y, next: null } }; let last = null, s = 0; for (let n = p; n; n = n.next) { if (last) last.v += n.v; last = n; s += p.v; } return s;`,
    `const p = { v: x, next: null }; let n = p, s = 0; do { n.v += y; s += p.v; n = n.next; } while (n !== null); return s + p.v;`,
    `const l = [x, y]; let q = l, s = 0; while (q !== null) { q[0] += 1; s += l[0] * l[1]; q = q[0] > 5 ? null : q; } return s + l[0];`,
    `const st = [x]; let s = 0, q = st; for (const t of a) { q.push(t * y); s += st.length * st[st.length - 1]; q = q.length > 3 ? null : q; if (!q) break; } return s + st.length;`,
  ],
  "an object that an iteration makes is found by all that keeps it": [
    `let h = { v: 1.9, next: { v: y, next: { v: -2, next: null } } }; const h0 = h; for (let i = 0; i < a.length - 3; i++) { h = { v: x - i, next: h }; for (let n = h; n !== null; n = n.next) if (n.next !== null && n.next.v < 1.5) n.next = n.next.next; } return h0.next === null ? -x : h0.next.v * x;`,
    `let h = { v: y, next: null }; let s = 0; for (const t of a) { const p = { v: x + t, next: h }; let last = null; for (let n = p; n; n = n.next) { if (last) last.next = n.next; last = n; s += p.next ? p.next.v : y; } h = p; } return s;`,
    `let h = { v: y, next: null }; let s = 0; for (const t of a) { const c = { v: t, next: h }; const w = { c, d: [c] }; let n = w.c; while (n !== null) { n.v *= x; s += w.c.v + w.d[0].v + c.v; if (n.next !== null && n.next.v < 1) n.next = n.next.next; n = n.next; } if (c.next) h = c.next; } return s + h.v;`,
    `let h = { v: y, next: null }; let s = 0; for (const t of a) { const p = { v: x + t, next: h }; const go = (n) => { if (!n) return 0; n.v *= 1.1; s += p.v; if (n.next && n.next.v < 1) n.next = n.next.next; return go(n.next); }; go(p); h = p; } return s;`,
    `let q = { v: 0 }, n = null; for (const t of a) { const o = { v: x * t }; q = o; n = o; } q.v += y; return n.v + (n === q ? 10 : 0);`,
    `let q = { v: 0 }, n = 3; if (x > 1) { const o = { v: x }; q = o; n = o; } q.v += y; return n === 3 ? y : n.v * x + (n === q ? 10 : 0);`,
    `let o = { a: { v: x }, b: null }; o.b = o.a; let s = 0; for (const t of a) { o.b.v += y; s += o.a.v; o = { a: o.b, b: t > 0 ? o.a : { v: t } }; } return s + o.a.v * 10 + o.b.v;`,
  ],
  "an object that a recursive function keeps is found by its other names": [
    `const p = { v: x }; const r = (n) => { if (n < 1) return null; r(n - 1); return p; }; const q = r(a.length); p.v *= 9; return q.v + (q === p ? 1 : 2);`,
    `const p = { v: x, n: null }; const r = (k) => { if (k < 1) return 0; p.n = p; p.v += y; return r(k - 1); }; r(a.length); p.v += 3; return p.n.v;`,
    `const p = { v: x, n: null }, q = { v: y, n: null }; const r = (k, o, u) => { if (k < 1) return 0; o.n = u; o.v += y; return r(k - 1, u, o); }; r(a.length, p, q); p.v += 3; return p.n.v * 10 + q.n.v;`,
  ],
};

const points = [
  [0.7, 1.3],
  [2.3, -0.6],
] as const;

for (const [what, bodies] of Object.entries(programs)) {
  test(what, () => {
    for (const body of bodies) {
      const f = new Function(`return function f(x, y, a) { ${body} }`)() as Fn;
      const a = Float64Array.of(0.3, -0.8, 1.2, 0.55, -0.1, 2.1);
      for (const [x, y] of points) {
        expect(jit(f)(x, y, a), body).toBe(f(x, y, a));
        const h = 1e-6;
        const slopes = [
          (f(x + h, y, a) - f(x - h, y, a)) / (2 * h),
          (f(x, y + h, a) - f(x, y - h, a)) / (2 * h),
        ];
        const [dx, dy] = grad(f, { wrt: [0, 1] })(x, y, a);
        expect(dx, body).toBeCloseTo(slopes[0]!, 5);
        expect(dy, body).toBeCloseTo(slopes[1]!, 5);
        const zero = new Float64Array(6);
        const { tangent } = jvp(f)([x, y, a], [0.3, -0.7, zero]);
        expect(tangent, body).toBeCloseTo(0.3 * dx - 0.7 * dy, 9);
      }
    }
  });
}
