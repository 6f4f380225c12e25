// A probabilistic lambda calculus: programs are data, values have probabilities, and an interpreter
// finds the distribution of what a program gives. It is differentiated as it interprets.

export type Expression =
  | { kind: "constant"; value: number }
  | { kind: "variable"; name: string }
  | { kind: "lambda"; parameter: string; body: Expression }
  | { kind: "apply"; callee: Expression; argument: Expression };

export type Value =
  | { kind: "number"; value: number }
  | { kind: "closure"; parameter: string; body: Expression; environment: Binding | null };

/** What a value may be, and how probably. */
export type Distribution = { value: Value; p: number }[];

export interface Binding {
  name: string;
  values: Distribution;
  outer: Binding | null;
}

function lookup(name: string, environment: Binding | null): Distribution {
  for (let b = environment; b !== null; b = b.outer) if (b.name === name) return b.values;
  throw new Error("an unbound variable");
}

function evaluate(e: Expression, environment: Binding | null): Distribution {
  switch (e.kind) {
    case "constant":
      return [{ value: { kind: "number", value: e.value }, p: 1 }];
    case "variable":
      return lookup(e.name, environment);
    case "lambda": {
      const { parameter, body } = e;
      return [{ value: { kind: "closure", parameter, body, environment }, p: 1 }];
    }
    case "apply": {
      const argument = evaluate(e.argument, environment);
      const results: Distribution = [];
      for (const { value, p } of evaluate(e.callee, environment)) {
        if (value.kind === "number") throw new Error("a number is called");
        const inner = { name: value.parameter, values: argument, outer: value.environment };
        for (const one of evaluate(value.body, inner)) {
          results.push({ value: one.value, p: p * one.p });
        }
      }
      return results;
    }
  }
}

const variable = (name: string): Expression => ({ kind: "variable", name });
const constant = (value: number): Expression => ({ kind: "constant", value });
const apply = (callee: Expression, ...args: Expression[]): Expression =>
  args.reduce<Expression>((f, argument) => ({ kind: "apply", callee: f, argument }), callee);
const lambda = (parameter: string, body: Expression): Expression => ({
  kind: "lambda",
  parameter,
  body,
});

/** `if x0 then 0 else if x1 then 1 else 2`; truth values choose between two arguments. */
const program = apply(variable("x0"), constant(0), apply(variable("x1"), constant(1), constant(2)));
const yes = lambda("a", lambda("b", variable("a")));
const no = lambda("a", lambda("b", variable("b")));

/** The likelihood of having seen 0, 1, 2 and 2, where x0 is true with p[0] and x1 with p[1]. */
export function likelihood(p: number[]): number {
  const truth = (q: number): Distribution => [
    { value: evaluate(yes, null)[0]!.value, p: q },
    { value: evaluate(no, null)[0]!.value, p: 1 - q },
  ];
  const environment: Binding = {
    name: "x0",
    values: truth(p[0]!),
    outer: { name: "x1", values: truth(p[1]!), outer: null },
  };
  const found = evaluate(program, environment);
  let product = 1;
  for (const seen of [0, 1, 2, 2]) {
    let sum = 0;
    for (const { value, p: q } of found) {
      if (value.kind === "number" && value.value === seen) sum += q;
    }
    product *= sum;
  }
  return product;
}
