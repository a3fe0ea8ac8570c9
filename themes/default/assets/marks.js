// The words of a search, marked on the page to which a result led: without a change to the page, so that it copies and
// prints as ever (CSS Custom Highlight API).
(() => {
  "use strict";

  /** The text nodes in an element with where each begins in their joined text. */
  function pieces(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    let start = 0;
    while (walker.nextNode()) {
      found.push({ node: walker.currentNode, start });
      start += walker.currentNode.data.length;
    }
    return { found, text: found.map(({ node }) => node.data).join("").toLowerCase() };
  }

  /** Marks words wherever they stand in what the address leads to. */
  glossator.mark = (words) => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? document.querySelector("main");
    const { found, text } = pieces(target);
    const place = (offset, ends) => {
      const piece = found.findLast(({ start }) => (ends ? start < offset : start <= offset));
      return [piece.node, offset - piece.start];
    };
    const ranges = words.flatMap((word) => {
      const all = [];
      for (let at = text.indexOf(word.toLowerCase()); at >= 0; at = text.indexOf(word.toLowerCase(), at + word.length)) {
        const range = new Range();
        range.setStart(...place(at, false));
        range.setEnd(...place(at + word.length, true));
        all.push(range);
      }
      return all;
    });
    CSS.highlights.set("found", new Highlight(...ranges));
  };
})();
