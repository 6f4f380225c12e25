// Functions that generated modules carry with them, where they use them.

/** Writes a type annotation, or nothing in plain JavaScript. */
export type Annotate = (type: string) => string;

type HelperText = (t: Annotate) => string;

export type HelperName =
  | "fault"
  | "bounds"
  | "toIndex"
  | "strongMul"
  | "strongDiv"
  | "clampI32"
  | "f64Bits"
  | "f64FromBits"
  | "idiv64"
  | "sameMemory"
  | "sameList"
  | "identity"
  | "listView"
  | "listCopy"
  | "gemm"
  | "note"
  | "shown"
  | "print";

/** What else each needs. */
export const needs: Readonly<Partial<Record<HelperName, readonly HelperName[]>>> = {
  bounds: ["fault"],
  sameList: ["listView"],
  shown: ["note"],
  print: ["shown", "note"],
};

export const helpers: Readonly<Record<HelperName, HelperText>> = {
  fault: (t) => `/** The error \`code\` of the program, at \`place\` of its source. */
function fault(code${t("string")}, message${t("string")}, place = "")${t("Error")} {
  return Object.assign(new Error(place === "" ? message : \`\${message} (\${place})\`), { code });
}`,
  bounds: (t) => `/** \`i\`, which must be an index of an array of length \`n\`. */
function bounds(i${t("number")}, n${t("number")}, place = "")${t("number")} {
  if (i >= 0 && i < n) return i;
  throw fault("NB4001", \`index \${i} is outside of an array of length \${n}\`, place);
}`,
  strongMul: (t) => `/** \`x * y\`, but 0 where either is 0. */
function strongMul(x${t("number")}, y${t("number")})${t("number")} {
  return x === 0 || y === 0 ? 0 : x * y;
}`,
  strongDiv: (t) => `/** \`x / y\`, but \`x\` where that is 0. */
function strongDiv(x${t("number")}, y${t("number")})${t("number")} {
  return x === 0 ? x : x / y;
}`,
  toIndex: (t) => `/** The index \`x\` means, or -1. */
function toIndex(x${t("number")})${t("number")} {
  return x >= 0 && x < 2147483647 && x % 1 === 0 ? x | 0 : -1;
}`,
  clampI32: (t) => `/** \`x\` towards zero, held within 32 bits. */
function clampI32(x${t("number")})${t("number")} {
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(x || 0))) | 0;
}`,
  f64Bits: (t) => `/** The bits of a double. */
function f64Bits(x${t("number")})${t("bigint")} {
  return new BigInt64Array(Float64Array.of(x).buffer)[0]${t("") === "" ? "" : "!"};
}`,
  f64FromBits: (t) => `/** The double with these bits. */
function f64FromBits(x${t("bigint")})${t("number")} {
  return new Float64Array(BigInt64Array.of(x).buffer)[0]${t("") === "" ? "" : "!"};
}`,
  idiv64: (t) => `/** Quotient towards zero; 0 for a divisor 0. */
function idiv64(x${t("bigint")}, y${t("bigint")})${t("bigint")} {
  return y === 0n ? 0n : BigInt.asIntN(64, x / y);
}`,
  sameMemory: (t) => `/** Whether two arrays are the same elements. */
function sameMemory(a${t("ArrayBufferView & ArrayLike<unknown>")}, b${t("ArrayBufferView & ArrayLike<unknown>")})${t("boolean")} {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;
}`,
  identity: (t) => `const identities = new WeakMap${t("") === "" ? "" : "<object, number>"}();
let identified = 0;

/** A number that tells objects apart. */
function identity(r${t("object | null")})${t("number")} {
  if (r === null) return 0;
  let known = identities.get(r);
  if (known === undefined) identities.set(r, (known = ++identified | 0));
  return known;
}`,
  listView: (
    t,
  ) => `const listViews = new WeakMap${t("") === "" ? "" : "<object, { of: any; start: number }>"}();

/** Elements \`start\` … \`start + n - 1\` of an array, as an array that shares them. */
function listView(list${t("any")}, start${t("number")}, n${t("number")})${t("any")} {
  const base = listViews.get(list);
  if (base !== undefined) return listView(base.of, base.start + start, n);
  const view = new Proxy(list, {
    get(of, key) {
      if (key === "length") return n;
      return typeof key === "string" && /^\\d+$/.test(key) ? of[start + Number(key)] : of[key];
    },
    set(of, key, x) {
      of[start + Number(key)] = x;
      return true;
    },
  });
  listViews.set(view, { of: list, start });
  return view;
}`,
  sameList: (t) => `/** Whether two arrays are the same elements. */
function sameList(a${t("any")}, b${t("any")})${t("boolean")} {
  const [x, y] = [listViews.get(a), listViews.get(b)];
  const same = (x?.of ?? a) === (y?.of ?? b) && (x?.start ?? 0) === (y?.start ?? 0);
  return same && a.length === b.length;
}`,
  note: (t) => `const noted${t("number[]")} = [];

/** Keeps a number for what is shown next. */
function note(x${t("number")})${t("void")} {
  noted.push(x);
}`,
  shown: (t) => `/** The value that \`how\` makes of the numbers that were noted. */
function shown(how${t("any")})${t("any")} {
  switch (how.kind) {
    case "number":
      return noted.shift();
    case "boolean":
      return noted.shift() !== 0;
    case "value":
      return how.value;
    case "text":
      return how.parts.map((part${t("any")}) => {
        if (typeof part === "string") return part;
        const x = shown(part.of);
        return part.method === undefined ? String(x) : x[part.method](part.digits);
      }).join("");
    case "either": {
      const first = noted.shift() !== 0;
      const both = how.of.map(shown);
      return both[first ? 0 : 1];
    }
    case "items":
      return how.items.map(shown);
    case "list":
      return Array.from({ length: noted.shift()${t("") === "" ? "" : "!"} }, () => shown(how.of));
    case "fields": {
      const fields = Object.fromEntries(how.fields.map(([name, of]${t("any")}) => [name, shown(of)]));
      return how.error ? Object.assign(new Error(fields.message), fields) : fields;
    }
    default:
      return how.name === "undefined" ? undefined : how.name;
  }
}`,
  print: (t) => `/** Prints what the numbers that were noted make. */
function print(level${t("string")}, values${t("any[]")})${t("void")} {
  (console${t("") === "" ? "" : " as any"})[level](...values.map(shown));
  noted.length = 0;
}`,
  listCopy: (t) => `/** Copies all of \`from\` to the start of \`to\`; they may overlap. */
function listCopy(to${t("any")}, from${t("any")})${t("void")} {
  const items = Array.from({ length: from.length }, (_, i) => from[i]);
  items.forEach((x, i) => {
    to[i] = x;
  });
}`,
  gemm: (t) => {
    const array = t("Float64Array | Float32Array");
    const size = t("number");
    const is = t("boolean");
    const rows = `from${t("number")} = 0, to${t("number")} = m`;
    const bang = t("") === "" ? "" : "!";
    return `/** The product of two matrices, a and b, transposed or not, put into or added to c. */
function gemm(c${array}, a${array}, b${array}, m${size}, n${size}, k${size}, ta${is}, tb${is}, add${is}, ${rows})${t("void")} {
  const [aRow, aTerm] = ta ? [1, m] : [k, 1];
  const [bTerm, bColumn] = tb ? [1, k] : [n, 1];
  for (let i = from; i < to; i++) {
    for (let j = 0; j < n; j++) {
      let sum = add ? c[i * n + j]${bang} : 0;
      for (let p = 0; p < k; p++) {
        sum += a[i * aRow + p * aTerm]${bang} * b[p * bTerm + j * bColumn]${bang};
      }
      c[i * n + j] = sum;
    }
  }
}`;
  },
};
