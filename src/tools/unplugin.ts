import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createUnplugin, type UnpluginFactory, type UnpluginInstance } from "unplugin";
import { Coverage, isInPackage } from "./coverage.ts";
import { prepareModule } from "./prepare.ts";

export interface PluginOptions {
  /**
   * Modules to prepare besides those that import nabla and what these import: globs relative to the
   * project, or patterns for whole paths. Default: none.
   */
  readonly include?: string | RegExp | readonly (string | RegExp)[];
  /** Modules to leave alone. Default: none. */
  readonly exclude?: string | RegExp | readonly (string | RegExp)[];
  /** Directory of the project. Default: that of the bundler, or the working directory. */
  readonly root?: string;
  /**
   * Whether to leave out what only helps during development: the source text in messages, and the
   * parser for functions that were not prepared. Default: as the bundler's mode or minification
   * says, else whether NODE_ENV is `production`.
   */
  readonly production?: boolean;
  /** Module that prepared code imports. Default: `nabla/reflect`. */
  readonly runtime?: string;
}

const noParser = "\0nabla:no-parser";
/** The directory of the package, two above this file both as source and as built. */
const ownPackage: string = fileURLToPath(new URL("../..", import.meta.url)).replaceAll("\\", "/");

/** The plugin for every bundler; the entries beside this file pick theirs. */
const factory: UnpluginFactory<PluginOptions | undefined, false> = (options = {}, meta) => {
  let root = options.root ?? process.cwd();
  let production = options.production ?? process.env["NODE_ENV"] === "production";
  const found = (is: boolean | undefined): void => {
    if (options.production === undefined && is !== undefined) production = is;
  };
  if (meta.framework === "webpack") found(modeOf(meta.webpack.compiler.options.mode));
  if (meta.framework === "rspack") found(modeOf(meta.rspack.compiler.options.mode));

  let coverage: Coverage | undefined;
  const covers = (id: string, code: string): boolean => {
    const { include, exclude } = options;
    coverage ??= new Coverage({ root, include: listOf(include), exclude: listOf(exclude) });
    return coverage.covers(id, code);
  };

  return {
    name: "nabla",
    enforce: "pre",
    transform: {
      filter: { id: /\.[cm]?[jt]sx?(?:$|\?)|[?&.]lang\.[jt]sx?/ },
      handler(code, id) {
        if (!covers(id, code)) return undefined;
        const path = relative(root, id.split("?")[0]!).replaceAll("\\", "/");
        const { runtime } = options;
        return prepareModule(code, { id, path, text: !production, runtime });
      },
    },
    resolveId: {
      filter: { id: /^acorn$/ },
      handler(id, importer) {
        const ours = id === "acorn" && importer !== undefined && isOwn(importer);
        return production && ours ? noParser : undefined;
      },
    },
    load: {
      filter: { id: /nabla:no-parser$/ },
      handler: (id) =>
        id === noParser ? "export const parseExpressionAt = undefined;" : undefined,
    },
    vite: {
      configResolved(config) {
        root = options.root ?? config.root;
        found(config.isProduction && config.command === "build");
      },
    },
    esbuild: {
      config: ({ minify, minifySyntax }) =>
        found(minify === true || minifySyntax === true || undefined),
    },
  };
};

export const unplugin: UnpluginInstance<PluginOptions | undefined, false> = createUnplugin(factory);

function listOf(value: PluginOptions["include"]): readonly (string | RegExp)[] {
  if (value === undefined) return [];
  return typeof value === "string" || value instanceof RegExp ? [value] : value;
}

function modeOf(mode: string | undefined): boolean | undefined {
  return mode === undefined ? undefined : mode === "production";
}

/** Whether a file is part of nabla itself, and not of a package that nabla depends on. */
function isOwn(importer: string): boolean {
  const path = importer.replaceAll("\\", "/");
  return path.startsWith(ownPackage) && !isInPackage(path.slice(ownPackage.length - 1));
}
