import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";

/** The fields of a version 3 source map that tools exchange. */
export interface SourceMapText {
  readonly version: number;
  readonly mappings: string;
  readonly names: readonly string[];
  readonly sources: readonly (string | null)[];
  readonly sourcesContent?: readonly (string | null)[] | undefined;
}

/** The map of two steps: `later` leads to the output of `earlier`, which has one source. */
export function composeMaps(later: SourceMapText, earlier: SourceMapText): SourceMapText {
  const first = decode(earlier.mappings);
  const mappings = decode(later.mappings).map((line) =>
    line.flatMap((segment): SourceMapSegment[] => {
      if (segment.length === 1) return [];
      const origin = trace(first[segment[2]] ?? [], segment[3]);
      return origin === undefined ? [] : [[segment[0], 0, origin.line, origin.column]];
    }),
  );
  return { ...earlier, names: [], mappings: encode(mappings) };
}

/** Where a column of a line comes from: its offset from the last segment that starts at or before. */
function trace(
  line: readonly SourceMapSegment[],
  column: number,
): { line: number; column: number } | undefined {
  const segment = line.findLast((one) => one[0] <= column);
  if (segment === undefined || segment.length === 1) return undefined;
  return { line: segment[2], column: segment[3] };
}

/** A comment that carries the map inside the code. */
export function inlineMap(map: SourceMapText): string {
  const data = Buffer.from(JSON.stringify(map)).toString("base64");
  return `\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
}
