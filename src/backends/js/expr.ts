/** How tightly JavaScript's operators bind; a higher one needs no parentheses inside a lower one. */
export const prec = {
  ternary: 2,
  or: 3,
  and: 4,
  bitOr: 5,
  bitXor: 6,
  bitAnd: 7,
  equality: 8,
  relation: 9,
  shift: 10,
  sum: 11,
  product: 12,
  power: 13,
  unary: 14,
  atom: 20,
} as const;

/** What evaluating an expression needs: it may wait while nothing it needs is changed. */
export type Kind = "pure" | "read" | "trap";

/** A JavaScript expression. */
export interface Expr {
  readonly text: string;
  readonly prec: number;
  readonly kind: Kind;
  /** Variables in it that are assigned to somewhere. */
  readonly reads: ReadonlySet<string>;
  /** Operands of `x op y`, for writing `x op= y`. */
  readonly sides?: { readonly left: string; readonly op: string; readonly right: string };
}

const none: ReadonlySet<string> = new Set();

export function atom(text: string, kind: Kind = "pure"): Expr {
  return { text, prec: prec.atom, kind, reads: none };
}

/** A variable that is assigned to. */
export function variable(name: string): Expr {
  return { text: name, prec: prec.atom, kind: "pure", reads: new Set([name]) };
}

/** A name, a literal or a length: evaluating it again costs and changes nothing. */
export function isSimple({ text, kind }: Expr): boolean {
  return kind === "pure" && /^-?[\p{ID_Continue}$.]+$/u.test(text);
}

function kindOf(parts: readonly Expr[]): Kind {
  if (parts.some((e) => e.kind === "trap")) return "trap";
  return parts.some((e) => e.kind === "read") ? "read" : "pure";
}

function readsOf(parts: readonly Expr[]): ReadonlySet<string> {
  const all = new Set(parts.flatMap((e) => [...e.reads]));
  return all.size === 0 ? none : all;
}

/** An expression of `parts`, whose `text` binds as `level` does. */
export function compose(text: string, level: number, parts: readonly Expr[]): Expr {
  return { text, prec: level, kind: kindOf(parts), reads: readsOf(parts) };
}

/** Text of `e` where something that binds at least as `level` is wanted. */
export function within(e: Expr, level: number): string {
  return e.prec >= level ? e.text : `(${e.text})`;
}

/** `x op y` of a left-associative operator. */
export function binary(op: string, level: number, x: Expr, y: Expr): Expr {
  const text = `${within(x, level)} ${op} ${within(y, level + 1)}`;
  return { ...compose(text, level, [x, y]), sides: { left: x.text, op, right: y.text } };
}

/** `op x`. */
export function unary(op: string, x: Expr): Expr {
  return compose(`${op}${within(x, prec.unary + 1)}`, prec.unary, [x]);
}

/** `f(x, …)`; `f` may be a path such as `Math.sin`. */
export function apply(f: string, ...x: readonly Expr[]): Expr {
  return compose(`${f}(${x.map((e) => e.text).join(", ")})`, prec.atom, x);
}

/** `x.name`, or `x.name(…)` as part of a name. */
export function member(x: Expr, name: string): Expr {
  return compose(`${within(x, prec.atom)}${name}`, prec.atom, [x]);
}

/** `x[i]`. */
export function element(x: Expr, i: Expr): Expr {
  return compose(`${within(x, prec.atom)}[${i.text}]`, prec.atom, [x, i]);
}

/** `c ? x : y`. */
export function ternary(c: Expr, x: Expr, y: Expr): Expr {
  const level = prec.ternary + 1;
  const text = `${within(c, level)} ? ${within(x, level)} : ${within(y, level)}`;
  return compose(text, prec.ternary, [c, x, y]);
}

export function withKind(e: Expr, kind: Kind): Expr {
  return { ...e, kind: e.kind === "trap" ? "trap" : kind };
}

/** `target = e`, as a statement. */
export function assignment(target: string, { text, sides }: Expr): string {
  return sides?.left === target && "+-*/%".includes(sides.op)
    ? `${target} ${sides.op}= ${sides.right};`
    : `${target} = ${text};`;
}

/** The opposite of a truth value. */
export function not(e: Expr): Expr {
  const opposite = { " === ": " !== ", " !== ": " === " };
  for (const [op, other] of Object.entries(opposite)) {
    if (e.prec === prec.equality && e.text.split(/ [!=]== /).length === 2 && e.text.includes(op)) {
      return { ...e, text: e.text.replace(op, other) };
    }
  }
  if (e.prec !== prec.unary || !e.text.startsWith("!")) return unary("!", e);
  return { ...e, text: e.text.slice(1), prec: prec.unary };
}
