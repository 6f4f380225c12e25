/** Curves over x in one picture: an SVG with axes, ticks and a legend. */
export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

const colours = ["#0b6bcb", "#d9480f", "#2b8a3e", "#862e9c"];
const [width, height, left, right, top, bottom] = [640, 400, 64, 16, 40, 48];

/** Round numbers from `low` to `high`, about six. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export function chart({ title, x, y, curves }: Chart): string {
  const all = curves.flatMap(({ points }) => points).filter((p) => p.every(Number.isFinite));
  const range = (i: 0 | 1): [number, number] => [
    Math.min(...all.map((p) => p[i])),
    Math.max(...all.map((p) => p[i])),
  ];
  const [[x0, x1], [y0, y1]] = [range(0), range(1)];
  const atX = (v: number): number => left + ((v - x0) / (x1 - x0 || 1)) * (width - left - right);
  const atY = (v: number): number =>
    height - bottom - ((v - y0) / (y1 - y0 || 1)) * (height - top - bottom);
  const text = (px: number, py: number, what: string, more = ""): string =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" ${more}>${escaped(what)}</text>`;
  const middle = 'text-anchor="middle"';
  const parts = [
    text(width / 2, 22, title, `${middle} font-size="15"`),
    text((left + width - right) / 2, height - 10, x, middle),
    text(
      16,
      (top + height - bottom) / 2,
      y,
      `${middle} transform="rotate(-90 16 ${(top + height - bottom) / 2})"`,
    ),
    ...ticks(x0, x1).map((v) => text(atX(v), height - bottom + 18, String(v), middle)),
    ...ticks(y0, y1).flatMap((v) => [
      `<path d="M${left} ${atY(v).toFixed(1)}H${width - right}" stroke="#ddd"/>`,
      text(left - 6, atY(v) + 4, String(v), 'text-anchor="end"'),
    ]),
    ...curves.flatMap(({ name, points }, i) => {
      const line = points
        .map(([px, py]) => `${atX(px).toFixed(1)},${atY(py).toFixed(1)}`)
        .join(" ");
      const colour = colours[i % colours.length]!;
      return [
        `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        text(width - right - 8, top + 16 + 18 * i, name, `text-anchor="end" fill="${colour}"`),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>\n`;
}
