// Expressions as objects of classes, which know their values: one method for each class.

export abstract class Expression {
  abstract at(x: number): number;
}

export class Constant extends Expression {
  value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  at(): number {
    return this.value;
  }
}

export class Variable extends Expression {
  at(x: number): number {
    return x;
  }
}

export class Sum extends Expression {
  terms: Expression[];
  constructor(...terms: Expression[]) {
    super();
    this.terms = terms;
  }
  at(x: number): number {
    let sum = 0;
    for (const term of this.terms) sum += term.at(x);
    return sum;
  }
}

export class Product extends Expression {
  left: Expression;
  right: Expression;
  constructor(left: Expression, right: Expression) {
    super();
    this.left = left;
    this.right = right;
  }
  at(x: number): number {
    return this.left.at(x) * this.right.at(x);
  }
}

/** The polynomial with these coefficients, by Horner's rule. */
export function horner(coefficients: number[]): Expression {
  let e: Expression = new Constant(0);
  for (let i = coefficients.length - 1; i >= 0; i--) {
    e = new Sum(new Product(e, new Variable()), new Constant(coefficients[i]!));
  }
  return e;
}
