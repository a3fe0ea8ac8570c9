// The browser and the sites that the tests look at. `tests/run.sh` builds the sites.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

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

export function launch() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--allow-file-access-from-files"],
  });
}
