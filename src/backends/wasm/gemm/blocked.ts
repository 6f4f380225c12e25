// Products of matrices in blocks that fit into the caches (Goto and van de Geijn 2008), each made of
// tiles that fit into registers.
import { FuncCode } from "../code.ts";
import type { Context } from "../context.ts";
import { apply, type Expr } from "../expr.ts";
import { bump, heapEnd, release } from "../memory-helpers.ts";
import { opcode as o, valType } from "../opcodes.ts";
import * as x from "./asm.ts";
import { packEdge, packStraight, packTurned, unpackEdge } from "./pack.ts";
import { columnsOf, looseTile, packedTile, params, shapeName, type Shape } from "./tile.ts";

const { i32 } = valType;
const { number, plus, times, minus, smaller } = x;

/** Terms, rows and columns of a block: parts of a are in the second cache, panels of b in the first. */
const TERMS = 256;
const ROWS = 128;
const COLUMNS = 1024;

/** Rows from which copying b pays, and panels of columns from which copying a does. */
const ROWS_TO_PACK = 16;
const PANELS_TO_PACK = 4;

/** Numbers of the functions that do the parts. */
interface Parts {
  readonly packed: number;
  readonly loose: number;
  readonly straight: (width: number) => number;
  readonly turned: (width: number) => number;
  readonly edge: (width: number) => number;
  readonly unpack: number;
}

function partsOf(context: Context, shape: Shape): Parts {
  const { float } = shape;
  const columns = columnsOf(shape);
  const forWidth =
    (what: string, make: typeof packEdge) =>
    (width: number): number =>
      context.helper(`$${what}_${float.name}_${width}`, (_, name) => make(float, width, name));
  const unpack = forWidth("unpack_edge", unpackEdge);
  return {
    packed: context.helper(`$tile_${shapeName(shape)}`, (_, name) => packedTile(shape, name)),
    loose: context.helper(`$loose_${shapeName(shape)}`, (_, name) => looseTile(shape, name)),
    straight: forWidth("pack", packStraight),
    turned: forWidth("pack_turned", packTurned),
    edge: forWidth("pack_edge", packEdge),
    unpack: unpack(columns),
  };
}

/** What has a number for each place of a tile's rows or columns, and for each term. */
interface Operand {
  readonly at: Expr;
  /** Bytes from one place to the next, and from one term to the next. */
  readonly place: Expr;
  readonly term: Expr;
}

/**
 * `(c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add, site)`: m, n and k are above 0; distances are
 * in bytes, and one of the two of a, as of b, is that of neighbours. What is copied goes to the end
 * of memory and is given back.
 */
export function blocked(context: Context, shape: Shape): number {
  return context.helper(`$gemm_blocks_${shapeName(shape)}`, (_, name) => {
    const code = new FuncCode(name, { params: Array(12).fill(i32), results: [] });
    new Blocks(context, shape, code).emit();
    return code;
  });
}

/** Parameters that the layout follows from. */
type Given = Readonly<
  Record<"bTerm" | "bColumn" | "m" | "n" | "k" | "aRow" | "aTerm" | "site", Expr>
>;

/** What is copied, where it is, and how far apart numbers are where tiles read them. */
interface Layout {
  readonly packsA: Expr;
  readonly packsB: Expr;
  /** Terms of a block. */
  readonly terms: Expr;
  readonly tile: Expr;
  readonly aPanels: Expr;
  readonly bPanels: Expr;
  readonly cRow: Expr;
  readonly aRow: Expr;
  readonly aTerm: Expr;
  /** Of b as it lies. */
  readonly bTerm: Expr;
}

/** Where a block of c goes and what it is made of. */
interface Block {
  readonly aAt: Expr;
  readonly bAt: Expr;
  readonly to: Expr;
  readonly across: Expr;
  readonly down: Expr;
  readonly depth: Expr;
  readonly adds: Expr;
}

