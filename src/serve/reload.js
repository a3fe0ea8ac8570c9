// Runs only in pages that `glossator serve` shows: reloads a page when it changed, swaps style sheets in
// place, and lays the diagnostics of a broken build over the last good page.
"use strict";
(() => {
  const name = "glossator-fault";
  // The version of the site that this page is of: a change while the page was loading is not missed.
  let version = Number(new URL(document.currentScript.src).searchParams.get("v"));

  const clear = () => document.getElementById(name)?.remove();

  const show = (text) => {
    clear();
    const box = document.createElement("div");
    box.id = name;
    box.setAttribute("role", "alert");
    Object.assign(box.style, {
      position: "fixed", inset: "0", zIndex: "2147483647", overflow: "auto", padding: "2rem",
      background: "#1c1b19f2", color: "#f5f0e6", font: "15px/1.5 ui-monospace, Menlo, Consolas, monospace",
    });
    const head = document.createElement("p");
    head.textContent = "The site does not build. Behind this is the last one that did (Esc shows it).";
    Object.assign(head.style, { margin: "0 0 1rem", font: "600 17px/1.4 system-ui, sans-serif", color: "#ffb4a2" });
    const body = document.createElement("pre");
    body.textContent = text;
    Object.assign(body.style, { margin: "0", whiteSpace: "pre-wrap", color: "inherit", background: "none" });
    box.append(head, body);
    document.body.append(box);
  };

  const swapStyles = (changed) => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const url = new URL(link.href);
      if (!changed.includes(url.pathname.slice(1))) continue;
      const next = link.cloneNode();
      url.searchParams.set("v", version);
      next.href = url;
      next.addEventListener("load", () => link.remove());
      link.after(next);
    }
  };

  const own = () => {
    const path = decodeURIComponent(location.pathname).slice(1);
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  };

  // The new page is written over the old one: a browser shows that twice as fast as a page that it goes to. It goes there
  // where there is more to it than that.
  const renew = async () => {
    const response = location.hash ? null : await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!response?.ok) return location.reload();
    const html = await response.text();
    const { scrollX, scrollY } = window;
    leave();
    document.open();
    document.write(html);
    document.close();
    const back = () => scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    // The page waits for a script of its own before it has its text.
    document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", back, { once: true }) : back();
  };

  const take = (now) => {
    const missing = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;
    version = now.version;
    if (now.fault) return show(now.fault);
    if (missing) return location.reload();
    if (now.changed.includes(own())) return renew();
    clear();
    swapStyles(now.changed.filter((path) => path.endsWith(".css")));
  };

  // A page listens only while it is seen: a browser opens few connections to one server.
  let source = null;
  const listen = () => {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource("/__glossator/events");
    source.addEventListener("hello", (event) => {
      const now = JSON.parse(event.data);
      if (now.version !== version) return location.reload();
      if (now.fault) show(now.fault);
    });
    source.addEventListener("change", (event) => take(JSON.parse(event.data)));
  };
  const leave = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  listen();
})();
