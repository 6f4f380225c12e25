/** Programs that each have one thing that reverse mode is easily wrong about. */
import { memoryOver, newMemory, type Cell, type Datum } from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { memOf, memOfRefs, type RefType } from "../../src/ir/types.ts";
import { ops } from "../../src/ops/registry.ts";
import type { Sample } from "./duality.ts";

export const numbers = (...xs: number[]): Datum => memoryOver(memOf("f64"), Float64Array.from(xs));
export const ramp = (n: number, from = 0.3, step = 0.17): number[] =>
  Array.from({ length: n }, (_, i) => from + step * i);

function program(text: string, args: () => Datum[]): Sample {
  return { module: parseModule(text, ops), name: "main", args };
}

const rotation = (n: number): Sample =>
  program(
    `func @main(%x: f64, %y: f64, %z: f64) -> (f64, f64) {
      %lo = const i32 0
      %n = const i32 ${n}
      %d, %e, %f = for {step: 1} %lo, %n, %x, %y, %z { (%i: i32, %a: f64, %b: f64, %c: f64)
        %s = sin %a
        %t = mul %s, %c
        yield %b, %t, %a
      }
      %r = mul %d, %e
      return %r, %f
    }`,
    () => [0.3, 1.1, -0.7],
  );

const list = (length: number): ((module: Sample["module"]) => Datum) => {
  return (module) => {
    const type = funcNamed(module, "main").region.params[0]?.type as RefType;
    let head: Cell | null = null;
    for (let i = 0; i < length; i++) {
      head = { kind: "cell", record: type.record, fields: [0.2 + 0.1 * i, head] };
    }
    return head;
  };
};

function listProgram(text: string, length: number): Sample {
  const module = parseModule(text, ops);
  return { module, name: "main", args: () => [list(length)(module)] };
}