class Blocks {
  private readonly context: Context;
  private readonly shape: Shape;
  private readonly code: FuncCode;
  private readonly parts: Parts;
  private readonly size: number;
  /** Columns of a tile. */
  private readonly columns: number;

  constructor(context: Context, shape: Shape, code: FuncCode) {
    this.context = context;
    this.shape = shape;
    this.code = code;
    this.parts = partsOf(context, shape);
    this.size = shape.float.size;
    this.columns = columnsOf(shape);
  }

  emit(): void {
    const { code, context, size } = this;
    const [c, a, aRow, aTerm, b, bTerm, bColumn, m, n, k, add, site] = params(code);
    const floor = code.keep(heapEnd(context));
    const layout = this.layout({ bTerm, bColumn, m, n, k, aRow, aTerm, site });
    const { cRow, terms, packsA, packsB, aPanels, bPanels } = layout;
    this.blocksOf(n, number(COLUMNS), (column, across) => {
      this.blocksOf(k, terms, (term, depth) => {
        const bAt = code.keep(plus(b, times(term, bTerm), times(column, bColumn)));
        const bPart: Operand = { at: bAt, place: bColumn, term: bTerm };
        x.when(
          code,
          packsB,
          () => this.pack(bPart, bPanels, across, depth, this.columns),
          () => this.packLast(bPart, bPanels, across, depth),
        );
        const adds = code.keep(x.either(add, x.less(number(0), term)));
        this.blocksOf(m, number(ROWS), (row, down) => {
          const aAt = code.keep(plus(a, times(row, aRow), times(term, aTerm)));
          const aPart: Operand = { at: aAt, place: aRow, term: aTerm };
          x.when(code, packsA, () => this.pack(aPart, aPanels, down, depth, this.shape.rows));
          const to = code.keep(plus(c, times(row, cRow), times(column, number(size))));
          this.tiles(layout, { aAt, bAt, to, across, down, depth, adds });
        });
      });
    });
    x.run(code, release(context), [floor]);
  }

  /** What is copied, and where it goes. */
  private layout({ bTerm, bColumn, m, n, k, aRow, aTerm, site }: Given): Layout {
    const { code, context, shape, columns, size } = this;
    const bytes = number(size);
    const packsA = code.keep(x.not(x.less(n, number(PANELS_TO_PACK * columns))));
    const lies = x.both(x.same(bColumn, bytes), x.less(m, number(ROWS_TO_PACK)));
    const packsB = code.keep(x.not(lies));
    // blocks of about the same number of terms
    const blocks = code.keep(x.quotientAbove(k, number(TERMS)));
    const terms = code.keep(x.multipleAbove(x.quotientAbove(k, blocks), 4));
    // room for a tile, panels of b, or the last one, and panels of a
    const bPlaces = x.choose(
      packsB,
      x.multipleAbove(smaller(n, number(COLUMNS)), columns),
      number(columns),
    );
    const aPlaces = times(packsA, x.multipleAbove(smaller(m, number(ROWS)), shape.rows));
    const bBytes = code.keep(times(times(bPlaces, terms), bytes));
    const aBytes = times(times(aPlaces, terms), bytes);
    const tileBytes = shape.rows * columns * size;
    const all = plus(bBytes, aBytes, number(tileBytes + 64));
    const room = apply(o.call, i32, [all, site], bump(context, { zeroed: false }));
    const tile = code.keep(x.multipleAbove(room, 64));
    const bPanels = code.keep(plus(tile, number(tileBytes)));
    return {
      packsA,
      packsB,
      terms,
      tile,
      bPanels,
      aPanels: code.keep(plus(bPanels, bBytes)),
      cRow: code.keep(times(n, bytes)),
      aRow: code.keep(x.choose(packsA, bytes, aRow)),
      aTerm: code.keep(x.choose(packsA, number(shape.rows * size), aTerm)),
      bTerm,
    };
  }

