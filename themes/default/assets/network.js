// Draws the entries that one sentence names with the entry of the page around it, from the list that says the same.
(() => {
  "use strict";

  const WIDTH = 760;
  const MIDDLE = WIDTH / 2;
  // How far to the left and right the others stand, and how far one below the other.
  const FAR = 144;
  const STEP = 56;
  // Of the names: the most letters in a line, the most lines, and their height.
  const LONGEST = 26;
  const MOST = 3;
  const LINE = 17;

  const section = document.querySelector("section.network");
  const others = [...section.querySelectorAll("li")].map((row) => ({
    link: row.querySelector("a"),
    sentences: row.querySelectorAll("a.label").length,
    ties: (row.dataset.ties ?? "").split(" ").filter(Boolean).map(Number),
  }));
  const rows = Math.ceil(others.length / 2);
  const height = rows * STEP;
  const self = { x: MIDDLE, y: height / 2 };
  // They go down the left side first, then down the right one.
  for (const [at, other] of others.entries()) {
    other.left = at < rows;
    const [row, of] = other.left ? [at, rows] : [at - rows, others.length - rows];
    Object.assign(other, { x: MIDDLE + (other.left ? -FAR : FAR), y: Math.round(((2 * row + 1) * height) / (2 * of)) });
  }

  const draw = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  /** A curve from a place to another, bent towards a third. */
  const curve = (from, by, to, attributes) =>
    draw("path", { d: `M${from.x} ${from.y}Q${by.x} ${by.y} ${to.x} ${to.y}`, ...attributes });
  /** A name in short lines; what is too long for them is cut. */
  const lines = (name) => {
    const lines = [];
    for (const word of name.split(/\s+/)) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + word.length < LONGEST) lines.push(`${lines.pop()} ${word}`);
      else if (lines.length < MOST) lines.push(word);
      else {
        lines.push(`${lines.pop()} …`);
        break;
      }
    }
    return lines;
  };
  const node = ({ link, left, x, y }) => {
    const name = lines(link.textContent.trim());
    const first = y + 5 - ((name.length - 1) * LINE) / 2;
    const spans = name.map((line, at) => draw("tspan", { x: left ? x - 12 : x + 12, y: first + at * LINE }, line));
    return draw("a", { href: link.getAttribute("href"), tabindex: -1 },
      draw("circle", { class: link.className, cx: x, cy: y, r: 6 }),
      draw("text", { "text-anchor": left ? "end" : "start" }, ...spans));
  };

  const ties = others.flatMap((one) => one.ties.map((at) => {
    const other = others[at];
    return curve(one, { x: MIDDLE, y: (one.y + other.y) / 2 }, other, { class: "tie" });
  }));
  const edges = others.map((other) =>
    curve(self, { x: (MIDDLE + other.x) / 2, y: other.y }, other, { class: "edge", "stroke-width": Math.min(other.sentences, 6) }));
  const picture = draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true", focusable: "false" },
    ...ties, ...edges, draw("circle", { class: "self", cx: self.x, cy: self.y, r: 10 }), ...others.map(node));
  if (others[0].link.lang) picture.setAttribute("lang", others[0].link.lang);
  const frame = Object.assign(document.createElement("div"), { className: "scroll", tabIndex: 0 });
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-labelledby", section.querySelector("h2").id);
  frame.append(picture);
  section.querySelector("details").before(frame);
})();