export const programs: Readonly<Record<string, Sample>> = {
  "a slope from outside that a branch asks for first": program(
    `func @f(%x: f64, %y: f64, %n: i32) -> (f64, f64) {
      %s = sin %x
      %none = const i32 0
      %one = const i32 1
      %less = sub %n, %one
      %ends = le %n, %none
      %r, %t = if %ends {
        yield %x, %x
      } {
        %half = const f64 0.5
        %low = lt %x, %half
        %p, %q = if %low {
          %sum = add %s, %y
          %c = cos %sum
          %a: f64, %b: f64 = call @f %c, %y, %less
          yield %a, %b
        } {
          %d: f64, %e: f64 = call @f %x, %s, %less
          yield %d, %e
        }
        yield %p, %q
      }
      return %r, %t
    }
    func @main(%x: f64, %n: i32) -> (f64, f64) {
      %y = const f64 0.4
      %r: f64, %t: f64 = call @f %x, %y, %n
      return %r, %t
    }`,
    () => [0.3, 7],
  ),
  "a swap an even number of times": rotation(4),
  "a swap an odd number of times": rotation(5),
  "a loop that does not run": rotation(0),
  "a loop downwards in steps": program(
    `func @main(%xs: mem<f64>) -> (f64) {
      %hi = const i32 -1
      %n = length %xs
      %one = const i32 1
      %lo = sub %n, %one
      %z = const f64 1
      %r = for {step: -2} %lo, %hi, %z { (%i: i32, %acc: f64)
        %x = load %xs, %i
        %e = exp %x
        %p = mul %acc, %e
        yield %p
      }
      return %r
    }`,
    () => [numbers(...ramp(7))],
  ),
  "a loop left early": program(
    `func @main(%xs: mem<f64>, %limit: f64) -> (f64) {
      %n = length %xs
      %zero = const i32 0
      %one = const i32 1
      %init = const f64 1
      %last, %r = loop %zero, %init { (%i: i32, %acc: f64)
        %x = load %xs, %i
        %t = tanh %x
        %next = mul %acc, %t
        %sum = add %next, %x
        %j = add %i, %one
        %more = lt %j, %n
        %small = lt %sum, %limit
        %again = and %more, %small
        yield %again, %j, %sum
      }
      return %r
    }`,
    () => [numbers(...ramp(40, 0.1, 0.02)), 2.5],
  ),
  "a root by Newton's method, as often as it takes": program(
    `func @main(%a: f64) -> (f64) {
      %half = const f64 0.5
      %eps = const f64 1e-12
      %r = loop %a { (%x: f64)
        %q = div %a, %x
        %s = add %x, %q
        %y = mul %half, %s
        %d = sub %y, %x
        %e = abs %d
        %again = gt %e, %eps
        yield %again, %y
      }
      return %r
    }`,
    () => [7],
  ),
  "elements replaced again and again": program(
    `func @main(%xs: mem<f64>) -> () {
      %n = length %xs
      %zero = const i32 0
      %three = const i32 3
      for {step: 1} %zero, %three { (%k: i32)
        for {step: 1} %zero, %n { (%i: i32)
          %x = load %xs, %i
          %s = sin %x
          %y = mul %x, %s
          store %xs, %i, %y
          yield
        }
        yield
      }
      return
    }`,
    () => [numbers(...ramp(5))],
  ),
  "a prefix recurrence in place": program(
    `func @main(%xs: mem<f64>) -> (f64) {
      %n = length %xs
      %one = const i32 1
      for {step: 1} %one, %n { (%i: i32)
        %h = sub %i, %one
        %x = load %xs, %i
        %w = load %xs, %h
        %y = mul %x, %w
        %s = sin %y
        store %xs, %i, %s
        yield
      }
      %last = sub %n, %one
      %r = load %xs, %last
      return %r
    }`,
    () => [numbers(...ramp(6))],
  ),
  "another name for what is changed": program(
    `func @main(%xs: mem<f64>, %c: bool) -> (f64) {
      %zero = const i32 0
      %one = const i32 1
      %two = const i32 2
      %tail = view %xs, %one, %two
      %ys = select %c, %tail, %xs
      %a = load %xs, %one
      %b = mul %a, %a
      store %ys, %zero, %b
      %d = load %xs, %one
      %e = load %xs, %zero
      %f = mul %d, %e
      %g = mul %f, %a
      return %g
    }`,
    () => [numbers(2, 3, 5), 1],
  ),
  "a copy onto itself": program(
    `func @main(%xs: mem<f64>) -> (f64) {
      %zero = const i32 0
      %one = const i32 1
      %n = length %xs
      %m = sub %n, %one
      %head = view %xs, %zero, %m
      %tail = view %xs, %one, %m
      copy %tail, %head
      %a = load %xs, %zero
      %b = load %xs, %m
      %p = mul %a, %b
      store %xs, %zero, %p
      copy %head, %tail
      return %p
    }`,
    () => [numbers(2, 3, 5, 7)],
  ),
  "scratch used anew in each iteration": program(
    `func @main(%xs: mem<f64>, %w: f64) -> (f64) {
      %zero = const i32 0
      %n = length %xs
      %k = const i32 4
      %scratch = alloc mem<f64> %k
      %init = const f64 0
      %sum = for {step: 1} %zero, %n, %init { (%i: i32, %acc: f64)
        %x = load %xs, %i
        for {step: 1} %zero, %k { (%j: i32)
          %jf = to_f64 %j
          %p = mul %x, %jf
          %q = mul %p, %w
          %s = sin %q
          store %scratch, %j, %s
          yield
        }
        %part = for {step: 1} %zero, %k, %init { (%h: i32, %t: f64)
          %v = load %scratch, %h
          %v2 = mul %v, %v
          %u = add %t, %v2
          yield %u
        }
        %next = add %acc, %part
        yield %next
      }
      return %sum
    }`,
    () => [numbers(...ramp(5)), 0.8],
  ),
  "scratch that remembers the iteration before": program(
    `func @main(%xs: mem<f64>, %w: f64) -> (f64) {
      %zero = const i32 0
      %one = const i32 1
      %n = length %xs
      %k = const i32 4
      %scratch = alloc mem<f64> %k
      %init = const f64 0
      %sum = for {step: 1} %zero, %n, %init { (%i: i32, %acc: f64)
        %x = load %xs, %i
        %old = load %scratch, %one
        %mixed = mul %old, %x
        for {step: 1} %zero, %k { (%j: i32)
          %jf = to_f64 %j
          %p = mul %x, %jf
          %before = load %scratch, %j
          %q = mul %p, %before
          %r = add %q, %w
          %s = sin %r
          store %scratch, %j, %s
          yield
        }
        %part = for {step: 1} %zero, %k, %mixed { (%h: i32, %t: f64)
          %v = load %scratch, %h
          %v2 = mul %v, %v
          %u = add %t, %v2
          yield %u
        }
        %next = add %acc, %part
        yield %next
      }
      return %sum
    }`,
    () => [numbers(...ramp(5)), 0.8],
  ),
  "memory made in each iteration": program(
    `func @main(%xs: mem<f64>, %w: f64) -> (f64) {
      %zero = const i32 0
      %n = length %xs
      %k = const i32 4
      %init = const f64 0
      %sum = for {step: 1} %zero, %n, %init { (%i: i32, %acc: f64)
        %scratch = alloc mem<f64> %k
        %x = load %xs, %i
        for {step: 1} %zero, %k { (%j: i32)
          %jf = to_f64 %j
          %p = mul %x, %jf
          %q = mul %p, %w
          %s = exp %q
          store %scratch, %j, %s
          yield
        }
        %part = for {step: 1} %zero, %k, %init { (%h: i32, %t: f64)
          %v = load %scratch, %h
          %u = add %t, %v
          yield %u
        }
        %l = log %part
        %next = add %acc, %l
        yield %next
      }
      return %sum
    }`,
    () => [numbers(...ramp(30)), 0.8],
  ),
  "rows that are exchanged": program(
    `func @main(%rows: mem<mem<f64>>) -> (f64) {
      %zero = const i32 0
      %one = const i32 1
      %three = const i32 3
      for {step: 1} %zero, %three { (%k: i32)
        %a = load %rows, %zero
        %b = load %rows, %one
        %x = load %a, %zero
        %y = load %b, %one
        %p = mul %x, %y
        %s = sin %p
        store %a, %one, %s
        store %rows, %zero, %b
        store %rows, %one, %a
        yield
      }
      %r = load %rows, %one
      %v = load %r, %one
      return %v
    }`,
    () => {
      const rows = newMemory(memOfRefs(memOf("f64")), 2);
      (rows.data as Datum[])[0] = numbers(0.5, 0.7);
      (rows.data as Datum[])[1] = numbers(1.1, -0.4);
      return [rows];
    },
  ),
  "a function that calls itself twice": program(
    `func @fib(%n: i32, %x: f64) -> (f64) {
      %two = const i32 2
      %small = lt %n, %two
      %r = if %small {
        yield %x
      } {
        %one = const i32 1
        %m = sub %n, %one
        %k = sub %n, %two
        %s = sin %x
        %a: f64 = call {callee: "fib"} %m, %s
        %b: f64 = call {callee: "fib"} %k, %x
        %p = mul %a, %b
        %q = add %p, %x
        yield %q
      }
      return %r
    }
    func @main(%x: f64) -> (f64) {
      %n = const i32 7
      %r: f64 = call {callee: "fib"} %n, %x
      return %r
    }`,
    () => [0.9],
  ),
  "functions that call one another": program(
    `func @odd(%n: i32, %x: f64, %m: mem<f64>) -> (f64) {
      %zero = const i32 0
      %done = le %n, %zero
      %r = if %done {
        yield %x
      } {
        %one = const i32 1
        %k = sub %n, %one
        %v = load %m, %zero
        %y = mul %x, %v
        store %m, %zero, %y
        %a: f64 = call {callee: "main"} %k, %y, %m
        %w = load %m, %zero
        %b = mul %a, %w
        yield %b
      }
      return %r
    }
    func @main(%n: i32, %x: f64, %m: mem<f64>) -> (f64) {
      %zero = const i32 0
      %done = le %n, %zero
      %r = if %done {
        yield %x
      } {
        %one = const i32 1
        %k = sub %n, %one
        %v = load %m, %zero
        %y = sin %x
        %z = add %y, %v
        store %m, %zero, %z
        %a: f64 = call {callee: "odd"} %k, %y, %m
        %b = mul %a, %x
        yield %b
      }
      return %r
    }`,
    () => [5, 0.8, numbers(1.3)],
  ),
  "a list": listProgram(
    `record node { value: f64, next: ref<node> }
    func @main(%list: ref<node>) -> (f64) {
      %none = null ref<node>
      %one = const f64 1
      %total, %last = loop %one, %list { (%acc: f64, %cell: ref<node>)
        %end = same %cell, %none
        %more = not %end
        %next, %rest = if %more {
          %x = get {field: "value"} %cell
          %s = sin %acc
          %p = mul %s, %x
          %q = add %p, %x
          set {field: "value"} %cell, %q
          %n = get {field: "next"} %cell
          yield %q, %n
        } {
          yield %acc, %cell
        }
        yield %more, %next, %rest
      }
      return %total
    }`,
    6,
  ),
  "a parameter given back, twice": program(
    `func @main(%xs: mem<f64>, %y: f64) -> (mem<f64>, mem<f64>, f64) {
      %zero = const i32 0
      %one = const i32 1
      %x = load %xs, %zero
      %p = mul %x, %y
      store %xs, %one, %p
      %n = length %xs
      %v = view %xs, %one, %one
      return %xs, %v, %p
    }`,
    () => [numbers(2, 3), 0.7],
  ),
  "everything filled": program(
    `func @main(%xs: mem<f64>, %y: f64) -> (f64) {
      %zero = const i32 0
      %x = load %xs, %zero
      %p = mul %x, %y
      fill %xs, %p
      %q = load %xs, %zero
      %r = mul %q, %x
      return %r
    }`,
    () => [numbers(2, 3, 4), 0.7],
  ),
  "a product of loops": program(
    `func @main(%a: mem<f64>, %b: mem<f64>, %c: mem<f64>, %n: i32) -> () disjoint {
      %zero = const i32 0
      %fz = const f64 0
      for {step: 1} %zero, %n { (%i: i32)
        %row = mul %i, %n
        for {step: 1} %zero, %n { (%j: i32)
          %sum = for {step: 1} %zero, %n, %fz { (%k: i32, %s: f64)
            %ia = add %row, %k
            %kr = mul %k, %n
            %ib = add %kr, %j
            %x = load %a, %ia
            %y = load %b, %ib
            %p = mul %x, %y
            %t = add %s, %p
            yield %t
          }
          %ic = add %row, %j
          store %c, %ic, %sum
          yield
        }
        yield
      }
      return
    }`,
    () => [numbers(...ramp(16)), numbers(...ramp(16, -1, 0.2)), numbers(...ramp(16)), 4],
  ),
  "a sum of squares of residuals": program(
    `func @main(%p: mem<f64>, %xs: mem<f64>, %ys: mem<f64>) -> (f64) disjoint {
      %zero = const i32 0
      %one = const i32 1
      %fz = const f64 0
      %n = length %xs
      %sum = for {step: 1} %zero, %n, %fz { (%i: i32, %s: f64)
        %a = load %p, %zero
        %b = load %p, %one
        %x = load %xs, %i
        %y = load %ys, %i
        %bx = mul %b, %x
        %e = exp %bx
        %m = mul %a, %e
        %r = sub %m, %y
        %r2 = mul %r, %r
        %t = add %s, %r2
        yield %t
      }
      return %sum
    }`,
    () => [numbers(1.5, -0.4), numbers(...ramp(100, 0, 0.02)), numbers(...ramp(100, 1, -0.01))],
  ),
  "a recurrent state": program(
    `func @main(%w: mem<f64>, %xs: mem<f64>) -> (f64) disjoint {
      %zero = const i32 0
      %one = const i32 1
      %fz = const f64 0
      %n = length %xs
      %u = load %w, %zero
      %v = load %w, %one
      %sum, %last = for {step: 1} %zero, %n, %fz, %fz { (%i: i32, %s: f64, %h: f64)
        %x = load %xs, %i
        %p = mul %u, %h
        %q = mul %v, %x
        %z = add %p, %q
        %h2 = tanh %z
        %t = add %s, %h2
        yield %t, %h2
      }
      return %sum
    }`,
    () => [numbers(0.5, -0.4), numbers(...ramp(50, 0, 0.02))],
  ),
  "a branch that ends the call": program(
    `func @main(%x: f64) -> (f64) {
      %zero = const f64 0
      %c = lt %x, %zero
      %r = if %c {
        fail {code: "throw", message: "negative"}
        %q = sqrt %x
        yield %q
      } {
        %l = log %x
        yield %l
      }
      return %r
    }`,
    () => [2],
  ),
};
