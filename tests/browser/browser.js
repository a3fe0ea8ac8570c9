// The browser and the sites that the tests look at. `tests/run.sh` builds the sites.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serve.js";

const root = resolve(import.meta.dirname, "../..");
export const repository = root;
export const glossator = resolve(root, "target/release/glossator");

// The site as a user builds it, and the same site built for an address with a base path.
export const site = process.env.GLOSSATOR_SITE ?? resolve(root, "target/browser/site");
export const based = process.env.GLOSSATOR_BASED ?? resolve(root, "target/browser/based");
export const base = "/library/paper/";
export const source = resolve(root, "seeds/china-lac-policy-paper-2025.txt");

export const views = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 320, height: 640 },
};

/** Opens a page; whatever the browser complains about, and what is asked for elsewhere, is noted. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: views.desktop, reducedMotion: "no-preference", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  // A request that the browser gave up because it went on to another page (of the icon, say) did not fail.
  const givenUp = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => givenUp(request) || complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => new URL(request.url()).origin !== new URL(address).origin && complaints.push(`elsewhere: ${request.url()}`));
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
}

/** Where readers may have the site from. */
export const places = {
  "the root of a server": () => serve(site),
  "a base path of a server": () => serve(site, base),
  "the disk": async () => ({ url: `${pathToFileURL(site)}/`, close() {} }),
};

export function launch() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--allow-file-access-from-files"],
  });
}
