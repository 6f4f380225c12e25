// A probabilistic Prolog: clauses have probabilities, and proofs add up.

type Term =
  | { kind: "constant"; name: number }
  | { kind: "variable"; name: number }
  | { kind: "compound"; functor: string; args: Term[] };

interface Clause {
  p: number;
  head: Term;
  body: Term[];
}

/** What variables stand for. */
interface Substitution {
  name: number;
  term: Term;
  rest: Substitution | null;
}

interface Proof {
  p: number;
  substitution: Substitution | null;
}

function resolve(term: Term, s: Substitution | null): Term {
  let t = term;
  for (let b = s; b !== null && t.kind === "variable"; b = b.rest) {
    if (b.name !== t.name) continue;
    t = b.term;
    b = { name: -1, term: t, rest: s };
  }
  return t;
}

/** The substitution that makes two terms the same, or false. */
function unify(x: Term, y: Term, s: Substitution | null): Substitution | null | false {
  const [a, b] = [resolve(x, s), resolve(y, s)];
  if (a.kind === "variable") return { name: a.name, term: b, rest: s };
  if (b.kind === "variable") return { name: b.name, term: a, rest: s };
  if (a.kind === "constant") return b.kind === "constant" && a.name === b.name ? s : false;
  if (b.kind === "constant" || a.functor !== b.functor || a.args.length !== b.args.length) {
    return false;
  }
  let found: Substitution | null | false = s;
  for (let i = 0; i < a.args.length; i++) {
    if (found === false) return false;
    found = unify(a.args[i]!, b.args[i]!, found);
  }
  return found;
}

/** A term with variables of its own. */
function renamed(term: Term, offset: number): Term {
  if (term.kind === "variable") return { kind: "variable", name: term.name + offset };
  if (term.kind === "constant") return term;
  const { functor, args } = term;
  return { kind: "compound", functor, args: args.map((arg) => renamed(arg, offset)) };
}

function proofs(goal: Term, s: Substitution | null, clauses: Clause[], depth: number): Proof[] {
  const found: Proof[] = [];
  for (const { p, head, body } of clauses) {
    const start = unify(goal, renamed(head, 100 * depth), s);
    if (start === false) continue;
    let open: Proof[] = [{ p, substitution: start }];
    for (const term of body) {
      const next: Proof[] = [];
      for (const one of open) {
        const inner = proofs(renamed(term, 100 * depth), one.substitution, clauses, depth + 1);
        for (const { p: q, substitution } of inner) next.push({ p: one.p * q, substitution });
      }
      open = next;
    }
    for (const one of open) found.push(one);
  }
  return found;
}

const constant = (name: number): Term => ({ kind: "constant", name });
const x: Term = { kind: "variable", name: 1 };
const p = (arg: Term): Term => ({ kind: "compound", functor: "p", args: [arg] });
const q = (arg: Term): Term => ({ kind: "compound", functor: "q", args: [arg] });

/** The likelihood of having seen p(0), p(1), p(2) and p(2). */
export function likelihood(probability: number[]): number {
  const [p0, p1] = [probability[0]!, probability[1]!];
  const clauses: Clause[] = [
    { p: p0, head: p(constant(0)), body: [] },
    { p: 1 - p0, head: p(x), body: [q(x)] },
    { p: p1, head: q(constant(1)), body: [] },
    { p: 1 - p1, head: q(constant(2)), body: [] },
  ];
  let product = 1;
  for (const seen of [0, 1, 2, 2]) {
    let sum = 0;
    for (const proof of proofs(p(constant(seen)), null, clauses, 1)) sum += proof.p;
    product *= sum;
  }
  return product;
}
