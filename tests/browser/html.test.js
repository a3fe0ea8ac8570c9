// Every page is valid HTML by the Nu HTML checker, which reads them from a server as a browser does. It reads each page
// of the site with an address; a test of its own shows that a site without one has the same elements, less some that
// say the address, and so is valid too.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import vnu from "vnu-jar";
import { base, based, site } from "./browser.js";
import { serve } from "./serve.js";

/** What the checker says of every page in a folder: errors, warnings and notes. */
async function check(folder, path) {
  const server = await serve(folder, path);
  const pages = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html"));
  // The checker refuses to read from this machine unless told otherwise.
  const options = ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", vnu, "--format", "json"];
  const addresses = pages.map((page) => server.url + page);
  const report = await new Promise((done) => {
    execFile("java", [...options, ...addresses], { maxBuffer: 1 << 28 }, (_, __, text) => done(text));
  });
  server.close();
  // The checker takes structured data for a script that the policy would block. It is a data block, which is
  // never run (HTML, 4.12.1.1), and a browser with the policy does not complain; see `site.test.js`.
  const blocked = /^Inline script violates Content Security Policy/;
  const found = JSON.parse(report).messages.filter((each) => !blocked.test(each.message)).map((each) => `${each.url}:${each.lastLine}: ${each.type} ${each.message}`);
  return { pages: pages.length, found };
}

test("no page has a script of its own, but for structured data", () => {
  for (const page of readdirSync(based, { recursive: true }).filter((file) => file.endsWith(".html"))) {
    for (const [tag] of readFileSync(join(based, page), "utf8").matchAll(/<(?:script|style)[^>]*>/g)) {
      assert.match(tag, /^<script type=["']?application\/ld\+json["']?>$|^<script [^>]*src=["']?[^"' ]*assets\/(?:first|reader)\.js/, page);
    }
  }
});

test("the checker reads what it is given", async () => {
  const folder = mkdtempSync(join(tmpdir(), "glossator-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><html lang=en><title>x</title><p><h1>y</h1></p>");
  const { found } = await check(folder, "/");
  assert.equal(found.length, 1);
});

test("the pages of a site with an address have neither errors nor warnings", async () => {
  const { pages, found } = await check(based, base);
  assert.ok(pages > 100, `${pages} pages`);
  assert.deepEqual(found, []);
});

/** The elements of a page in their order, each with the names of its attributes. */
function elements(html) {
  const tags = html.replace(/=(?:"[^"]*"|'[^']*'|[^\s>]+)/g, "").match(/<[a-z][^>]*>/g);
  return tags.map((tag) => {
    const [name, ...attributes] = tag.slice(1, -1).split(/\s+/);
    return [name, ...attributes.sort()].join(" ");
  });
}

test("pages of a site without an address only lack elements that say it", () => {
  for (const page of readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html"))) {
    const here = elements(readFileSync(join(site, page), "utf8"));
    const lacking = new Set();
    let next = 0;
    for (const element of elements(readFileSync(join(based, page), "utf8"))) {
      if (element === here[next]) next += 1;
      else lacking.add(element);
    }
    assert.equal(next, here.length, `${page}: ${here[next]}`);
    for (const element of lacking) {
      assert.match(element, /^(link href (hreflang )?rel|meta content (name|property)|(p|span) class|script type)$/, page);
    }
  }
});
