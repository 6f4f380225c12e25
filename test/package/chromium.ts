import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { promisify } from "node:util";

export const hasChromium: boolean = spawnSync("chromium", ["--version"]).status === 0;
if (!hasChromium) console.warn("Chromium is not installed: no page is opened in a browser");

const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

/** What makes a page isolated from other origins, so that it may have shared memory. */
export const isolated: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** The document of the page in `folder` after its scripts have run, the browser's files being in `home`. */
export async function open(
  folder: string,
  home: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const server = createServer((request, response) => {
    const path = request.url === "/" ? "/index.html" : request.url!;
    try {
      const body = readFileSync(join(folder, path));
      response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--user-data-dir=${join(home, "profile")}`,
    "--virtual-time-budget=10000",
    "--dump-dom",
  ];
  try {
    const page = await promisify(execFile)("chromium", [...flags, `http://127.0.0.1:${port}/`]);
    return page.stdout;
  } finally {
    server.close();
  }
}
