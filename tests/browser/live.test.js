// `glossator serve` as a maintainer uses it: a copy of the real site, a page open in the browser, and
// changes to the files as editors make them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { glossator, launch, repository } from "./browser.js";

const entry = "content/mechanisms/china-celac-forum.md";
let browser;
let folder;
let server;
let url;
let said = "";
before(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), "glossator-"));
  for (const part of ["glossator.yaml", "content", "seeds"]) {
    await cp(join(repository, part), join(folder, part), { recursive: true });
  }
  const config = join(folder, "glossator.yaml");
  await writeFile(config, (await readFile(config, "utf8")).replace("  language: en\n", "  language: en\n  base_url: https://example.org/library/paper/\n"));
  server = spawn(glossator, ["serve", "--port", "0"], { cwd: folder });
  url = await new Promise((found, failed) => {
    server.stderr.on("data", (text) => {
      said += text;
      const address = /serving (\S+)/.exec(said);
      if (address) found(address[1]);
    });
    server.on("exit", () => failed(new Error(said)));
  });
});
after(async () => {
  server?.kill();
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const edit = async (path, from, to) => {
  const text = await readFile(join(folder, path), "utf8");
  assert.ok(text.includes(from), `${path} has no ${from}`);
  await writeFile(join(folder, path), text.replace(from, to));
};

/** Goes to a page; once more where the page that is left was just renewed, which stops the browser on its way. */
const go = (page, path) => page.goto(url + path).catch((error) => {
  if (!/ERR_ABORTED|interrupted by another navigation/.test(error.message)) throw error;
  return go(page, path);
});

/** Opens a page; a mark on its window is gone after a reload. */
const open = async (path) => {
  const page = await (await browser.newContext()).newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await go(page, path);
  await page.evaluate(() => { window.mark = true; });
  return { page, complaints };
};

/** Long enough for a machine that is busy with other things. */
const patience = { timeout: 60_000 };

test("a site with an address is shown as one without", async () => {
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  const { page, complaints } = await open("mechanisms/");
  await page.locator("main").getByRole("link", { name: "China-CELAC Forum", exact: true }).first().click();
  assert.equal(await page.locator("h1").innerText(), "China-CELAC Forum");
  assert.equal(await page.locator("link[rel=canonical], meta[property='og:url'], script[type='application/ld+json']").count(), 0);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a change reloads the page it concerns, and no other; the place on the page is kept", async () => {
  const { page, complaints } = await open("mechanisms/china-celac-forum.html");
  const other = await open("matrix.html");
  await page.evaluate(() => scrollTo(0, 200));
  const start = performance.now();
  await edit(entry, "---\n\n", "---\n\nA line of the editors. ");
  await page.getByText("A line of the editors.").waitFor(patience);
  console.log(`edit to reloaded page: ${Math.round(performance.now() - start)} ms`);
  await page.waitForFunction(() => scrollY === 200, null, patience);
  assert.equal(await other.page.evaluate(() => window.mark), true);
  assert.deepEqual(complaints, []);
  await page.context().close();
  await other.page.context().close();
});

test("a style sheet is swapped in place", async () => {
  const { page } = await open("matrix.html");
  await cp(join(repository, "themes/default/assets/style.css"), join(folder, "themes/default/assets/style.css"), { recursive: true });
  await edit("themes/default/assets/style.css", "body {", "body { letter-spacing: 1px;");
  await page.waitForFunction(() => getComputedStyle(document.body).letterSpacing === "1px", null, patience);
  assert.equal(await page.evaluate(() => window.mark), true, "the page was not loaded again");
  await page.context().close();
});

test("a broken build lies over the last good page, and goes when it is mended", async () => {
  const { page, complaints } = await open("mechanisms/china-celac-forum.html");
  await edit(entry, "see_also:\n", "see_also:\n  - Nobody Knows\n");
  const overlay = page.locator("#glossator-fault");
  await overlay.waitFor(patience);
  assert.match(await overlay.innerText(), /error\[dangling-relation\]: there is no entry `Nobody Knows`/);
  assert.match(await overlay.innerText(), /china-celac-forum\.md:\d+:\d+/);
  assert.equal(await page.locator("h1").innerText(), "China-CELAC Forum");
  // Another page is the last good one too, with the overlay.
  await go(page, "glossary/");
  await overlay.waitFor(patience);
  assert.equal(await page.locator("h1").innerText(), "Glossary");
  await page.keyboard.press("Escape");
  await overlay.waitFor({ state: "detached", ...patience });
  await go(page, "mechanisms/china-celac-forum.html");
  await overlay.waitFor(patience);
  await edit(entry, "  - Nobody Knows\n", "");
  await overlay.waitFor({ state: "detached", ...patience });
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test("a configuration that cannot be read ends nothing", async () => {
  const { page } = await open("matrix.html");
  await edit("glossator.yaml", "papers:", "paprs:");
  const overlay = page.locator("#glossator-fault");
  await overlay.waitFor(patience);
  assert.match(await overlay.innerText(), /unknown key `paprs`/);
  await edit("glossator.yaml", "paprs:", "papers:");
  await overlay.waitFor({ state: "detached", ...patience });
  await page.context().close();
});

test("atomic saves, deletions, new files and bursts are seen, each burst as one build", async () => {
  const { page } = await open("mechanisms/china-celac-forum.html");
  const path = join(folder, entry);
  for (const words of ["First save.", "Second save."]) {
    const text = await readFile(path, "utf8");
    await writeFile(`${path}.new`, text.replace("---\n\n", `---\n\n${words} `));
    await rename(`${path}.new`, path);
    await page.getByText(words).waitFor(patience);
  }
  const draft = join(folder, "content/mechanisms/a-new-thing.md");
  await writeFile(draft, "---\nname: A New Thing\ndefinition: {editorial: New.}\n---\n");
  await go(page, "mechanisms/a-new-thing.html");
  await page.getByRole("heading", { name: "A New Thing" }).waitFor(patience);
  await unlink(draft);
  await page.getByRole("heading", { name: "Page not found" }).waitFor(patience);
  const builds = () => said.split(" changed; ").length;
  await page.waitForTimeout(300);
  const before = builds();
  const text = await readFile(path, "utf8");
  const start = performance.now();
  for (let nth = 0; nth < 100; nth += 1) writeFileSync(path, text.replace("---\n\n", `---\n\nburst ${nth}. `));
  const lasted = performance.now() - start;
  await go(page, "mechanisms/china-celac-forum.html");
  await page.getByText("burst 99.").waitFor(patience);
  // One build, and one more where the burst outlasted the first. On a busy machine the burst itself has pauses, each
  // of which may end it: ten milliseconds are the shortest that count.
  assert.ok(builds() - before <= 5 + lasted / 10, `${builds() - before} builds for one burst of ${Math.round(lasted)} ms`);
  await page.context().close();
});

test("nothing was published", async () => {
  await assert.rejects(readFile(join(folder, "public/index.html")));
});
