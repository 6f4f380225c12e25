// Intervals of addresses, and a place of zeros for each address in them: what `zeros_like` needs
// of memory that is shared in parts. In IR.
import { Builder } from "../../ir/builder.ts";
import type { Func, Region, Value } from "../../ir/func.ts";
import { i32, i64, memOf, type RefType } from "../../ir/types.ts";
import { add, mul, select, sub } from "../../ops/arith.ts";
import { and, idiv, or, shl, shr, ushr, xor } from "../../ops/bits.ts";
import { ge, gt, le, lt } from "../../ops/compare.ts";
import { flag, int, long } from "../../ops/constant.ts";
import { call, forRange, ifElse, loopWhile } from "../../ops/control.ts";
import { wrapI32 } from "../../ops/convert.ts";
import {
  allocate,
  copy,
  length,
  load,
  recordGet,
  recordNew,
  recordSet,
  storeTo,
} from "../../ops/memory.ts";
import { address } from "./raw.ts";

const longs = memOf("i64");
/** A list of i64 that grows. */
export const listType: RefType = {
  kind: "ref",
  record: {
    name: "$list",
    fields: [
      { name: "data", type: longs },
      { name: "count", type: i32 },
    ],
  },
};

export function newList(b: Builder): Value {
  const data = allocate(b, longs, int(b, 16));
  return b.emit1(recordNew, [data, int(b, 0)], { type: listType });
}

export const listLength = (b: Builder, list: Value): Value =>
  b.emit1(recordGet, [list], { field: "count" });
const listData = (b: Builder, list: Value): Value => b.emit1(recordGet, [list], { field: "data" });
export const listAt = (b: Builder, list: Value, i: Value): Value => load(b, listData(b, list), i);

/** Appends `x`. */
export function pushTo(b: Builder, list: Value, x: Value): void {
  call(b, pushFunc.name, [list, x], []);
}

/** The interval from `start` to `end` as one number, in the order of the starts. */
export function runOf(b: Builder, start: Value, end: Value): Value {
  return xor(b, or(b, shl(b, start, long(b, 32n)), end), long(b, -(1n << 63n)));
}

const runStart = (b: Builder, run: Value): Value =>
  ushr(b, xor(b, run, long(b, -(1n << 63n))), long(b, 32n));
const runEnd = (b: Builder, run: Value): Value => and(b, run, long(b, 0xffffffffn));

/**
 * The list of groups of the overlapping ones among `runs`: start, end, and where their zeros begin,
 * with room for `times` as many.
 */
export function joinRuns(b: Builder, runs: Value, times: number): Value {
  return call(b, joinFunc.name, [runs, long(b, BigInt(times))], [listType])[0]!;
}

/** The place of zeros for an address in one of `groups`, where there are `times` for each. */
export function twinOf(b: Builder, groups: Value, place: Value, times: number): Value {
  return call(b, twinFunc.name, [groups, place, long(b, BigInt(times))], [i64])[0]!;
}

/** A function whose region is made when it is first asked for: few programs do. */
function define(name: string, make: (b: Builder) => readonly Value[]): Func {
  let made: Region | undefined;
  return {
    name,
    get region(): Region {
      if (made === undefined) {
        const b = new Builder();
        const yields = make(b);
        made = b.finish(yields);
      }
      return made;
    },
  };
}

const pushFunc: Func = define("$push", (b) => {
  const [list, x] = [b.param(listType), b.param(i64)];
  const count = listLength(b, list);
  const data = listData(b, list);
  const full = ge(b, count, length(b, data));
  const [room] = ifElse(
    b,
    full,
    (then) => {
      const more = allocate(then, longs, add(then, count, count));
      then.emit(copy, [more, data]);
      then.emit(recordSet, [list, more], { field: "data" });
      return [more];
    },
    () => [data],
  );
  storeTo(b, room!, count, x);
  b.emit(recordSet, [list, add(b, count, int(b, 1))], { field: "count" });
  return [];
});

/** Moves element `root` of a heap of `n` down to its place. */
const siftFunc: Func = define("$sift", (b) => {
  const [data, root, n] = [b.param(longs), b.param(i32), b.param(i32)];
  loopWhile(b, [root], (body, [at]) => {
    const child = add(body, add(body, at!, at!), int(body, 1));
    const [again, next] = ifElse(
      body,
      lt(body, child, n),
      (c) => {
        const other = add(c, child, int(c, 1));
        const right = select(c, lt(c, other, n), other, child);
        const [p, q] = [load(c, data, child), load(c, data, right)];
        const larger = select(c, gt(c, q, p), right, child);
        const [low, high] = [load(c, data, at!), load(c, data, larger)];
        const wrong = lt(c, low, high);
        ifElse(
          c,
          wrong,
          (swap) => {
            storeTo(swap, data, at!, high);
            storeTo(swap, data, larger, low);
            return [];
          },
          () => [],
        );
        return [wrong, larger];
      },
      (c) => [flag(c, false), at!],
    );
    return [again!, next!];
  });
  return [];
});

