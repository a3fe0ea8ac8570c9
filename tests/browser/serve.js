// A plain file server for the tests: one folder under one base path, 404.html for what is not there.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

export async function serve(folder, base = "/") {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const found = path.startsWith(base) ? await file(folder, path.slice(base.length)) : null;
    const shown = found ?? join(folder, "404.html");
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(shown)] ?? "application/octet-stream" });
    response.end(await readFile(shown));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}${base}`, close: () => server.close() };
}

async function file(folder, path) {
  const wanted = join(folder, normalize(`/${path}`));
  const kind = await stat(wanted).catch(() => null);
  if (kind?.isDirectory()) return file(folder, join(path, "index.html"));
  return kind?.isFile() ? wanted : null;
}
