/**
 * The surface tree: the untyped syntax of one function, names resolved, types erased.
 *
 * Plain JSON-able nodes, every one with `kind` and `at`. Locals are numbers, unique within one root
 * function; a name that the root function does not declare is `free`. What cannot be compiled is an
 * `unsupported` node and a fault only when it is reached. Parentheses leave no trace; nothing else
 * is simplified, except that an arrow's expression body is a `return`.
 */
import type { SourceFile, Span } from "../diagnostics/span.ts";

/** Half-open range of UTF-16 offsets in the tree's file. */
export type At = readonly [start: number, end: number];

interface Base<K extends string> {
  readonly kind: K;
  readonly at: At;
}

// --- expressions ------------------------------------------------------------------------------

export type Expr =
  | NumberNode
  | StringNode
  | BooleanNode
  | NullNode
  | TemplateNode
  | ArrayNode
  | ObjectNode
  | FunctionNode
  | ClassNode
  | LocalNode
  | FreeNode
  | ThisNode
  | SuperNode
  | MemberNode
  | IndexNode
  | PrivateNode
  | PrivateInNode
  | ChainNode
  | CallNode
  | NewNode
  | UnaryNode
  | BinaryNode
  | LogicalNode
  | ConditionalNode
  | AssignNode
  | UpdateNode
  | SequenceNode
  | YieldNode
  | UnsupportedNode;

export interface NumberNode extends Base<"number"> {
  readonly value: number;
}
export interface StringNode extends Base<"string"> {
  readonly value: string;
}
export interface BooleanNode extends Base<"boolean"> {
  readonly value: boolean;
}
export type NullNode = Base<"null">;

/** `texts` has one element more than `values`; they alternate. */
export interface TemplateNode extends Base<"template"> {
  readonly texts: readonly string[];
  readonly values: readonly Expr[];
}

export interface ArrayNode extends Base<"array"> {
  readonly items: readonly (Expr | SpreadNode | HoleNode)[];
}
export type HoleNode = Base<"hole">;
export interface SpreadNode extends Base<"spread"> {
  readonly value: Expr;
}

export interface ObjectNode extends Base<"object"> {
  readonly properties: readonly (PropertyNode | SpreadNode | UnsupportedNode)[];
}

/** A method is a property whose value is a function of form `method`, `getter` or `setter`. */
export interface PropertyNode extends Base<"property"> {
  readonly key: Key;
  readonly value: Expr;
}

export type Key = NameKeyNode | ComputedKeyNode;

/** A name, a string or a number as written, already a property key. */
export interface NameKeyNode extends Base<"name-key"> {
  readonly name: string;
}
export interface ComputedKeyNode extends Base<"computed-key"> {
  readonly value: Expr;
}
/** `name` without its `#`. */
export interface PrivateKeyNode extends Base<"private-key"> {
  readonly name: string;
}

/** A variable declared inside the root function: `locals[id]` of its tree. */
export interface LocalNode extends Base<"local"> {
  readonly id: LocalId;
}
/** A variable that the root function does not declare; `undefined`, `NaN` and `Math` included. */
export interface FreeNode extends Base<"free"> {
  readonly name: string;
}
export type ThisNode = Base<"this">;
/** Only as the object of `member` or `index`, or the callee of `call`. */
export type SuperNode = Base<"super">;

/** `object.name`. `optional` is the `?.` in front of this link. */
export interface MemberNode extends Base<"member"> {
  readonly object: Expr;
  readonly name: string;
  readonly optional: boolean;
}
/** `object[index]`. */
export interface IndexNode extends Base<"index"> {
  readonly object: Expr;
  readonly index: Expr;
  readonly optional: boolean;
}
/** `object.#name`; `name` without its `#`. */
export interface PrivateNode extends Base<"private"> {
  readonly object: Expr;
  readonly name: string;
  readonly optional: boolean;
}
/** `#name in object`. */
export interface PrivateInNode extends Base<"private-in"> {
  readonly name: string;
  readonly object: Expr;
}
/** The whole of an optional chain: where a `?.` inside it that meets null or undefined ends up. */
export interface ChainNode extends Base<"chain"> {
  readonly value: Expr;
}

export interface CallNode extends Base<"call"> {
  readonly callee: Expr;
  readonly args: readonly (Expr | SpreadNode)[];
  readonly optional: boolean;
}
export interface NewNode extends Base<"new"> {
  readonly callee: Expr;
  readonly args: readonly (Expr | SpreadNode)[];
}

export type UnaryOp = "-" | "+" | "!" | "~" | "typeof" | "void" | "delete";
export interface UnaryNode extends Base<"unary"> {
  readonly op: UnaryOp;
  readonly value: Expr;
}

export type ArithmeticOp =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "**"
  | "<<"
  | ">>"
  | ">>>"
  | "&"
  | "|"
  | "^";
