// What readers can choose, in the foot of the page: made when they first ask for it.
(() => {
  "use strict";

  const { element, worded, chosen, dress } = glossator;
  worded().then(({ words }) => {
    const palettes = { "": words.palette_system, light: words.palette_light, dark: words.palette_dark };
    const palette = element("select", {}, ...Object.entries(palettes).map(([value, name]) => element("option", { value }, name)));
    const previews = element("input", { type: "checkbox" });
    palette.value = chosen("palette") ?? "";
    previews.checked = chosen("previews") !== "off";
    palette.addEventListener("change", () => {
      chosen("palette", palette.value);
      dress();
    });
    previews.addEventListener("change", () => chosen("previews", previews.checked ? "on" : "off"));
    document.querySelector(".settings").append(
      element("label", {}, `${words.palette} `, palette),
      element("label", {}, previews, ` ${words.previews}`),
    );
  });
})();
