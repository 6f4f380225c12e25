// Programs with branches, loops, calls and memory, for which lanes go different ways.

export interface Program {
  readonly text: string;
  /** What is wanted of the function that is made: whether it calls the source for each lane. */
  readonly looped?: boolean;
  /** Of numbers that are given. */
  readonly between?: readonly [low: number, high: number];
}

export const programs: Readonly<Record<string, Program>> = {
  "straight code": {
    text: `func @f(%x: f64, %y: f64) -> (f64, f64) {
  %p = mul %x, %y
  %q = sin %p
  %two = const f64 2
  %c = add %two, %two
  return %q, %c
}`,
  },
  "a branch that all lanes take alike": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %zero = const f64 0
  %c = lt %y, %zero
  %r: f64 = if %c {
    %a = exp %x
    yield %a
  } {
    yield %y
  }
  return %r
}`,
  },
  "branches with poles and errors where they are not taken": {
    text: `func @f(%x: f64, %y: f64) -> (f64, f64) {
  %zero = const f64 0
  %c = lt %zero, %x
  %r: f64, %s: f64 = if %c {
    %a = log %x
    %b = sqrt %x
    yield %a, %b
  } {
    %n = neg %x
    %big = const f64 1000
    %wrong = lt %big, %n
    if %wrong {
      fail {code: "NB4003", message: "too big"}
      yield
    } {
      yield
    }
    %a#2 = sqrt %n
    %b#2 = div %y, %n
    yield %a#2, %b#2
  }
  return %r, %s
}`,
  },
  "a choice inside of a choice": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %zero = const f64 0
  %c = lt %zero, %x
  %r: f64 = if %c {
    %d = lt %x, %y
    %s: f64 = if %d {
      %gap = sub %y, %x
      %l = log %gap
      yield %l
    } {
      %l#2 = log %x
      yield %l#2
    }
    yield %s
  } {
    yield %y
  }
  return %r
}`,
  },
  "a counted loop": {
    text: `func @f(%x: f64, %y: f64) -> (f64, f64) {
  %lo = const i32 0
  %hi = const i32 5
  %one = const f64 1
  %r: f64, %s: f64 = for {step: 1} %lo, %hi, %one, %one { (%i: i32, %acc: f64, %steps: f64)
    %t = mul %acc, %x
    %f = to_f64 %i
    %u = add %t, %f
    %more = add %steps, %one
    yield %u, %more
  }
  return %r, %s
}`,
  },
  "counted loops whose bounds are other ones in each lane": {
    text: `func @f(%x: f64, %y: f64) -> (f64, f64) {
  %lo = clamp_i32 %x
  %hi = clamp_i32 %y
  %one = const f64 1
  %zero = const f64 0
  %r: f64 = for {step: 2} %lo, %hi, %one { (%i: i32, %acc: f64)
    %f = to_f64 %i
    %g = sub %f, %x
    %h = sin %g
    %u = add %acc, %h
    yield %u
  }
  %s: f64 = for {step: -3} %hi, %lo, %zero { (%i#2: i32, %acc#2: f64)
    %f#2 = to_f64 %i#2
    %u#2 = add %acc#2, %f#2
    yield %u#2
  }
  return %r, %s
}`,
    between: [-6, 6],
  },
  "loops that lanes leave at different times": {
    text: `func @f(%x: f64, %y: f64) -> (f64, f64) {
  %zero = const f64 0
  %one = const f64 1
  %half = const f64 0.5
  %r: f64, %n: f64 = loop %x, %zero { (%v: f64, %count: f64)
    %sq = mul %v, %half
    %w = sub %sq, %one
    %more = add %count, %one
    %again = lt %zero, %w
    yield %again, %w, %more
  }
  return %r, %n
}`,
    between: [-3, 40],
  },
  "a loop in a branch, which ends only where it is taken": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %zero = const f64 0
  %one = const f64 1
  %c = lt %zero, %x
  %r: f64 = if %c {
    %v: f64 = loop %y { (%w: f64)
      %next = add %w, %x
      %again = lt %next, %one
      yield %again, %next
    }
    %l = log %v
    yield %l
  } {
    yield %y
  }
  return %r
}`,
  },
  "a branch in a loop": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %lo = const i32 0
  %hi = const i32 6
  %zero = const f64 0
  %r: f64 = for {step: 1} %lo, %hi, %y { (%i: i32, %acc: f64)
    %c = lt %zero, %acc
    %t: f64 = if %c {
      %root = sqrt %acc
      %u = sub %root, %x
      yield %u
    } {
      %n = neg %acc
      %u#2 = add %n, %x
      yield %u#2
    }
    yield %t
  }
  return %r
}`,
  },
  "calls, of what lanes share as well": {
    text: `func @g(%a: f64, %b: f64) -> (f64, f64) {
  %c = mul %a, %b
  %d = exp %b
  return %c, %d
}

func @f(%x: f64, %y: f64) -> (f64, f64) {
  %one = const f64 1
  %p: f64, %q: f64 = call @g %x, %one
  %r: f64, %s: f64 = call @g %p, %y
  %t = add %q, %s
  return %r, %t
}`,
  },
  recursion: {
    text: `func @g(%a: f64) -> (f64) {
  %one = const f64 1
  %c = lt %a, %one
  %r: f64 = if %c {
    yield %a
  } {
    %half = const f64 0.5
    %b = mul %a, %half
    %s: f64 = call @g %b
    %t = sin %s
    %u = add %t, %a
    yield %u
  }
  return %r
}

func @f(%x: f64, %y: f64) -> (f64) {
  %p = mul %x, %y
  %r: f64 = call @g %p
  return %r
}`,
    between: [-2, 6],
  },
  "memory of its own": {
    text: `func @f(%x: f64, %y: f64) -> (f64, f64[2]) {
  %n = const i32 4
  %m = alloc mem<f64> %n
  %lo = const i32 0
  for {step: 1} %lo, %n { (%i: i32)
    %f = to_f64 %i
    %v = mul %f, %x
    store %m, %i, %v
    yield
  }
  %two = const i32 2
  %a = load %m, %two
  %part = view %m, %two, %two
  store %part, %lo, %y
  %b = array f64[2] %part
  return %a, %b
}`,
  },
  "memory that only some lanes write to": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %n = const i32 1
  %at = const i32 0
  %m = alloc mem<f64> %n
  %zero = const f64 0
  %c = lt %zero, %x
  if %c {
    store %m, %at, %y
    yield
  } {
    yield
  }
  %a = load %m, %at
  return %a
}`,
    looped: true,
  },
  "places in arrays that are other ones in each lane": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %table = dense {type: f64[5], values: [2, 3, 5, 7, 11]}
  %m: mem<f64> = elements %table
  %n = length %m
  %i = clamp_i32 %x
  %j = bounds %i, %n
  %a = load %m, %j
  %r = mul %a, %y
  return %r
}`,
    between: [0, 4.9],
  },
  "integers of 64 bits": {
    text: `func @f(%x: f64, %y: f64) -> (f64) {
  %i = clamp_i32 %x
  %j = to_i64 %i
  %k = mul %j, %j
  %r = to_f64 %k
  return %r
}`,
    looped: true,
  },
};