export type CompareOp = "==" | "!=" | "===" | "!==" | "<" | "<=" | ">" | ">=";
export type BinaryOp = ArithmeticOp | CompareOp | "in" | "instanceof";
export interface BinaryNode extends Base<"binary"> {
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}

export type LogicalOp = "&&" | "||" | "??";
export interface LogicalNode extends Base<"logical"> {
  readonly op: LogicalOp;
  readonly left: Expr;
  readonly right: Expr;
}

export interface ConditionalNode extends Base<"conditional"> {
  readonly test: Expr;
  readonly then: Expr;
  readonly else: Expr;
}

/** `op` is what is done before storing; null for plain `=`, the only one with a destructuring target. */
export interface AssignNode extends Base<"assign"> {
  readonly op: ArithmeticOp | LogicalOp | null;
  readonly target: Pattern;
  readonly value: Expr;
}

export interface UpdateNode extends Base<"update"> {
  readonly op: "++" | "--";
  /** Whether the result is the new value. */
  readonly prefix: boolean;
  readonly target: Target;
}

export interface SequenceNode extends Base<"sequence"> {
  readonly values: readonly Expr[];
}

export interface YieldNode extends Base<"yield"> {
  readonly value?: Expr;
  /** `yield*`. */
  readonly delegate: boolean;
}

/** `what` names the construct in words that fit after "uses": "a regular expression". */
export interface UnsupportedNode extends Base<"unsupported"> {
  readonly what: string;
  /** What to write instead. */
  readonly help?: string;
}

// --- patterns ---------------------------------------------------------------------------------

/** What a single value can be stored into. In declarations and parameters always `local`. */
export type Target = LocalNode | FreeNode | MemberNode | IndexNode | PrivateNode | UnsupportedNode;

export type Pattern = Target | ArrayPatternNode | ObjectPatternNode | DefaultPatternNode;

export interface ArrayPatternNode extends Base<"array-pattern"> {
  readonly items: readonly (Pattern | HoleNode)[];
  readonly rest?: Pattern;
}
export interface ObjectPatternNode extends Base<"object-pattern"> {
  readonly properties: readonly PatternPropertyNode[];
  readonly rest?: Pattern;
}
export interface PatternPropertyNode extends Base<"pattern-property"> {
  readonly key: Key;
  readonly target: Pattern;
}
/** `target = value`: the value where what is matched is undefined. */
export interface DefaultPatternNode extends Base<"default-pattern"> {
  readonly target: Pattern;
  readonly value: Expr;
}

// --- functions and classes --------------------------------------------------------------------

export type FunctionForm = "arrow" | "function" | "method" | "getter" | "setter" | "constructor";

export interface FunctionNode extends Base<"function"> {
  readonly form: FunctionForm;
  /** As `Function.prototype.name` would say, where that is known; otherwise empty. */
  readonly name: string;
  /** The function's own name inside a named function expression. */
  readonly self?: LocalId;
  readonly params: readonly Pattern[];
  readonly rest?: Pattern;
  /** Every `var` of the body, parameters excluded: undefined on entry. */
  readonly vars: readonly LocalId[];
  readonly body: BlockNode;
  readonly generator: boolean;
  readonly async: boolean;
  /** Unique among the functions and classes of one root. */
  readonly index: number;
}

export interface ClassNode extends Base<"class"> {
  readonly name: string;
  /** The class's own name inside its body. */
  readonly self?: LocalId;
  readonly parent?: Expr;
  /** Form `constructor`. Absent: the default one. */
  readonly init?: FunctionNode;
  /** In source order, which is the order in which fields and static blocks run. */
  readonly members: readonly (MethodNode | FieldNode | StaticBlockNode | UnsupportedNode)[];
  readonly index: number;
}

export interface MethodNode extends Base<"class-method"> {
  readonly key: Key | PrivateKeyNode;
  readonly static: boolean;
  /** Form `method`, `getter` or `setter`. */
  readonly value: FunctionNode;
}
/** `value` runs with `this` the instance, or the class if static, as a method of its own. */
export interface FieldNode extends Base<"class-field"> {
  readonly key: Key | PrivateKeyNode;
  readonly static: boolean;
  readonly value?: Expr;
}
export interface StaticBlockNode extends Base<"static-block"> {
  readonly vars: readonly LocalId[];
  readonly body: BlockNode;
}

// --- statements -------------------------------------------------------------------------------

export type Stmt =
  | DeclareNode
  | ClassDeclareNode
  | ExprStmtNode
  | BlockNode
  | IfNode
  | ForNode
  | ForInNode
  | ForOfNode
  | WhileNode
  | DoNode
  | LabelNode
  | BreakNode
  | ContinueNode
  | ReturnNode
  | ThrowNode
  | TryNode
  | SwitchNode
  | EmptyNode
  | UnsupportedNode;

