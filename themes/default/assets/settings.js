// What readers can choose, from the bar: made when they first ask for it.
(() => {
  "use strict";

  const { element, worded, chosen, dress } = glossator;
  worded().then(({ words }) => {
    const palettes = { "": words.palette_system, light: words.palette_light, dark: words.palette_dark };
    const radios = Object.entries(palettes).map(([value, name]) => {
      const checked = (chosen("palette") ?? "") === value;
      return element("label", {}, element("input", { type: "radio", name: "palette", value, checked, change: () => dress("palette", value) }), name);
    });
    const quiet = ({ target }) => dress("links", target.checked ? "quiet" : "");
    const previews = ({ target }) => chosen("previews", target.checked ? "on" : "off");
    document.getElementById("settings").append(
      element("fieldset", {}, element("legend", {}, words.palette), radios),
      element("label", {}, element("input", { type: "checkbox", checked: chosen("links") === "quiet", change: quiet }), words.quiet),
      element("label", {}, element("input", { type: "checkbox", checked: chosen("previews") !== "off", change: previews }), words.previews),
    );
  });
})();
