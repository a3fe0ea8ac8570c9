// Accessibility of every page of the site's own language, by axe: a file of its own, so that it runs beside the others.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { launch, site, views } from "./browser.js";
import { serve } from "./serve.js";

let browser;
let root;
before(async () => {
  browser = await launch();
  root = await serve(site);
});
after(async () => {
  await browser?.close();
  root?.close();
});

test("every page of the site's own language is accessible in light and dark, its text with a contrast of 7:1", async () => {
  const further = /^(es|pt|zh-Hans)\//;
  const all = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html") && !further.test(file));
  assert.ok(all.length > 450, `${all.length} pages`);
  const context = await browser.newContext({ viewport: views.desktop, bypassCSP: true });
  const faults = [];
  // In the dark only the colours of the style sheet differ: of the pages of a folder, which are of one type, a dozen.
  const looked = new Map();
  const inTheDark = (path) => {
    const folder = dirname(path);
    looked.set(folder, (looked.get(folder) ?? 0) + 1);
    return looked.get(folder) <= 12;
  };
  const look = async (page) => {
    for (let path = all.pop(); path !== undefined; path = all.pop()) {
      await page.goto(root.url + path);
      await page.evaluate(axe.source);
      for (const colorScheme of inTheDark(path) ? ["light", "dark"] : ["light"]) {
        await page.emulateMedia({ colorScheme });
        // Colours are all that differs in the dark. A contrast of 7:1 is one of 4.5:1 too.
        const found = await page.evaluate((dark) => {
          const rules = { "color-contrast-enhanced": { enabled: true }, ...(dark ? {} : { "color-contrast": { enabled: false } }) };
          const runOnly = dark ? { type: "rule", values: ["color-contrast-enhanced"] } : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
          return axe.run({ runOnly, rules, resultTypes: ["violations"] });
        }, colorScheme === "dark");
        faults.push(...found.violations.map((each) => [path, colorScheme, each.id, each.nodes.map((node) => node.html)]));
      }
    }
  };
  await Promise.all([look(await context.newPage()), look(await context.newPage())]);
  assert.deepEqual(faults, []);
  await context.close();
});
