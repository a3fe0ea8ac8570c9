// Links and addresses that lead to a place on a long page: the reader sees it at the top of the window, at once,
// on a desktop and on a phone, with motion as most readers have it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, open, site } from "./browser.js";
import { serve } from "./serve.js";

const windows = {
  "1440 px": { viewport: { width: 1440, height: 900 } },
  "390 px": { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};
const long = [
  "glossary/index.html",
  "index-a-z.html",
  "paper/index.html",
  "programs/development-program/index.html",
  "mechanisms/index.html",
  "organizations/index.html",
  "matrix.html",
  "glossary/equivalents.html",
  "sides/china.html",
  "glance.html",
];

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve(site);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** The first, the last, and as many between them as are asked for. */
const some = (all, count) => [...new Set(Array.from({ length: count }, (_, at) => all[Math.round((at * (all.length - 1)) / (count - 1))]))];

/** Waits until an element has come to the top of the window, under nothing, and stays there for some frames. */
async function arrives(page, id) {
  const look = (id) => {
    const target = document.getElementById(id);
    const box = target.getClientRects()[0];
    const atEnd = Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight;
    const shown = box.top >= 0 && box.top < innerHeight * (atEnd ? 1 : 0.2);
    const inFront = target.contains(document.elementFromPoint(box.left + 1, box.top + 1));
    window.still = shown && inFront && window.place === scrollY ? window.still + 1 : 0;
    window.place = scrollY;
    return window.still > 10;
  };
  // Out of the way: a link that comes to lie under the pointer shows its preview.
  await page.mouse.move(0, 0);
  await page.waitForFunction(look, id, { polling: "raf" }).catch(async () => {
    const top = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
    assert.fail(`#${id} of ${page.url()} is at ${Math.round(top)} px of the window`);
  });
}

/** Notes every place that the window shows on its way to another. */
const watch = (page) => page.evaluate(() => {
  window.passed = new Set();
  const note = () => {
    window.passed.add(scrollY);
    requestAnimationFrame(note);
  };
  note();
});
const passed = (page) => page.evaluate(() => [...window.passed]);

/** What an address can name on a page, as far as readers see it. */
const anchors = (page) => page.locator("main [id]").evaluateAll((all) => all.filter((each) => each.getClientRects().length && !each.closest("svg")).map(({ id }) => id));

for (const [name, options] of Object.entries(windows)) {
  describe(`in a window of ${name}`, () => {
    for (const path of ["glossary/index.html", "index-a-z.html"]) {
      test(`the letters of ${path} lead to their headings, without a flight; back and forward do too`, async () => {
        const { page, close } = await open(browser, server.url + path, options);
        assert.ok(await page.evaluate(() => matchMedia("(prefers-reduced-motion: no-preference)").matches));
        const letters = await page.locator(".letters a").evaluateAll((all) => all.map((link) => link.hash.slice(1)));
        for (const id of some(letters, 3)) {
          // As it was loaded: nothing but its top has been seen.
          await page.goto("about:blank");
          await page.goto(server.url + path);
          const link = page.locator(`.letters a[href$="#${id}"]`);
          await link.scrollIntoViewIfNeeded();
          const start = await page.evaluate(() => scrollY);
          await watch(page);
          await link.click();
          await arrives(page, id);
          const way = await passed(page);
          assert.ok(way.length <= 2, `from ${way[0]} to ${way.at(-1)} by way of ${way.length - 2} others`);
          await page.goBack();
          await page.waitForFunction((start) => Math.abs(scrollY - start) < 2, start);
          await page.goForward();
          await arrives(page, id);
        }
        await close();
      });
    }

    for (const path of long) {
      test(`addresses with an anchor lead to it on ${path}`, async () => {
        const { page, close } = await open(browser, server.url + path, options);
        const ids = some(await anchors(page), 4);
        for (const id of ids) {
          await page.goto("about:blank");
          await page.goto(`${server.url}${path}#${id}`);
          await arrives(page, id);
        }
        // From one to another, as links on the page lead; from the last to the first.
        for (const id of ids) {
          await page.evaluate((id) => { location.hash = id; }, id);
          await arrives(page, id);
        }
        // Away, and back to where one was.
        await page.goto(`${server.url}about.html`);
        await page.goBack();
        await arrives(page, ids.at(-1));
        await close();
      });
    }

    test("results of the search lead to what was found", async () => {
      for (const query of ["fisheries", "capacity building", "tourism"]) {
        const search = `${server.url}search/index.html?q=${encodeURIComponent(query)}`;
        const { page, close } = await open(browser, search, options);
        const results = page.locator(".found :is(a.result, a.label)[href*='#']");
        await results.first().waitFor();
        const hrefs = await results.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
        for (const href of some([...new Set(hrefs)], 3)) {
          await page.goto(search);
          await page.locator(`.found a[href="${href}"]`).first().click();
          const hash = new URL(href, search).hash;
          await page.waitForURL((url) => url.hash === hash);
          await arrives(page, decodeURIComponent(hash.slice(1)));
        }
        await close();
      }
    });
  });
}