export interface DeclareNode extends Base<"declare"> {
  readonly how: "var" | "let" | "const";
  readonly items: readonly DeclaratorNode[];
}
/** Leaves of `target` are `local`. `let x` stores undefined; `var x` does nothing. */
export interface DeclaratorNode extends Base<"declarator"> {
  readonly target: Pattern;
  readonly init?: Expr;
}
export interface ClassDeclareNode extends Base<"class-declare"> {
  readonly id: LocalId;
  readonly value: ClassNode;
}
export interface ExprStmtNode extends Base<"expr"> {
  readonly value: Expr;
}

/** `functions` are bound before the first statement, as JavaScript hoists them. */
export interface BlockNode extends Base<"block"> {
  readonly functions: readonly FunctionDeclareNode[];
  readonly body: readonly Stmt[];
}
export interface FunctionDeclareNode extends Base<"function-declare"> {
  readonly id: LocalId;
  readonly value: FunctionNode;
}

export interface IfNode extends Base<"if"> {
  readonly test: Expr;
  readonly then: Stmt;
  readonly else?: Stmt;
}
/** A `let` in `init` is a new variable in every iteration, copied from the last. */
export interface ForNode extends Base<"for"> {
  readonly init?: DeclareNode | ExprStmtNode | UnsupportedNode;
  readonly test?: Expr;
  readonly update?: Expr;
  readonly body: Stmt;
}
export interface ForInNode extends Base<"for-in"> {
  readonly how: "var" | "let" | "const" | "assign";
  readonly target: Pattern;
  readonly object: Expr;
  readonly body: Stmt;
}
export interface ForOfNode extends Base<"for-of"> {
  readonly how: "var" | "let" | "const" | "assign";
  readonly target: Pattern;
  readonly iterable: Expr;
  readonly body: Stmt;
}
export interface WhileNode extends Base<"while"> {
  readonly test: Expr;
  readonly body: Stmt;
}
export interface DoNode extends Base<"do"> {
  readonly body: Stmt;
  readonly test: Expr;
}
export interface LabelNode extends Base<"label"> {
  readonly name: string;
  readonly body: Stmt;
}
export interface BreakNode extends Base<"break"> {
  readonly label?: string;
}
export interface ContinueNode extends Base<"continue"> {
  readonly label?: string;
}
export interface ReturnNode extends Base<"return"> {
  readonly value?: Expr;
}
export interface ThrowNode extends Base<"throw"> {
  readonly value: Expr;
}
/** At least one of `handler` and `last` (the finally block) is there. */
export interface TryNode extends Base<"try"> {
  readonly block: BlockNode;
  readonly param?: Pattern;
  readonly handler?: BlockNode;
  readonly last?: BlockNode;
}
export interface SwitchNode extends Base<"switch"> {
  readonly value: Expr;
  readonly functions: readonly FunctionDeclareNode[];
  readonly cases: readonly CaseNode[];
}
/** Without `test`: the default. */
export interface CaseNode extends Base<"case"> {
  readonly test?: Expr;
  readonly body: readonly Stmt[];
}
export type EmptyNode = Base<"empty">;

/** Every node there is. */
export type Node =
  | Expr
  | Stmt
  | Pattern
  | HoleNode
  | SpreadNode
  | PropertyNode
  | Key
  | PrivateKeyNode
  | PatternPropertyNode
  | MethodNode
  | FieldNode
  | StaticBlockNode
  | DeclaratorNode
  | FunctionDeclareNode
  | CaseNode;

// --- the tree of one root function -------------------------------------------------------------

/** Index into `locals`. */
export type LocalId = number;

export type LocalHow =
  | "param"
  | "var"
  | "let"
  | "const"
  | "function"
  | "class"
  | "catch"
  /** The own name of a function expression or class inside itself; cannot be assigned. */
  | "self";

export interface Local {
  readonly name: string;
  readonly how: LocalHow;
  /**
   * Whether it is stored into anywhere but by its own declaration. A `var` counts as soon as it is
   * stored into at all, since its declaration may run many times for one variable.
   */
  readonly assigned: boolean;
  /** Whether a function inside the one that declares it uses it. */
  readonly captured: boolean;
}

export interface Free {
  readonly name: string;
  /** Whether the function, or one inside it, stores into it. */
  readonly assigned: boolean;
  /** Where it is first used. */
  readonly at: At;
}

export interface FunctionTree {
  readonly name: string;
  /** The name by which the root can refer to itself, as a `free` one, whatever is around it. */
  readonly self?: string;
  readonly root: FunctionNode | ClassNode;
  /**
   * For a method of a class: that class, whose private members and parent it can reach. `root` is
   * inside it, and `locals` and `free` are those of the whole class.
   */
  readonly home?: ClassNode;
  /** By id. */
  readonly locals: readonly Local[];
  readonly free: readonly Free[];
  /** Whether the root is an arrow that uses the `this` around it. */
  readonly usesThis: boolean;
  readonly file: SourceFile;
}

/** The place of a node of `tree`, for messages. */
export function spanOf(tree: { readonly file: SourceFile }, node: { readonly at: At }): Span {
  return { file: tree.file, start: node.at[0], end: node.at[1] };
}
