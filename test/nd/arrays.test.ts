// Making arrays, types of elements, axes, empty arrays, messages: outside of compiled code.
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { nd, NablaError, NdArray } from "nabla";

const lists = (x: NdArray): [string, unknown] => [x.dtype, x.tolist()];

test("arrays take the type of what they are made of", () => {
  expect(
    lists(
      nd.array([
        [1, 2],
        [3, 4],
      ]),
    ),
  ).toEqual([
    "f64",
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect(lists(nd.array([true, false]))).toEqual(["bool", [true, false]]);
  expect(lists(nd.array(new Float32Array([1, 2])))).toEqual(["f32", [1, 2]]);
  expect(lists(nd.array(new Int32Array([1, 2])))).toEqual(["i32", [1, 2]]);
  expect(lists(nd.array(new Uint8Array([1, 255])))).toEqual(["i32", [1, 255]]);
  expect(lists(nd.array([nd.array([1, 2]), [3, 4]]))).toEqual([
    "f64",
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect(lists(nd.array(3))).toEqual(["f64", 3]);
});

test("typed memory is copied by array, and taken by asarray", () => {
  const data = new Float64Array([1, 2]);
  expect(nd.array(data).data).not.toBe(data);
  expect(nd.asarray(data).data).toBe(data);
});

test("new arrays", () => {
  expect(lists(nd.zeros(2))).toEqual(["f64", [0, 0]]);
  expect(lists(nd.ones([1, 2], "i32"))).toEqual(["i32", [[1, 1]]]);
  expect(lists(nd.full([2], 7))).toEqual(["f64", [7, 7]]);
  expect(lists(nd.fullLike(nd.ones([2], "f32"), 0.5))).toEqual(["f32", [0.5, 0.5]]);
  expect(lists(nd.zerosLike([true]))).toEqual(["bool", [false]]);
  expect(lists(nd.arange(3))).toEqual(["f64", [0, 1, 2]]);
  expect(lists(nd.arange(5, 1, -2, "i32"))).toEqual(["i32", [5, 3]]);
  expect(lists(nd.linspace(0, 1, 5))).toEqual(["f64", [0, 0.25, 0.5, 0.75, 1]]);
  expect(nd.linspace(0, 1, 4, { endpoint: false }).tolist()).toEqual([0, 0.25, 0.5, 0.75]);
  expect(nd.linspace(0.1, 0.3, 3).at(2)).toBe(0.3);
  expect(nd.logspace(0, 2, 3).tolist()).toEqual([1, 10, 100]);
  expect(nd.eye(2, 3, 1).tolist()).toEqual([
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(nd.tri(2, 3).tolist()).toEqual([
    [1, 0, 0],
    [1, 1, 0],
  ]);
  expect(nd.identity(1, "bool").tolist()).toEqual([[true]]);
  expect(
    nd
      .meshgrid([
        [1, 2, 3],
        [4, 5],
      ])
      .map((x) => x.shape),
  ).toEqual([
    [2, 3],
    [2, 3],
  ]);
  expect(nd.diag([1, 2], -1).tolist()).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [0, 2, 0],
  ]);
});

describe("types of elements", () => {
  const of = {
    bool: nd.array([true]),
    i32: nd.ones(1, "i32"),
    f32: nd.ones(1, "f32"),
    f64: nd.ones(1),
  };

  test.each([
    ["bool", "i32", "i32"],
    ["i32", "f32", "f32"],
    ["i32", "f64", "f64"],
    ["f32", "f64", "f64"],
    ["bool", "f32", "f32"],
    ["bool", "bool", "bool"],
  ] as const)("%s and %s give %s", (a, b, both) => {
    expect(nd.add(of[a], of[b]).dtype).toBe(both);
    expect(nd.add(of[b], of[a]).dtype).toBe(both);
  });

  test("numbers take the type of arrays that can hold them", () => {
    expect(nd.add(of.f32, 2.5).dtype).toBe("f32");
    expect(nd.add(of.i32, 2).dtype).toBe("i32");
    expect(nd.add(of.i32, 2.5).dtype).toBe("f64");
    expect(nd.add(of.bool, 2).dtype).toBe("i32");
    expect(nd.add(1, 2).dtype).toBe("f64");
  });

  test("division and elementary functions of integers give f64", () => {
    expect(lists(nd.divide(of.i32, nd.full([1], 2, "i32")))).toEqual(["f64", [0.5]]);
    expect(nd.sin(of.i32).dtype).toBe("f64");
    expect(nd.mean(of.bool).dtype).toBe("f64");
    expect(nd.sum(nd.array([true, true])).item()).toBe(2);
  });

  test("whole numbers divide towards -∞, and by 0 to 0", () => {
    const x = nd.array([7, -7, 7, -7, 3], "i32");
    const y = nd.array([2, 2, -2, -2, 0], "i32");
    expect(lists(nd.floorDivide(x, y))).toEqual(["i32", [3, -4, -4, 3, 0]]);
    expect(lists(nd.remainder(x, y))).toEqual(["i32", [1, 1, -1, -1, 0]]);
    expect(lists(nd.fmod(x, y))).toEqual(["i32", [1, -1, 1, -1, 0]]);
  });
});

test("halves are rounded to even numbers", () => {
  expect(nd.round([0.5, 1.5, 2.5, -0.5, -2.5, 2.4]).tolist()).toEqual([0, 2, 2, -0, -2, 2]);
  expect(nd.round([2.344, 1251], 2).tolist()).toEqual([2.34, 1251]);
  expect(nd.round(1250, -2).item()).toBe(1200);
});

test("axes are numbers, lists or options", () => {
  const x = nd.array([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(nd.sum(x, -1).tolist()).toEqual([6, 15]);
  expect(x.sum([0, 1]).item()).toBe(21);
  expect(x.sum(0, { keepdims: true }).tolist()).toEqual([[5, 7, 9]]);
  expect(x.sum({ axis: 0, keepdims: true }).tolist()).toEqual([[5, 7, 9]]);
  expect(x.T.shape).toEqual([3, 2]);
});

test("slices have Python's ranges", () => {
  const x = nd.arange(10);
  expect(x.slice("2:8:3").tolist()).toEqual([2, 5]);
  expect(x.slice("::-4").tolist()).toEqual([9, 5, 1]);
  expect(x.slice([-3, null]).tolist()).toEqual([7, 8, 9]);
  expect(x.slice(-1).item()).toBe(9);
  const m = nd.reshape(x, [2, 5]);
  expect(m.slice("...", 1).tolist()).toEqual([1, 6]);
  expect(m.slice(null, 0).shape).toEqual([1, 5]);
  expect(m.slice(1, "1:1").shape).toEqual([0]);
});

test("empty arrays", () => {
  const none = nd.zeros([0, 3]);
  expect(none.sum(0).tolist()).toEqual([0, 0, 0]);
  expect(none.prod().item()).toBe(1);
  expect(nd.logsumexp(none, 0).tolist()).toEqual([-Infinity, -Infinity, -Infinity]);
  expect(nd.matmul(nd.zeros([2, 0]), none).tolist()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(nd.concatenate([none, nd.ones([1, 3])]).tolist()).toEqual([[1, 1, 1]]);
  expect(nd.sort(none).shape).toEqual([0, 3]);
});

test("limits at infinity", () => {
  const [inf, none] = [Infinity, -Infinity];
  expect(nd.logsumexp([none, none]).item()).toBe(none);
  expect(nd.softmax([inf, 0]).tolist()).toEqual([1, 0]);
  expect(nd.softmax([none, none]).tolist()).toEqual([0.5, 0.5]);
  expect(nd.logaddexp([inf, none, 1000], [0, none, 0]).tolist()).toEqual([inf, none, 1000]);
  expect(nd.sigmoid([1000, -1000]).tolist()).toEqual([1, 0]);
  expect(nd.softplus([1000, -1000]).tolist()).toEqual([1000, 0]);
});

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof NablaError)
      return `${error.code} ${error.detail.message}; ${error.detail.help}`;
  }
  return "no error";
};

test("messages name the function, types and shapes, and a way out", () => {
  const [x, y] = [nd.zeros([2, 3]), nd.zeros([4], "f32")];
  expect(message(() => nd.add(x, y))).toMatchInlineSnapshot(
    `"NB6001 \`add\` of f64[2, 3] and f32[4]; counted from the last axis, sizes have to be equal or 1"`,
  );
  expect(message(() => nd.sum(x, 2))).toMatchInlineSnapshot(
    `"NB6002 \`sum\`: axis 2 of an array of 2 axes; axes are 0 to 1, or -2 to -1 from the end"`,
  );
  expect(message(() => nd.reshape(x, [4, -1]))).toMatchInlineSnapshot(
    `"NB6005 \`reshape\`: the 6 elements of f64[2, 3] do not fill [4, -1]; the other sizes have to divide the number of elements"`,
  );
  expect(message(() => nd.reshape(x, [5]))).toMatchInlineSnapshot(
    `"NB6005 \`reshape\`: f64[2, 3] has 6 elements, [5] has 5; the shape has to have as many elements; -1 in one place is what is left"`,
  );
  expect(message(() => nd.matmul(x, x))).toMatchInlineSnapshot(
    `"NB6005 \`matmul\` of f64[2, 3] and f64[2, 3]; the last axis of the first (3) has to be as long as the last but one of the second (2)"`,
  );
  expect(message(() => nd.take(x, nd.array([0.5])))).toMatchInlineSnapshot(
    `"NB6003 \`take\` by indices of f64[1]; indices are i32: \`i.astype("i32")\`, or \`nd.arange(0, n, 1, "i32")\`"`,
  );
  expect(message(() => nd.array([[1, 2], [3]]))).toMatchInlineSnapshot(
    `"NB6005 \`array\`: a list of 1 where the first item beside it is a list of 2; lists of one level need one length: make them equally long"`,
  );
  expect(message(() => nd.linalg.inv(x))).toMatchInlineSnapshot(
    `"NB6005 \`inv\` of f64[2, 3]; the last two axes have to be as long: square matrices"`,
  );
  expect(message(() => nd.slice(x, 5))).toMatchInlineSnapshot(
    `"NB4001 \`slice\`: index 5 along axis 0 of f64[2, 3]; indices are 0 to 1, or negative from the end"`,
  );
  expect(message(() => nd.take(x, [7], 0))).toMatchInlineSnapshot(
    `"NB4001 index 7 is outside of an axis of length 2; undefined"`,
  );
  expect(message(() => nd.max(nd.zeros([0])))).toMatchInlineSnapshot(
    `"NB6005 \`max\` over axis 0 of f64[0]; it needs at least one element"`,
  );
  expect(message(() => nd.einsum("ij,jk", x, x))).toMatchInlineSnapshot(
    `"NB6001 \`einsum\` "ij,jk" of f64[2, 3] and f64[2, 3]: "j" is of several sizes; axes of one letter have to be as long"`,
  );
});

test("arrays are shown with their elements, if these are not too many", () => {
  expect(inspect(nd.array([[1, 2]]))).toBe("f64[1, 2] [[1,2]]");
  expect(inspect(nd.zeros([1000]))).toBe("f64[1000]");
});

test("norms take their order first, as NumPy's do", () => {
  const x = nd.array([
    [3, 4],
    [0, 12],
  ]);
  expect(nd.linalg.norm(x).item()).toBe(13);
  expect(nd.linalg.norm(x, 1).item()).toBe(16);
  expect(nd.linalg.norm(x, "inf", 1).tolist()).toEqual([4, 12]);
  expect(nd.linalg.norm(x, 2, { axis: 0, keepdims: true }).shape).toEqual([1, 2]);
  expect(nd.linalg.norm(x, { axis: 1 }).tolist()).toEqual([5, 12]);
});

test("products are methods too", () => {
  expect(
    nd
      .array([[1, 2]])
      .matmul(nd.array([[3], [4]]))
      .tolist(),
  ).toEqual([[11]]);
  expect(nd.array([1, 2]).dot([3, 4]).item()).toBe(11);
});

test("padding that there is not is refused", () => {
  const [x, w] = [nd.ones([1, 1, 4, 4]), nd.ones([1, 1, 3, 3])];
  for (const padding of ["same", 1, [1, 1], [[1, 1]]] as never[]) {
    expect(() => nd.conv2d(x, w, { padding })).toThrow(/NB5010[^]*SAME_LOWER/);
    expect(() => nd.convTranspose2d(x, w, { padding })).toThrow(/NB5010[^]*"VALID", "SAME", or/);
    expect(() => nd.maxPool(x, 2, { padding })).toThrow(/NB5010/);
  }
});