/** Sorts the first `n` numbers: heap sort, unless they are in order, as addresses mostly are. */
const sortFunc: Func = define("$sort", (b) => {
  const [data, n] = [b.param(longs), b.param(i32)];
  const [sorted] = forRange(b, [int(b, 1), n, 1], [flag(b, true)], (c, i, [yet]) => {
    const before = load(c, data, sub(c, i, int(c, 1)));
    return [and(c, yet!, le(c, before, load(c, data, i)))];
  });
  ifElse(
    b,
    sorted!,
    () => [],
    (c) => {
      const half = sub(c, shr(c, n, int(c, 1)), int(c, 1));
      forRange(c, [half, int(c, -1), -1], [], (d, i) => {
        call(d, siftFunc.name, [data, i, n], []);
        return [];
      });
      forRange(c, [sub(c, n, int(c, 1)), int(c, 0), -1], [], (d, last) => {
        const zero = int(d, 0);
        const [p, q] = [load(d, data, zero), load(d, data, last)];
        storeTo(d, data, zero, q);
        storeTo(d, data, last, p);
        call(d, siftFunc.name, [data, zero, last], []);
        return [];
      });
      return [];
    },
  );
  return [];
});

/** Closes a group: (groups, start, end, times). */
const closeFunc: Func = define("$close", (b) => {
  const [groups, start, end] = [b.param(listType), b.param(i64), b.param(i64)];
  const bytes = mul(b, sub(b, end, start), b.param(i64));
  const words = add(b, shr(b, bytes, long(b, 3n)), long(b, 2n));
  const twin = address(b, allocate(b, longs, wrapI32(b, words)));
  // twins are as far from the start of a word as what they are twins of
  const offset = and(b, start, long(b, 7n));
  pushTo(b, groups, start);
  pushTo(b, groups, end);
  pushTo(b, groups, add(b, twin, offset));
  return [];
});

const joinFunc: Func = define("$join", (b) => {
  const [runs, times] = [b.param(listType), b.param(i64)];
  const groups = newList(b);
  const [data, n] = [listData(b, runs), listLength(b, runs)];
  call(b, sortFunc.name, [data, n], []);
  const none = long(b, 0n);
  const [start, end] = forRange(b, [int(b, 0), n, 1], [none, none], (c, i, [from, to]) => {
    const run = load(c, data, i);
    const [first, last] = [runStart(c, run), runEnd(c, run)];
    const next = ifElse(
      c,
      lt(c, first, to!),
      (d) => [from!, select(d, gt(d, last, to!), last, to!)],
      (d) => {
        closeIfAny(d, [groups, from!, to!, times]);
        return [first, last];
      },
    );
    return next;
  });
  closeIfAny(b, [groups, start!, end!, times]);
  return [groups];
});

type Group = readonly [groups: Value, start: Value, end: Value, times: Value];

function closeIfAny(b: Builder, group: Group): void {
  ifElse(
    b,
    gt(b, group[2], long(b, 0n)),
    (c) => {
      call(c, closeFunc.name, group, []);
      return [];
    },
    () => [],
  );
}

const twinFunc: Func = define("$twin", (b) => {
  const [groups, place, times] = [b.param(listType), b.param(i64), b.param(i64)];
  const data = listData(b, groups);
  // the last group that starts at or before the address is the one it is in
  const [low] = loopWhile(b, [int(b, 0), listLength(b, groups)], (body, [lo, hi]) => {
    const several = gt(body, sub(body, hi!, lo!), int(body, 3));
    const [again, p, q] = ifElse(
      body,
      several,
      (c) => {
        const middle = add(c, lo!, halfOf(c, sub(c, hi!, lo!)));
        const before = le(c, load(c, data, middle), place);
        return [flag(c, true), select(c, before, middle, lo!), select(c, before, hi!, middle)];
      },
      (c) => [flag(c, false), lo!, hi!],
    );
    return [again!, p!, q!];
  });
  const from = load(b, data, low!);
  const zeros = load(b, data, add(b, low!, int(b, 2)));
  return [add(b, zeros, mul(b, sub(b, place, from), times))];
});

// half of n, down to a multiple of 3; n is one and above 3
function halfOf(b: Builder, n: Value): Value {
  return mul(b, idiv(b, n, int(b, 6)), int(b, 3));
}

/** All functions that these are made of. */
export const twinFuncs: readonly Func[] = [
  pushFunc,
  siftFunc,
  sortFunc,
  closeFunc,
  joinFunc,
  twinFunc,
];
