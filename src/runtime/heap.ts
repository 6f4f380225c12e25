import { fixed } from "../ir/storage.ts";
import type { TypedArray } from "../values/typed.ts";

/** The last 64 KiB of 4 GiB are never used, so that ends of memories are below 2³². */
const lastPage = 0xffff;
const pageSize = 65536;

/** Untouched pages cost nothing. */
const initialPages = 256;

/** All ways to look at the bytes. Growth of the memory detaches them. */
export interface Views {
  readonly f64: Float64Array;
  readonly f32: Float32Array;
  readonly i64: BigInt64Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i16: Int16Array;
  readonly u16: Uint16Array;
  readonly i8: Int8Array;
  readonly u8: Uint8Array;
}

/** Buffers of memories whose views were lent, and have been detached. */
const emptied = new WeakSet<ArrayBufferLike>();

/** Whether `array`, which has no elements, is a view that was lent. */
export function isEmptied(array: TypedArray): boolean {
  return emptied.has(array.buffer);
}

/**
 * The linear memory that compiled code works in: first tables of constants, which stay, then an
 * arena, which is empty before each call from outside. What is in it is laid out as
 * src/ir/storage.ts says.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  private current: Views;
  /** Where the arena starts. */
  private base: number = fixed.base;
  private isLent = false;
  /** Whether growth detaches views: not of memory that threads share. */
  readonly detaches: boolean;

  /** @throws RangeError where there is no such memory */
  constructor(shared = false) {
    const pages = { initial: initialPages, maximum: 65536 };
    this.detaches = !shared;
    this.memory = new WebAssembly.Memory(shared ? { ...pages, shared } : pages);
    this.current = viewsOf(this.memory.buffer);
    const { u32 } = this.current;
    u32[fixed.heap >> 2] = this.base;
    u32[fixed.limit >> 2] = initialPages * pageSize;
    u32[fixed.clean >> 2] = this.base;
  }

  /** Views of the memory as it is now. */
  get views(): Views {
    if (this.current.u32.length === 0) this.current = viewsOf(this.memory.buffer);
    return this.current;
  }

  /**
   * Says that views of the arena have been handed out: when it is used again they become empty,
   * rather than show what is there then.
   */
  lend(): void {
    this.isLent = true;
  }

  /** Gives back everything in the arena. Its bytes stay until they are given out again. */
  reset(): void {
    if (this.isLent) {
      this.isLent = false;
      emptied.add(this.memory.buffer);
      // growth detaches all views, also by nothing
      this.memory.grow(0);
    }
    const { u32 } = this.views;
    const end = u32[fixed.heap >> 2]!;
    if (end > u32[fixed.clean >> 2]!) u32[fixed.clean >> 2] = end;
    u32[fixed.heap >> 2] = this.base;
  }

  /** Where the next memory of the arena begins. */
  get end(): number {
    return this.views.u32[fixed.heap >> 2]!;
  }

  /** Bytes in use from the start of the arena. */
  get used(): number {
    return this.views.u32[fixed.heap >> 2]! - this.base;
  }

  /**
   * Address, a multiple of 8, of `bytes` bytes in the arena, whatever is in them; undefined if there
   * is no room. May detach the views.
   */
  alloc(bytes: number): number | undefined {
    const { u32 } = this.views;
    const start = u32[fixed.heap >> 2]!;
    const end = start + Math.max(8, Math.ceil(bytes / 8) * 8);
    if (end > u32[fixed.limit >> 2]! && !this.grow(end)) return undefined;
    this.views.u32[fixed.heap >> 2] = end;
    return start;
  }

  /** Address of `bytes` bytes that stay for good. The arena must be empty. */
  reserve(bytes: number): number {
    this.reset();
    const start = this.alloc(Math.ceil(bytes / 16) * 16);
    if (start === undefined) throw new Error("internal: no memory for the tables of a module");
    this.base = this.views.u32[fixed.heap >> 2]!;
    return start;
  }

  /** Start of the next memory in the arena, with room for so many bytes; 0 if there is none. */
  room(bytes: number): number {
    const start = this.views.u32[fixed.heap >> 2]!;
    return this.grow(start + (bytes >>> 0)) ? start : 0;
  }

  /** To be called when another thread may have made the memory larger, which detaches nothing. */
  refresh(): void {
    if (this.current.u32[fixed.limit >> 2]! <= this.current.u8.length) return;
    this.memory.grow(0);
    this.current = viewsOf(this.memory.buffer);
  }

  private grow(end: number): boolean {
    const now = this.memory.buffer.byteLength / pageSize;
    const wanted = Math.ceil(end / pageSize);
    if (wanted > lastPage) return false;
    const more = Math.min(Math.max(wanted, Math.floor(now * 1.5)), lastPage) - now;
    if (!this.tryGrow(more) && !this.tryGrow(wanted - now)) return false;
    const pages = Math.min(this.memory.buffer.byteLength / pageSize, lastPage);
    this.views.u32[fixed.limit >> 2] = pages * pageSize;
    return true;
  }

  private tryGrow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      this.current = viewsOf(this.memory.buffer);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}

function viewsOf(buffer: ArrayBuffer): Views {
  return {
    f64: new Float64Array(buffer),
    f32: new Float32Array(buffer),
    i64: new BigInt64Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    i16: new Int16Array(buffer),
    u16: new Uint16Array(buffer),
    i8: new Int8Array(buffer),
    u8: new Uint8Array(buffer),
  };
}
