import type {
  BlockNode,
  ClassNode,
  Expr,
  FunctionDeclareNode,
  FunctionNode,
  FunctionTree,
  HoleNode,
  Key,
  Node,
  Pattern,
  PrivateKeyNode,
  SpreadNode,
  Stmt,
} from "../../src/syntax/tree.ts";

/**
 * A tree as JavaScript, every local under a name of its own: what was resolved wrongly, or lost,
 * makes another program. Everything is in parentheses.
 */
export function printTree(tree: FunctionTree): string {
  const name = (id: number): string => `${tree.locals[id]!.name}$${id}`;
  return new Printer(name).expr(tree.root);
}

function templateText(text: string): string {
  return text.replace(/[`\\$]/g, "\\$&").replaceAll("\r", "\\r");
}

class Printer {
  readonly #name: (id: number) => string;

  constructor(name: (id: number) => string) {
    this.#name = name;
  }

  expr(node: Expr | SpreadNode | HoleNode): string {
    const list = (nodes: readonly (Expr | SpreadNode | HoleNode)[]): string =>
      nodes.map((one) => this.expr(one)).join(", ");
    switch (node.kind) {
      case "number":
        return node.value === Infinity ? "1e999" : String(node.value);
      case "string":
        return JSON.stringify(node.value);
      case "boolean":
        return String(node.value);
      case "null":
        return "null";
      case "template": {
        const parts = node.values.map(
          (v, i) => `\${${this.expr(v)}}${templateText(node.texts[i + 1]!)}`,
        );
        return `\`${templateText(node.texts[0]!)}${parts.join("")}\``;
      }
      case "array":
        return `[${node.items.map((item) => `${this.expr(item)},`).join(" ")}]`;
      case "hole":
        return "";
      case "spread":
        return `...${this.expr(node.value)}`;
      case "object":
        return `({ ${node.properties.map((property) => this.#property(property)).join(", ")} })`;
      case "function":
        return this.#func(node);
      case "class":
        return this.#klass(node);
      case "local":
        return this.#name(node.id);
      case "free":
        return node.name;
      case "this":
      case "super":
        return node.kind;
      case "member":
        return `${this.expr(node.object)}${node.optional ? "?." : "."}${node.name}`;
      case "index":
        return `${this.expr(node.object)}${node.optional ? "?." : ""}[${this.expr(node.index)}]`;
      case "private":
        return `${this.expr(node.object)}${node.optional ? "?." : "."}#${node.name}`;
      case "private-in":
        return `(#${node.name} in ${this.expr(node.object)})`;
      case "chain":
        return `(${this.expr(node.value)})`;
      case "call":
        return `${this.expr(node.callee)}${node.optional ? "?." : ""}(${list(node.args)})`;
      case "new":
        return `(new (${this.expr(node.callee)})(${list(node.args)}))`;
      case "unary":
        return `(${node.op} ${this.expr(node.value)})`;
      case "binary":
      case "logical":
        return `(${this.expr(node.left)} ${node.op} ${this.expr(node.right)})`;
      case "conditional":
        return `(${this.expr(node.test)} ? ${this.expr(node.then)} : ${this.expr(node.else)})`;
      case "assign":
        return `(${this.pattern(node.target)} ${node.op ?? ""}= ${this.expr(node.value)})`;
      case "update": {
        const target = this.pattern(node.target);
        return node.prefix ? `(${node.op}${target})` : `(${target}${node.op})`;
      }
      case "sequence":
        return `(${list(node.values)})`;
      case "yield":
        return `(yield${node.delegate ? "*" : ""} ${node.value ? this.expr(node.value) : ""})`;
      case "unsupported":
        throw new Error(`cannot print ${node.what}`);
    }
  }

  pattern(node: Pattern): string {
    switch (node.kind) {
      case "array-pattern": {
        const items = node.items.map((item) =>
          item.kind === "hole" ? "," : `${this.pattern(item)},`,
        );
        return `[${items.join(" ")}${node.rest ? `...${this.pattern(node.rest)}` : ""}]`;
      }
      case "object-pattern": {
        const properties = node.properties.map(
          ({ key, target }) => `${this.#key(key)}: ${this.pattern(target)}`,
        );
        if (node.rest) properties.push(`...${this.pattern(node.rest)}`);
        return `{ ${properties.join(", ")} }`;
      }
      case "default-pattern":
        return `${this.pattern(node.target)} = ${this.expr(node.value)}`;
      default:
        return this.expr(node);
    }
  }

  #key(key: Key | PrivateKeyNode): string {
    if (key.kind === "computed-key") return `[${this.expr(key.value)}]`;
    return key.kind === "private-key" ? `#${key.name}` : JSON.stringify(key.name);
  }

  #property(node: Extract<Expr, { kind: "object" }>["properties"][number]): string {
    if (node.kind !== "property") return this.expr(node);
    const { value } = node;
    if (value.kind === "function" && ["method", "getter", "setter"].includes(value.form))
      return this.#method(value, this.#key(node.key));
    return `${this.#key(node.key)}: ${this.expr(value)}`;
  }

  #method(node: FunctionNode, key: string): string {
    const word = node.form === "getter" ? "get " : node.form === "setter" ? "set " : "";
    const star = node.generator ? "*" : "";
    return `${node.async ? "async " : ""}${word}${star}${key}${this.#params(node)} ${this.#body(node)}`;
  }

  #params(node: FunctionNode): string {
    const params = node.params.map((param) => this.pattern(param));
    if (node.rest) params.push(`...${this.pattern(node.rest)}`);
    return `(${params.join(", ")})`;
  }

  #body(node: { vars: readonly number[]; body: BlockNode }): string {
    const vars = node.vars.map((id) => `var ${this.#name(id)};`).join(" ");
    return `{ ${vars} ${this.#list(node.body)} }`;
  }

  #func(node: FunctionNode): string {
    const async = node.async ? "async " : "";
    if (node.form === "arrow") return `(${async}${this.#params(node)} => ${this.#body(node)})`;
    if (node.form !== "function") {
      const key = /^[\w$]+$/.test(node.name) ? node.name : JSON.stringify(node.name);
      return `({ ${this.#method(node, key)} })[${JSON.stringify(node.name)}]`;
    }
    const name = node.self === undefined ? "" : this.#name(node.self);
    const star = node.generator ? "*" : "";
    return `(${async}function${star} ${name}${this.#params(node)} ${this.#body(node)})`;
  }

  #klass(node: ClassNode): string {
    const members: string[] = [];
    if (node.init) members.push(`constructor${this.#params(node.init)} ${this.#body(node.init)}`);
    for (const member of node.members) {
      if (member.kind === "unsupported") throw new Error(`cannot print ${member.what}`);
      if (member.kind === "static-block") {
        members.push(`static ${this.#body(member)}`);
        continue;
      }
      const word = member.static ? "static " : "";
      if (member.kind === "class-method")
        members.push(word + this.#method(member.value, this.#key(member.key)));
      else {
        const value = member.value ? ` = ${this.expr(member.value)}` : "";
        members.push(`${word}${this.#key(member.key)}${value};`);
      }
    }
    const name = node.self === undefined ? "" : this.#name(node.self);
    const parent = node.parent ? `extends (${this.expr(node.parent)})` : "";
    return `(class ${name} ${parent} { ${members.join(" ")} })`;
  }

  #functions(list: readonly FunctionDeclareNode[]): string {
    return list
      .map(({ id, value }) => {
        const word = `${value.async ? "async " : ""}function${value.generator ? "*" : ""}`;
        return `${word} ${this.#name(id)}${this.#params(value)} ${this.#body(value)}`;
      })
      .join(" ");
  }

  #list(node: BlockNode): string {
    return `${this.#functions(node.functions)} ${node.body.map((s) => this.stmt(s)).join(" ")}`;
  }

  stmt(node: Stmt): string {
    switch (node.kind) {
      case "declare": {
        const items = node.items.map(({ target, init }) =>
          init ? `${this.pattern(target)} = ${this.expr(init)}` : this.pattern(target),
        );
        return `${node.how} ${items.join(", ")};`;
      }
      case "class-declare":
        return `let ${this.#name(node.id)} = ${this.expr(node.value)};`;
      case "expr":
        return `(${this.expr(node.value)});`;
      case "block":
        return `{ ${this.#list(node)} }`;
      case "if": {
        const rest = node.else ? ` else ${this.stmt(node.else)}` : "";
        return `if (${this.expr(node.test)}) { ${this.stmt(node.then)} }${rest}`;
      }
      case "label":
        return `${node.name}: ${this.stmt(node.body)}`;
      case "break":
      case "continue":
        return `${node.kind} ${node.label ?? ""};`;
      case "return":
        return `return ${node.value ? this.expr(node.value) : ""};`;
      case "throw":
        return `throw ${this.expr(node.value)};`;
      case "try": {
        const param = node.param ? `(${this.pattern(node.param)})` : "";
        const handler = node.handler ? ` catch ${param} ${this.stmt(node.handler)}` : "";
        return `try ${this.stmt(node.block)}${handler}${node.last ? ` finally ${this.stmt(node.last)}` : ""}`;
      }
      case "switch": {
        const cases = node.cases.map(({ test, body }) => {
          const head = test ? `case ${this.expr(test)}:` : "default:";
          return `${head} ${body.map((s) => this.stmt(s)).join(" ")}`;
        });
        // hoisted functions need a case of their own, which no value reaches
        const first = node.functions.length ? `case {}: ${this.#functions(node.functions)}` : "";
        return `switch (${this.expr(node.value)}) { ${first} ${cases.join(" ")} }`;
      }
      case "empty":
        return ";";
      case "unsupported":
        throw new Error(`cannot print ${node.what}`);
      default:
        return this.#loop(node);
    }
  }

  #loop(node: Extract<Stmt, { kind: "for" | "for-in" | "for-of" | "while" | "do" }>): string {
    const body = `{ ${this.stmt(node.body)} }`;
    switch (node.kind) {
      case "for": {
        const init = node.init ? this.stmt(node.init) : ";";
        const test = node.test ? this.expr(node.test) : "";
        return `for (${init} ${test}; ${node.update ? this.expr(node.update) : ""}) ${body}`;
      }
      case "while":
        return `while (${this.expr(node.test)}) ${body}`;
      case "do":
        return `do ${body} while (${this.expr(node.test)});`;
      default: {
        const target = `${node.how === "assign" ? "" : node.how} ${this.pattern(node.target)}`;
        const over = node.kind === "for-in" ? node.object : node.iterable;
        return `for (${target} ${node.kind.slice(4)} ${this.expr(over)}) ${body}`;
      }
    }
  }
}

/** Every kind of node that a tree has. */
export function kindsOf(node: Node, into: Set<string> = new Set()): Set<string> {
  into.add(node.kind);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === "object" && child !== null && "kind" in child) kindsOf(child, into);
  }
  return into;
}
