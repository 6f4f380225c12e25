const reserved = new Set(
  `arguments as async await boolean break case catch class const continue debugger default delete do
  else enum eval export extends false finally for from function get if implements import in
  instanceof interface let new null number of package private protected public return set static
  string super switch symbol this throw true try type typeof undefined var void while with yield
  any never unknown object bigint NaN Infinity Math Number BigInt Boolean Array Object Error Map
  WeakMap Proxy Float64Array Float32Array BigInt64Array Int32Array Uint32Array Int16Array
  Uint16Array Int8Array Uint8Array ArrayBuffer`.split(/\s+/),
);

/** The name `base` would have as a JavaScript identifier: `p.xs[0]'` gives `d_p_xs_0`. */
export function identifier(base: string): string {
  const primes = /'*$/.exec(base)![0].length;
  const words = base.replaceAll(/[^\p{ID_Continue}$]+/gu, "_").replace(/_+$/, "");
  const name = "d".repeat(primes) + (primes > 0 && !/^[a-z]\d*$/.test(words) ? "_" : "") + words;
  return /^[\p{ID_Start}_$]/u.test(name) ? name : `_${name}`;
}

/** Hands out identifiers, each once. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  fresh(base: string): string {
    const name = identifier(base);
    let free = name;
    for (let n = 2; this.#taken.has(free) || reserved.has(free); n++) {
      free = /\d$/.test(name) ? `${name}_${n}` : `${name}${n}`;
    }
    this.#taken.add(free);
    return free;
  }

  /** Runs `body`, a block of its own: the names it takes are free again afterwards. */
  block<T>(body: () => T): T {
    const outside = new Set(this.#taken);
    try {
      return body();
    } finally {
      for (const name of this.#taken) if (!outside.has(name)) this.#taken.delete(name);
    }
  }

  /** The first of i, j, k, … that is free. */
  index(): string {
    for (const name of "ijklmn") if (!this.#taken.has(name)) return this.fresh(name);
    return this.fresh("i");
  }

  /** t1, t2, … */
  temporary(): string {
    for (let n = 1; ; n++) if (!this.#taken.has(`t${n}`)) return this.fresh(`t${n}`);
  }

  all(): Iterable<string> {
    return this.#taken;
  }
}
