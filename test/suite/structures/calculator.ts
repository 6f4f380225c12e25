// A calculator: the text of an expression becomes tokens, these a tree, and the tree has a value.

type Token =
  | { kind: "number"; value: number }
  | { kind: "name"; name: string }
  | { kind: "sign"; sign: string }
  | { kind: "end" };

type Tree =
  | { kind: "number"; value: number }
  | { kind: "name"; name: string }
  | { kind: "operation"; sign: string; left: Tree; right: Tree }
  | { kind: "call"; name: string; args: Tree[] };

const isDigit = (c: string): boolean => (c >= "0" && c <= "9") || c === ".";
const isLetter = (c: string): boolean => c >= "a" && c <= "z";

export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let i = 0;
  while (i < text.length) {
    const c = text[i]!;
    const from = i;
    if (isDigit(c)) {
      while (i < text.length && isDigit(text[i]!)) i++;
      found.push({ kind: "number", value: parseFloat(text.slice(from, i)) });
    } else if (isLetter(c)) {
      while (i < text.length && isLetter(text[i]!)) i++;
      found.push({ kind: "name", name: text.substring(from, i) });
    } else {
      i++;
      if (c !== " ") found.push({ kind: "sign", sign: c });
    }
  }
  found.push({ kind: "end" });
  return found;
}

export class Parser {
  private at = 0;
  private readonly tokens: Token[];

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  private get current(): Token {
    return this.tokens[this.at]!;
  }

  private next(): Token {
    return this.tokens[this.at++]!;
  }

  private accept(sign: string): boolean {
    const token = this.current;
    if (token.kind !== "sign" || token.sign !== sign) return false;
    this.at++;
    return true;
  }

  private expect(sign: string): void {
    if (!this.accept(sign)) throw new SyntaxError(`${sign} expected at ${this.at}`);
  }

  sum(): Tree {
    let left = this.product();
    for (;;) {
      if (this.accept("+")) left = this.operation("+", left, this.product());
      else if (this.accept("-")) left = this.operation("-", left, this.product());
      else return left;
    }
  }

  private product(): Tree {
    let left = this.power();
    while (this.current.kind === "sign") {
      if (this.accept("*")) left = this.operation("*", left, this.power());
      else if (this.accept("/")) left = this.operation("/", left, this.power());
      else break;
    }
    return left;
  }

  private power(): Tree {
    const base = this.atom();
    return this.accept("^") ? this.operation("^", base, this.power()) : base;
  }

  private operation(sign: string, left: Tree, right: Tree): Tree {
    return { kind: "operation", sign, left, right };
  }

  private atom(): Tree {
    const token = this.next();
    switch (token.kind) {
      case "number":
        return { kind: "number", value: token.value };
      case "name": {
        if (!this.accept("(")) return { kind: "name", name: token.name };
        const args: Tree[] = [];
        do args.push(this.sum());
        while (this.accept(","));
        this.expect(")");
        return { kind: "call", name: token.name, args };
      }
      case "sign":
        if (token.sign === "-") {
          return this.operation("*", { kind: "number", value: -1 }, this.power());
        }
        if (token.sign === "(") {
          const inner = this.sum();
          this.expect(")");
          return inner;
        }
    }
    throw new SyntaxError("an expression is expected");
  }
}

const functions: Record<string, (...xs: number[]) => number> = {
  sin: Math.sin,
  exp: Math.exp,
  max: Math.max,
  square: (x) => x! * x!,
  mean: (...xs) => xs.reduce((sum, x) => sum + x, 0) / xs.length,
};

export function value(tree: Tree, names: Record<string, number>): number {
  switch (tree.kind) {
    case "number":
      return tree.value;
    case "name": {
      const found = names[tree.name];
      if (found === undefined) throw new ReferenceError(`${tree.name} has no value`);
      return found;
    }
    case "operation": {
      const [left, right] = [value(tree.left, names), value(tree.right, names)];
      switch (tree.sign) {
        case "+":
          return left + right;
        case "-":
          return left - right;
        case "*":
          return left * right;
        case "/":
          return left / right;
        default:
          return left ** right;
      }
    }
    case "call":
      return functions[tree.name]!(...tree.args.map((arg) => value(arg, names)));
  }
}

export const parsed = (text: string): Tree => new Parser(tokens(text)).sum();
