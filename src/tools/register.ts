/**
 * `node --import nabla/register app.ts`: loads TypeScript, and prepares every module of the project
 * as the bundler plugins do. Where Node has no hooks on the thread itself, it runs this very file a
 * second time on a thread of its own, which the query tells apart.
 */
import * as module from "node:module";
import { loadSource, readSource, resolveFile } from "./node-loader.ts";

type ResolveContext = Parameters<module.ResolveHook>[1];
type NextResolve = Parameters<module.ResolveHook>[2];
type LoadContext = Parameters<module.LoadHook>[1];
type NextLoad = Parameters<module.LoadHook>[2];

/** Hook for the loader thread. */
export async function resolve(
  specifier: string,
  context: ResolveContext,
  next: NextResolve,
): Promise<module.ResolveFnOutput> {
  try {
    return await next(specifier, context);
  } catch (error) {
    const url = resolveFile(specifier, context.parentURL);
    if (url === undefined) throw error;
    return { url, shortCircuit: true };
  }
}

/** Hook for the loader thread. */
export async function load(
  url: string,
  context: LoadContext,
  next: NextLoad,
): Promise<module.LoadFnOutput> {
  return readSource(url) ?? loadSource(url, await next(url, context));
}

/** Of Node from 22.15, whose types the oldest supported Node lacks. */
interface SyncHooks {
  resolve(
    specifier: string,
    context: ResolveContext,
    next: (specifier: string, context: ResolveContext) => module.ResolveFnOutput,
  ): module.ResolveFnOutput;
  load(
    url: string,
    context: LoadContext,
    next: (url: string, context: LoadContext) => module.LoadFnOutput,
  ): module.LoadFnOutput;
}

function start(): void {
  process.setSourceMapsEnabled(true);
  const { registerHooks } = module as { registerHooks?: (hooks: SyncHooks) => void };
  if (registerHooks === undefined) {
    module.register(`${import.meta.url}?hooks`);
    return;
  }
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const url = resolveFile(specifier, context.parentURL);
        if (url === undefined) throw error;
        return { url, shortCircuit: true };
      }
    },
    load: (url, context, next) => readSource(url) ?? loadSource(url, next(url, context)),
  });
}

if (!import.meta.url.endsWith("?hooks")) start();
