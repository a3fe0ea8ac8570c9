// The built site on a real web server, under a sub-path, as an organisation would host it: every link of
// every page is followed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { base, based, repository } from "./browser.js";

let folder;
let nginx;
let root;

const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

before(async () => {
  const port = await freePort();
  folder = await mkdtemp(join(tmpdir(), "glossator-nginx-"));
  const config = join(folder, "nginx.conf");
  // The block that the README gives, for the folder of this test. Around it stands what nginx has without being told.
  const readme = await readFile(join(repository, "README.md"), "utf8");
  const location = /```nginx\n([\s\S]*?)```/.exec(readme)[1].replace("/srv/paper/public/", `${based}/`);
  assert.ok(location.includes(`location ${base} {`) && location.includes(based));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await writeFile(config, `
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    ${process.getuid() === 0 ? "user root;" : ""}
    events {}
    http {
      include /etc/nginx/mime.types; default_type application/octet-stream;
      access_log off; ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")}
      server {
        listen 127.0.0.1:${port};
        ${location}
      }
    }`);
  nginx = spawn("/usr/sbin/nginx", ["-c", config, "-e", join(folder, "error.log")], { stdio: "inherit" });
  root = `http://127.0.0.1:${port}${base}`;
  while (nginx.exitCode === null) {
    if (await fetch(root).then((answer) => answer.ok, () => false)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("nginx has ended");
});
after(async () => {
  if (nginx) {
    nginx.kill();
    await new Promise((over) => nginx.once("exit", over));
  }
  await rm(folder, { recursive: true, force: true });
});

const decode = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

/** The values of some attributes on a page. */
const values = (html, names) => {
  const bare = html.replace(/<script[\s\S]*?<\/script>/g, "");
  const found = bare.matchAll(new RegExp(`\\s(?:${names})=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "g"));
  return [...found].map(([, double, single, none]) => decode(double ?? single ?? none));
};

test("every link of every page leads to a page and an anchor", async () => {
  const pages = new Map();
  const waiting = [root];
  const dead = [];
  let links = 0;
  const wanted = [];
  while (waiting.length > 0) {
    const address = waiting.pop();
    if (pages.has(address)) continue;
    const answer = await fetch(address);
    const kind = answer.headers.get("content-type") ?? "";
    const html = kind.startsWith("text/html");
    const text = html ? await answer.text() : (await answer.arrayBuffer(), "");
    pages.set(address, { ok: answer.ok, kind, anchors: new Set(html ? values(text, "id") : []) });
    if (!html) continue;
    for (const link of values(text, "href|src")) {
      const url = new URL(link, answer.url);
      if (!url.href.startsWith(root)) {
        // Addresses of the published site are full ones; others lead to other sites.
        assert.ok(/^(https?:|mailto:)/.test(link), `${address} links to ${link}`);
        continue;
      }
      links += 1;
      const anchor = decodeURIComponent(url.hash.slice(1));
      url.hash = "";
      wanted.push([address, url.href, anchor]);
      if (!pages.has(url.href)) waiting.push(url.href);
    }
  }
  for (const [from, to, anchor] of wanted) {
    const page = pages.get(to);
    if (!page.ok || (anchor && !page.anchors.has(anchor))) dead.push(`${from} -> ${to}#${anchor}`);
  }
  assert.deepEqual(dead, []);
  assert.ok(pages.size > 130 && links > 4000, `${pages.size} files, ${links} links`);
  const kinds = new Set([...pages].map(([address, page]) => `${address.split(".").pop().slice(0, 4)} ${page.kind}`));
  for (const kind of ["css text/css; charset=utf-8", "svg image/svg+xml", "txt text/plain; charset=utf-8"]) {
    assert.ok(kinds.has(kind), `${kind}: ${[...kinds].join(", ")}`);
  }
});

test("texts are sent compressed, with their encoding, and asked for again", async () => {
  for (const path of ["index.html", "assets/style.css", "assets/reader.js", "search/catalogue.js", "sitemap.xml", "assets/icon.svg"]) {
    const { headers } = await fetch(root + path, { headers: { "accept-encoding": "gzip" } });
    assert.equal(headers.get("content-encoding"), "gzip", path);
    assert.equal(headers.get("cache-control"), "no-cache", path);
    if (!path.endsWith(".svg")) assert.match(headers.get("content-type"), /; charset=utf-8$/, path);
  }
});

test("the folder without a slash leads to the site", async () => {
  const answer = await fetch(root.slice(0, -1), { redirect: "manual" });
  assert.equal(answer.status, 301);
  assert.equal(answer.headers.get("location"), base);
});

test("an address that leads nowhere is answered with 404 and the site's own page", async () => {
  const answer = await fetch(`${root}no/such/page.html`);
  assert.equal(answer.status, 404);
  assert.match(await answer.text(), /There is no page at this address/);
});

test("the files for hosts and search engines are there", async () => {
  const map = await (await fetch(`${root}sitemap.xml`)).text();
  const addresses = [...map.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
  assert.ok(addresses.length > 130);
  for (const address of addresses) {
    const here = address.replace("https://example.org/library/paper/", root);
    assert.ok((await fetch(here)).ok, address);
  }
  assert.match(await (await fetch(`${root}robots.txt`)).text(), /Sitemap: https:\/\/example\.org\/library\/paper\/sitemap\.xml/);
});
