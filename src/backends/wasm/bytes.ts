/** Bytes written one after the other, with the variable-length integers of WebAssembly. */
export class ByteWriter {
  private buffer: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  private view: DataView = new DataView(this.buffer.buffer);
  length = 0;

  private reserve(n: number): void {
    if (this.length + n <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(2 * this.buffer.length, this.length + n));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }

  byte(x: number): void {
    this.reserve(1);
    this.buffer[this.length++] = x;
  }

  bytes(xs: ArrayLike<number>): void {
    this.reserve(xs.length);
    this.buffer.set(xs, this.length);
    this.length += xs.length;
  }

  /** Unsigned, below 2³². */
  unsigned(x: number): void {
    let rest = x >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  signed(x: number): void {
    let rest = x | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  signed64(x: bigint): void {
    let rest = BigInt.asIntN(64, x);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  /** NaN is written as the canonical one, so that bytes do not depend on where it came from. */
  f32(x: number): void {
    this.reserve(4);
    if (Number.isNaN(x)) this.view.setUint32(this.length, 0x7fc00000, true);
    else this.view.setFloat32(this.length, x, true);
    this.length += 4;
  }

  f64(x: number): void {
    this.reserve(8);
    if (Number.isNaN(x)) this.view.setBigUint64(this.length, 0x7ff8n << 48n, true);
    else this.view.setFloat64(this.length, x, true);
    this.length += 8;
  }

  name(text: string): void {
    this.sized(new TextEncoder().encode(text));
  }

  /** The number of bytes, then the bytes. */
  sized(xs: ArrayLike<number>): void {
    this.unsigned(xs.length);
    this.bytes(xs);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }
}