  /** Makes a block of c, tile by tile. */
  private tiles(layout: Layout, { aAt, bAt, to, across, down, depth, adds }: Block): void {
    const { code, shape, columns, size, parts } = this;
    const { packsA, packsB, tile, cRow, aPanels, bPanels, aRow, aTerm } = layout;
    const columnStep = number(columns * size);
    const arePacked = code.keep(x.both(packsA, packsB));
    const panel = code.keep(times(depth, number(size)));
    const aFirst = code.keep(x.choose(packsA, aPanels, aAt));
    const aNext = code.keep(x.choose(packsA, panel, aRow));
    x.steps(code, across, columns, (j) => {
      const used = code.keep(smaller(minus(across, j), number(columns)));
      const lies = code.keep(x.both(x.not(packsB), x.same(used, number(columns))));
      const bPanel = plus(bPanels, times(times(j, packsB), panel));
      const bFirst = code.keep(x.choose(lies, plus(bAt, times(j, number(size))), bPanel));
      const bTerm = code.keep(x.choose(lies, layout.bTerm, columnStep));
      x.steps(code, down, shape.rows, (i) => {
        const rows = code.keep(smaller(minus(down, i), number(shape.rows)));
        const isFull = x.same(plus(rows, used), number(shape.rows + columns));
        const whole = code.keep(isFull);
        const place = code.keep(plus(to, times(i, cRow), times(j, number(size))));
        const aPart = plus(aFirst, times(i, aNext));
        const target = [
          x.choose(whole, place, tile),
          x.choose(whole, cRow, columnStep),
          x.both(whole, adds),
        ];
        // rows that are copied are as many as those of a tile
        const loose = [depth, aPart, aRow, aTerm, bFirst, bTerm, ...target];
        x.when(
          code,
          arePacked,
          () => x.run(code, parts.packed, [depth, aPart, bFirst, ...target]),
          () => x.run(code, parts.loose, [...loose, rows]),
        );
        x.when(code, x.not(whole), () =>
          x.run(code, parts.unpack, [place, cRow, tile, rows, used, adds]),
        );
      });
    });
  }

  /** Runs `body` for blocks of at most `step` of `all`: where one begins, and how much it is. */
  private blocksOf(all: Expr, step: Expr, body: (from: Expr, some: Expr) => void): void {
    const { code } = this;
    const from = code.keep(number(0));
    x.during(code, x.less(from, all), () => {
      body(from, code.keep(smaller(minus(all, from), step)));
      x.advance(code, from, step);
    });
  }

  /** Copies panels of `width` places; the last one gets zeros where there are no more. */
  private pack(
    { at, place, term }: Operand,
    to: Expr,
    places: Expr,
    depth: Expr,
    width: number,
  ): void {
    const { code, parts, size } = this;
    const panel = code.keep(times(depth, number(size)));
    x.steps(code, places, width, (i) => {
      const from = code.keep(plus(at, times(i, place)));
      const cell = code.keep(plus(to, times(i, panel)));
      const used = code.keep(minus(places, i));
      x.when(
        code,
        x.less(used, number(width)),
        () => x.run(code, parts.edge(width), [cell, from, place, term, depth, used]),
        () =>
          x.when(
            code,
            x.same(place, number(size)),
            () => x.run(code, parts.straight(width), [cell, from, term, depth]),
            () => x.run(code, parts.turned(width), [cell, from, place, depth]),
          ),
      );
    });
  }

  /** Copies the last panel of b, if it is not a whole one. */
  private packLast({ at, place, term }: Operand, to: Expr, places: Expr, depth: Expr): void {
    const { code, parts, columns } = this;
    const used = code.keep(x.remainder(places, columns));
    x.when(code, used, () => {
      const from = plus(at, times(minus(places, used), place));
      x.run(code, parts.edge(columns), [to, from, place, term, depth, used]);
    });
  }
}
