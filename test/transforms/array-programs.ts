/** Programs that mix loops, branches, calls and memory with N-d arrays. */
import { newMemory, type Datum, type Memory } from "../../src/backends/interp/index.ts";
import { funcNamed } from "../../src/ir/func.ts";
import { parseModule } from "../../src/ir/parse.ts";
import { arrayOf, memOfRefs, sizeOf, type RefType, type Type } from "../../src/ir/types.ts";
import { ops } from "../../src/ops/registry.ts";
import type { Sample } from "./duality.ts";

/** An array of numbers between -1 and 1, all different. */
const wave = (shape: readonly number[], from = 0.3): Datum => ({
  kind: "tensor",
  dtype: "f64",
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(from + 1.7 * i)),
});

function list(length: number, shape: readonly number[]): Datum {
  const made = newMemory(memOfRefs(arrayOf("f64", shape)), length) as Memory;
  for (let i = 0; i < length; i++) (made.data as Datum[])[i] = wave(shape, i);
  return made;
}

function state(): Datum {
  const type = typeOf("fields of a record are arrays") as RefType;
  return { kind: "cell", record: type.record, fields: [wave([2]), 0.4] };
}

function typeOf(name: string): Type {
  return funcNamed(arrayPrograms[name]!.module, "main").region.params[0]!.type;
}

function program(text: string, args: () => Datum[]): Sample {
  return { module: parseModule(text, ops), name: "main", args };
}

