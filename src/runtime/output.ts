// What compiled code shows: its numbers are made into values, see `values/output.ts`.
import { printPosition, type Span } from "../diagnostics/span.ts";
import type { Site } from "../ir/compiled.ts";
import { tensorData } from "../ir/tensor.ts";
import { sizeOf } from "../ir/types.ts";
import { NdArray, type NdDtype } from "../nd/array.ts";
import type { Output, OutputPart } from "../values/output.ts";
import type { Watch } from "./watch.ts";

/** Collects what one module tells, and prints it when a call has ended. */
export class Telling {
  private readonly shown: readonly unknown[];
  private notes: number[] = [];
  private lines: (() => void)[] = [];

  private readonly watch: Watch | undefined;

  /** `shown` are the objects of the host that formats refer to; `watch` gets what is told for it. */
  constructor(shown: readonly unknown[], watch?: Watch) {
    this.shown = shown;
    this.watch = watch;
  }

  readonly note = (x: number): void => {
    this.notes.push(x);
  };

  print(site: Extract<Site, { kind: "print" }>): void {
    if (site.level === "watch") {
      this.watch?.saw(site.span, site.format, this.numbers());
      return;
    }
    const values = this.take(JSON.parse(site.format) as Output[]);
    const write = (console as unknown as Record<string, (...values: unknown[]) => void>)[
      site.level
    ];
    this.lines.push(() => write?.call(console, ...values));
  }

  /** What the program throws. */
  thrown(format: string, span: Span | undefined): unknown {
    const [value] = this.take([JSON.parse(format) as Output]);
    if (value instanceof Error && span !== undefined) {
      const [head = "", ...frames] = (value.stack ?? "").split(/\n(?= {4}at )/);
      value.stack = [head, `    at ${printPosition(span)}`, ...frames].join("\n");
    }
    return value;
  }

  /** The numbers handed over since the last that was made of them. */
  numbers(): readonly number[] {
    const { notes } = this;
    this.notes = [];
    return notes;
  }

  /** Prints what has been collected; or forgets it, if it is not to be shown. */
  flush(show: boolean): void {
    const { lines } = this;
    this.lines = [];
    this.notes = [];
    if (show) for (const line of lines) line();
  }

  private take(outputs: readonly Output[]): unknown[] {
    const reader = new Reader(this.notes, this.shown);
    this.notes = [];
    return outputs.map((output) => reader.value(output));
  }
}

const named: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

class Reader {
  private readonly notes: readonly number[];
  private readonly shown: readonly unknown[];
  private next = 0;

  constructor(notes: readonly number[], shown: readonly unknown[]) {
    this.notes = notes;
    this.shown = shown;
  }

  value(output: Output): unknown {
    switch (output.kind) {
      case "number":
        return this.number();
      case "boolean":
        return this.number() !== 0;
      case "value":
        return output.value;
      case "name":
        return named.has(output.name) ? named.get(output.name) : output.name;
      case "host":
        return this.shown[output.at];
      case "text":
        return output.parts.map((part) => this.part(part)).join("");
      case "either": {
        const first = this.number() !== 0;
        const both = output.of.map((one) => this.value(one));
        return both[first ? 0 : 1];
      }
      case "items":
        return output.items.map((item) => this.value(item));
      case "list": {
        const items = Array.from({ length: this.number() }, () => this.value(output.of));
        return output.typed === undefined
          ? items
          : (globalThis[output.typed] as Float64ArrayConstructor).from(items as number[]);
      }
      case "nd": {
        const { dtype, shape } = output;
        const data = tensorData(dtype, sizeOf(shape)).map(() => this.number());
        return new NdArray(dtype as NdDtype, shape, data);
      }
      case "fields":
        return this.object(output);
    }
  }

  private number(): number {
    return this.notes[this.next++]!;
  }

  private part(part: string | OutputPart): string {
    if (typeof part === "string") return part;
    const value = this.value(part.of);
    if (part.method === undefined) return String(value);
    return (value as never as Record<string, (digits?: number) => string>)[part.method]!(
      part.digits,
    );
  }

  private object({ fields, prototype, error }: Extract<Output, { kind: "fields" }>): object {
    const values = new Map(fields.map(([name, field]) => [name, this.value(field)] as const));
    const over = prototype < 0 ? Object.prototype : (this.shown[prototype] as object | null);
    const made = error ? errorOf(String(values.get("message") ?? ""), over) : Object.create(over);
    if (error) values.delete("message");
    for (const [name, value] of values) {
      Object.defineProperty(made, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return made as object;
  }
}

/** An error of a class, whose constructor does not run: it has run in compiled code. */
function errorOf(message: string, prototype: object | null): Error {
  const made = message === "" ? new Error() : new Error(message);
  Object.setPrototypeOf(made, prototype);
  const name = String((made as { name?: unknown }).name ?? "Error");
  made.stack = (made.stack ?? "").replace(/^Error/, name);
  return made;
}
