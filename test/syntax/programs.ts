/** Programs in JavaScript that use the whole language, each called without arguments. */
export const programs: Record<string, string> = {
  literals: `() => [1, 0x10, 1e999, .5, "a\\n'\\u2028", 'b"', true, false, null, \`a\${1 + 1}b\${"c"}\`, [, 1, , 2, ...[3]]]`,
  operators: `() => {
    const r = [];
    for (const [a, b] of [[7, 3], [-7, 3], [0.5, -0], ["x", 1]])
      r.push(a + b, a - b, a * b, a / b, a % b, a ** b, a << b, a >> b, a >>> b, a & b, a | b, a ^ b,
        a == b, a != b, a === b, a !== b, a < b, a <= b, a > b, a >= b, a && b, a || b, a ?? b, -a, +a, !a, ~a,
        typeof a, void a, (a, b), a ? b : 1);
    return r.concat("x" in { x: 1 }, [] instanceof Array, -(2 ** 2), (-2) ** 2);
  }`,
  assignments: `() => {
    let a = 1, o = { x: 1, y: [1, 2] }, k = "x";
    a += 2; a -= 1; a *= 6; a /= 4; a %= 2; a **= 3; a <<= 4; a >>= 1; a >>>= 1; a |= 8; a &= 12; a ^= 5;
    o.x ||= 5; o.z ??= 7; o[k] &&= 9; o.y[0]++; --o.y[1]; const before = a++, after = ++a;
    return [a, o, before, after, delete o.x, o];
  }`,
  destructuring: `() => {
    const { a, b: { c = 3, ...d } = {}, ["e" + 1]: e, ...rest } = { a: 1, b: { f: 4, g: 5 }, e1: 6, h: 7 };
    let [x, , y = x + 1, [z] = [9], ...w] = [1, 2, undefined, undefined, 5, 6];
    const o = {}; let q;
    [o.p, o["r"], q = 8] = [10, 11]; ({ x, y: o.s, ...o.t } = { x: 20, y: 21, u: 22 });
    [x, y] = [y, x];
    return [a, c, d, e, rest, x, y, z, w, o, q];
  }`,
  parameters: `() => {
    const f = (a, b = a + 1, { c, d = b } = {}, [e] = [c], ...rest) => [a, b, c, d, e, rest];
    function g(x, y = () => x) { var x; const first = x; x = 5; return [first, x, y()]; }
    return [f(1), f(1, undefined, { c: 3 }), f(1, 2, { c: 3, d: 4 }, [5], 6, 7), f.length, g(1)];
  }`,
  scoping: `() => {
    const r = []; let x = 1; var v = 1;
    { let x = 2; r.push(x); { const x = 3; r.push(x); } var v = 4; function inner() { return x; } r.push(inner()); }
    for (let x = 0; x < 2; x++) { let y = x; r.push(() => [x, y]); }
    for (var i = 0; i < 2; i++) r.push(() => i);
    for (const x of [5, 6]) r.push(() => x);
    for (const k in { a: 1, b: 2 }) r.push(k);
    for (x of [7]); for (const { length } of ["abc"]) r.push(length);
    try { throw { x: 8 }; } catch ({ x }) { r.push(x); } finally { r.push(x); }
    try { null.x; } catch { r.push("caught"); }
    if (v) { var w = 9; } else w = 10;
    r.push(hoisted(), typeof later, v, w);
    function hoisted() { return later2(); } function later2() { return 11; } var later = 1;
    return r.map((f) => (typeof f === "function" ? f() : f));
  }`,
  control: `() => {
    const r = [];
    outer: for (let i = 0; ; i++) {
      for (let j = 0; ; j++) { if (j === 1) continue outer; if (i === 3) break outer; if (j > 2) break; r.push([i, j]); }
    }
    let n = 0; while (true) { if (++n > 3) break; } do n--; while (n > 0);
    block: { r.push(1); if (n === 0) break block; r.push(2); }
    const pick = (v) => { switch (v) { case 1: case 2: return "low"; default: v = "other"; case f(): v += "!"; break; case 4: { let q = 1; return q; } function f() { return 3; } } return v; };
    const early = (v) => { if (v) return 1; else if (v === 0) return 2; return; };
    for (;;) { break; }
    ;
    return [r, n, [1, 2, 3, 4, 5].map(pick), early(1), early(0), early("")];
  }`,
  functions: `() => {
    const fact = function self(n) { return n < 2 ? 1 : n * self(n - 1); };
    const compose = (...fs) => (x) => fs.reduceRight((a, f) => f(a), x);
    function* gen(n) { const sent = yield n; yield* [sent, n + 1]; return 3; }
    const it = gen(1); const seen = [it.next().value, it.next(7).value, it.next().value, it.next().value];
    function Old(x) { this.x = x; } Old.prototype.get = function () { return this.x; };
    let shadow = 1; const named = function shadow() { return typeof shadow; };
    return [fact(5), compose((x) => x + 1, (x) => x * 2)(5), seen, new Old(4).get(), named(), (() => 7)(), (function () { return this; }).call(8) == 8];
  }`,
  objects: `() => {
    const k = "dyn", v = 3;
    const o = { v, "a b": 1, 2: 2, [k + 1]: 4, m(x) { return x + this.v; }, get g() { return this.v; }, set g(n) { this.v = n; }, arrow: () => v, *gen() { yield v; }, nested: { ...{ p: 1 } }, ...null };
    o.g = 10;
    return [o.m(1), o.g, o["a b"], o[2], o.dyn1, o.arrow(), [...o.gen()], o.nested, Object.keys(o)];
  }`,
  classes: `() => {
    const log = [];
    class A { static #made = 0; #x = 1; y = this.#x + 1; static s = "s"; static { log.push(this.s); A.#made = 5; }
      constructor(x) { this.#x = x; log.push("A"); } get x() { return this.#x; } set x(v) { this.#x = v; } #p() { return this.#x * 2; }
      m() { return this.#p() + A.#made; } static of(...a) { return new this(...a); } static has(o) { return #x in o; } ["c" + 1]() { return "c1"; } }
    class B extends A { z = () => this.x; constructor(x) { super(x + 1); log.push("B"); } m() { return super.m() + 1; } get x() { return super.x * 10; } static of(x) { return super.of(x); } }
    const b = B.of(2), C = class Named extends B { self() { return Named === C; } };
    return [b.m(), b.x, b.y, b.z(), b.c1(), A.has(b), A.has({}), new C(1).self(), log, B.s];
  }`,
  chains: `() => {
    const o = { a: { b: (x) => x, c: null, d: [1] } }, n = null; let count = 0;
    return [o?.a?.b?.(1), n?.a.b.c, n?.[count++], n?.b(count++), o.a.c?.x.y, (o?.a).d?.[0], o.x?.(count++), o["a"]?.["d"].length, delete o?.a?.d, count, n?.a?.b ?? "none"];
  }`,
};