export const arrayPrograms: Readonly<Record<string, Sample>> = {
  "a recurrent layer: a product of matrices in each iteration": program(
    `func @main(%w: f64[1,3,3], %h: f64[1,3,1], %n: i32) -> (f64) {
      %lo = const i32 0
      %r = for {step: 1} %lo, %n, %h { (%i: i32, %a: f64[1,3,1])
        %p = matmul {ta: false, tb: false} %w, %a
        %t = tanh %p
        yield %t
      }
      %q = mul %r, %r
      %s = reduce_sum {axes: [0, 1, 2]} %q
      %v = item %s
      return %v
    }`,
    () => [wave([1, 3, 3]), wave([1, 3, 1], 2), 5],
  ),
  "a number and an array are carried together, and a branch is between": program(
    `func @main(%x: f64[2,3], %s: f64, %n: i32) -> (f64[2,3], f64) {
      %lo = const i32 0
      %zero = const f64 0.0
      %r, %t = for {step: 1} %lo, %n, %x, %s { (%i: i32, %a: f64[2,3], %c: f64)
        %e = sin %a
        %m = reduce_sum {axes: [0, 1]} %e
        %o = item %m
        %pos = lt %zero, %o
        %b, %d = if %pos {
          %sc = broadcast {shape: [2, 3], axes: []} %c
          %k = mul %a, %sc
          %j = cos %c
          yield %k, %j
        } {
          %f = neg %e
          %g = mul %c, %o
          yield %f, %g
        }
        yield %b, %d
      }
      return %r, %t
    }`,
    () => [wave([2, 3]), 0.7, 6],
  ),
  "a loop that ends by what it computes": program(
    `func @main(%x: f64[4], %y: f64[4]) -> (f64[4]) {
      %limit = const f64 20.0
      %r = loop %x { (%a: f64[4])
        %p = mul %a, %a
        %q = add %p, %y
        %s = reduce_sum {axes: [0]} %q
        %v = item %s
        %again = lt %v, %limit
        %e = exp %y
        %g = add %a, %e
        yield %again, %g
      }
      return %r
    }`,
    () => [wave([4]), wave([4], 1)],
  ),
  "a recursive function of an array": program(
    `func @f(%x: f64[3], %n: i32) -> (f64[3]) {
      %none = const i32 0
      %one = const i32 1
      %ends = le %n, %none
      %r = if %ends {
        %e = exp %x
        yield %e
      } {
        %less = sub %n, %one
        %s = sin %x
        %d: f64[3] = call @f %s, %less
        %p = mul %d, %x
        yield %p
      }
      return %r
    }
    func @main(%x: f64[3], %n: i32) -> (f64) {
      %y: f64[3] = call @f %x, %n
      %s = reduce_sum {axes: [0]} %y
      %v = item %s
      return %v
    }`,
    () => [wave([3]), 4],
  ),
  "rows of a list of arrays are read, changed and added up": program(
    `func @main(%m: mem<f64[2]>, %x: f64[2]) -> (f64[2]) {
      %lo = const i32 0
      %n = length %m
      %r = for {step: 1} %lo, %n, %x { (%i: i32, %a: f64[2])
        %row = load %m, %i
        %p = mul %row, %a
        %t = sin %p
        store %m, %i, %t
        %s = add %t, %a
        yield %s
      }
      return %r
    }`,
    () => [list(4, [2]), wave([2], 3)],
  ),
  "a list of arrays is made, copied, filled, and its parts are overwritten": program(
    `func @main(%x: f64[2], %y: f64[2]) -> (f64[2]) {
      %n = const i32 3
      %lo = const i32 0
      %one = const i32 1
      %m = alloc mem<f64[2]> %n
      fill %m, %x
      %p = mul %x, %y
      store %m, %one, %p
      %k = alloc mem<f64[2]> %n
      copy %k, %m
      fill %m, %y
      %r = for {step: 1} %lo, %n, %y { (%i: i32, %a: f64[2])
        %u = load %k, %i
        %v = load %m, %i
        %q = mul %u, %v
        %s = sin %a
        %t = add %s, %q
        store %k, %i, %t
        yield %t
      }
      %w = load %k, %one
      %z = mul %w, %r
      return %z
    }`,
    () => [wave([2]), wave([2], 1)],
  ),
  "fields of a record are arrays": program(
    `record state { w: f64[2], s: f64 }
    func @main(%r: ref<state>, %n: i32) -> (f64) {
      %lo = const i32 0
      for {step: 1} %lo, %n { (%i: i32)
        %w = get {field: "w"} %r
        %s = get {field: "s"} %r
        %b = broadcast {shape: [2], axes: []} %s
        %p = mul %w, %b
        %q = sin %p
        set {field: "w"} %r, %q
        %t = reduce_sum {axes: [0]} %q
        %v = item %t
        set {field: "s"} %r, %v
        yield
      }
      %z = get {field: "s"} %r
      return %z
    }`,
    () => [state(), 3],
  ),
  "an array of memory, written over afterwards": program(
    `func @main(%m: mem<f64>, %x: f64[2,2]) -> (f64) {
      %a = array f64[2,2] %m
      %p = mul %a, %x
      put %m, %p
      %q = sin %p
      %b = array f64[2,2] %m
      %s = mul %b, %q
      %t = reduce_sum {axes: [0, 1]} %s
      %v = item %t
      return %v
    }`,
    () => [
      {
        kind: "memory",
        elem: { kind: "store", storage: "f64" },
        data: Float64Array.of(0.3, -0.7, 1.1, 0.2),
        start: 0,
        length: 4,
      },
      wave([2, 2]),
    ],
  ),
  "elements of an array are read one by one": program(
    `func @main(%x: f64[4]) -> (f64) {
      %m = elements %x
      %lo = const i32 0
      %n = length %m
      %one = const f64 1.0
      %r = for {step: 1} %lo, %n, %one { (%i: i32, %a: f64)
        %v = load %m, %i
        %s = sin %v
        %p = mul %s, %a
        %q = add %p, %v
        yield %q
      }
      return %r
    }`,
    () => [wave([4])],
  ),
  "gathered, sorted, scattered and scanned in a loop": program(
    `func @main(%x: f64[5], %y: f64[5], %n: i32) -> (f64[5]) {
      %lo = const i32 0
      %r = for {step: 1} %lo, %n, %x { (%i: i32, %a: f64[5])
        %s = arg_sort {axis: 0, descending: true} %a
        %g = gather %a, %s
        %c = scan_prod {axis: 0, reverse: false} %g
        %d = scan_max {axis: 0, reverse: true} %c
        %e = mul %d, %y
        %h = scatter_add %a, %s, %e
        %k = scatter_set %h, %s, %g
        %m = sub %h, %k
        %o = sin %m
        yield %o
      }
      return %r
    }`,
    () => [wave([5]), wave([5], 2), 3],
  ),
  "only part of an array varies in what a branch gives": program(
    `func @main(%x: f64[3], %c: f64) -> (f64) {
      %zero = const f64 0.0
      %pos = lt %zero, %c
      %k = const f64[3] 2.0
      %a = if %pos {
        yield %k
      } {
        yield %x
      }
      %b = if %pos {
        %q = mul %x, %x
        yield %q
      } {
        yield %k
      }
      %p = mul %a, %b
      %e = exp %p
      %s = reduce_max {axes: [0]} %e
      %v = item %s
      return %v
    }`,
    () => [wave([3]), 0.4],
  ),
  "sums of a loop over what an array has around": program(
    `func @main(%w: f64[2,3], %x: f64[3], %n: i32) -> (f64) {
      %lo = const i32 0
      %none = const f64 0.0
      %r = for {step: 1} %lo, %n, %none { (%i: i32, %a: f64)
        %f = to_f64 %i
        %b = broadcast {shape: [3], axes: []} %f
        %d = sub %x, %b
        %e = broadcast {shape: [2, 3], axes: [1]} %d
        %p = mul %w, %e
        %q = tanh %p
        %s = reduce_sum {axes: [0, 1]} %q
        %v = item %s
        %t = add %a, %v
        yield %t
      }
      return %r
    }`,
    () => [wave([2, 3]), wave([3], 1), 4],
  ),
  "elementwise extremes over iterations, and the best array of them": program(
    `func @main(%x: f64[3], %y: f64[3], %n: i32) -> (f64[3], f64[3], f64[3]) {
      %lo = const i32 0
      %none = const f64 -9.0
      %start = const f64[3] -9.0
      %r, %s, %t, %u = for {step: 1} %lo, %n, %start, %start, %none, %start { (%i: i32, %a: f64[3], %b: f64[3], %c: f64, %d: f64[3])
        %f = to_f64 %i
        %g = broadcast {shape: [3], axes: []} %f
        %h = mul %x, %g
        %k = add %h, %y
        %v = sin %k
        %m = max %a, %v
        %less = lt %b, %v
        %o = select %less, %v, %b
        %w = reduce_sum {axes: [0]} %v
        %z = item %w
        %better = lt %c, %z
        %e = select %better, %z, %c
        %p = select %better, %v, %d
        yield %m, %o, %e, %p
      }
      return %r, %s, %u
    }`,
    () => [wave([3]), wave([3], 1), 5],
  ),
};
