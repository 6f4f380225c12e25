// Properties of objects of the host that compiled code knows by identity.
import type { Machine } from "./machine.ts";
import { callHost } from "./interpreter.ts";
import { isNdFunction } from "./nd.ts";
import { constant, undef, type Abs, type HostAbs } from "./values.ts";

const arrayMethods = new Set(
  Object.getOwnPropertyNames(Array.prototype).filter(
    (name) => typeof Array.prototype[name as never] === "function" && name !== "constructor",
  ),
);
const typedPrototype = Object.getPrototypeOf(Float64Array.prototype) as object;
const typedMethods = new Set(
  Object.getOwnPropertyNames(typedPrototype).filter((name) => {
    const { value } = Object.getOwnPropertyDescriptor(typedPrototype, name) ?? {};
    return typeof value === "function" && name !== "constructor";
  }),
);

export const isArrayMethod = (name: string): boolean => arrayMethods.has(name);
export const isTypedMethod = (name: string): boolean => typedMethods.has(name);

/** `call`, `apply` and `bind` that are those of every function. */
function isFunctionMethod(value: object, name: string): boolean {
  if (name !== "call" && name !== "apply" && name !== "bind") return false;
  return (value as Record<string, unknown>)[name] === Function.prototype[name];
}

/** A getter of a class declared inside, which only stands for one. */
function inheritedGetter(value: object, name: string): (() => unknown) | undefined {
  for (
    let at: object | null = value;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    // eslint-disable-next-line typescript/unbound-method -- called with a `this` of its own
    if (found !== undefined) return found.get;
  }
  return undefined;
}

const namespaces: ReadonlySet<object> = new Set<object>([Math, Number, Float64Array, Float32Array]);

/** `value.name`, of a function or object that is not compiled itself. */
export function hostMember(m: Machine, of: HostAbs, name: string): Abs {
  const { value } = of;
  const getter = m.host.classes.get(value)?.statics && inheritedGetter(value, name);
  if (getter) return callHost(m, getter, [], of);
  if (typeof value === "function" && isFunctionMethod(value, name)) {
    return { kind: "method", of: { kind: "host", value }, name };
  }
  const found: unknown = (value as Record<string, unknown>)[name];
  if (found === undefined) {
    return name in value ? undef : m.fault("NB2004", `\`.${name}\` is not there`, "check its name");
  }
  // those of the language itself do not change
  if (typeof found === "number" && namespaces.has(value)) return constant(found);
  // an export of nabla itself does not either
  const isModule = Object.prototype.toString.call(value) === "[object Module]";
  if (isModule && typeof found === "function" && isNdFunction(found)) {
    return { kind: "host", value: found };
  }
  return m.host.importMember(m, value, name, found);
}
