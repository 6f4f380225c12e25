/**
 * The parts of the abstract interpreter call one another in circles, as the constructs of a language
 * contain one another. Those that close a circle are called through the machine, by the functions
 * here, so that the files depend on one another in one direction.
 */
import type { Expr, Key, Stmt } from "../syntax/tree.ts";
import type { Each } from "./looping.ts";
import type { Machine } from "./machine.ts";
import type { Builtin } from "./math.ts";
import type { Value } from "../ir/func.ts";
import type {
  Abs,
  ArrayAbs,
  BoolAbs,
  Cell,
  ChoiceAbs,
  ClosureAbs,
  ConstAbs,
  ObjectAbs,
  Scope,
} from "./values.ts";

export interface Interpreter {
  readonly evaluate: (m: Machine, node: Expr, scope: Scope) => Abs;
  readonly test: (m: Machine, node: Expr, scope: Scope) => BoolAbs | ConstAbs;
  readonly keyName: (m: Machine, key: Key, scope: Scope) => string;
  readonly variableCell: (
    m: Machine,
    node: Extract<Expr, { kind: "local" | "free" }>,
    scope: Scope,
  ) => Cell;
  readonly exec: (m: Machine, stmt: Stmt, scope: Scope) => void;
  readonly invoke: (
    m: Machine,
    fn: Abs,
    args: readonly Abs[],
    self: Abs | undefined,
    name?: string,
  ) => Abs;
  readonly callClosure: (
    m: Machine,
    closure: ClosureAbs,
    args: readonly Abs[],
    self: Abs | undefined,
  ) => Abs;
  readonly callHost: (m: Machine, fn: object, args: readonly Abs[], self: Abs | undefined) => Abs;
  readonly closureOf: (m: Machine, fn: object) => ClosureAbs;
  readonly runInPlace: (
    m: Machine,
    closure: ClosureAbs,
    args: readonly Abs[],
    self: Abs | undefined,
    onYield?: (item: Abs) => void,
  ) => Abs;
  readonly ofEach: (m: Machine, iterable: Abs, each: Each) => void;
  readonly overObject: (m: Machine, object: ObjectAbs, each: Each) => void;
  readonly callMethod: (m: Machine, of: Abs, name: string, args: readonly Abs[]) => Abs;
  readonly constructorOf: (fn: object) => Builtin | undefined;
  readonly closed: (m: Machine, run: () => Abs | void) => Abs | void;
  readonly ofChoice: (m: Machine, choice: ChoiceAbs, run: (one: Abs) => Abs) => Abs;
  readonly toHeap: (m: Machine, abs: ObjectAbs | ArrayAbs) => Value;
}

export const evaluate: Interpreter["evaluate"] = (m, ...rest) => m.does.evaluate(m, ...rest);
/** A condition: only whether it is true matters. */
export const test: Interpreter["test"] = (m, ...rest) => m.does.test(m, ...rest);
export const keyName: Interpreter["keyName"] = (m, ...rest) => m.does.keyName(m, ...rest);
export const variableCell: Interpreter["variableCell"] = (m, ...rest) =>
  m.does.variableCell(m, ...rest);
export const exec: Interpreter["exec"] = (m, ...rest) => m.does.exec(m, ...rest);
/** Calls a value; `name` is how the program calls it. */
export const invoke: Interpreter["invoke"] = (m, ...rest) => m.does.invoke(m, ...rest);
export const callClosure: Interpreter["callClosure"] = (m, ...rest) =>
  m.does.callClosure(m, ...rest);
export const callHost: Interpreter["callHost"] = (m, ...rest) => m.does.callHost(m, ...rest);
/** The closure that a function of the host is. */
export const closureOf: Interpreter["closureOf"] = (m, ...rest) => m.does.closureOf(m, ...rest);
/** Runs the body of a closure here, with the values of this call. */
export const runInPlace: Interpreter["runInPlace"] = (m, ...rest) => m.does.runInPlace(m, ...rest);
/** Runs `run` with all guards closed at its end. */
export const closed: Interpreter["closed"] = (m, ...rest) => m.does.closed(m, ...rest);
export const callMethod: Interpreter["callMethod"] = (m, ...rest) => m.does.callMethod(m, ...rest);
/** Runs `run` for the one of several values that it is. */
export const ofChoice: Interpreter["ofChoice"] = (m, ...rest) => m.does.ofChoice(m, ...rest);
/** The reference to an object or array, which is on the heap from here on. */
export const toHeap: Interpreter["toHeap"] = (m, abs) => m.does.toHeap(m, abs);
