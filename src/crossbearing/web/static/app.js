// Ours, for every page: the switch of the theme, and opening what an address points at. All can be read without it.
(() => {
  "use strict";
  const theme = document.querySelector("[data-theme-switch]");
  if (theme) {
    theme.hidden = false;
    theme.addEventListener("click", () => {
      const root = document.documentElement;
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
      try { localStorage.setItem("crossbearing-theme", root.dataset.theme); } catch { /* kept for this page alone */ }
    });
  }

  const opened = () => {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!part) return;
    const inner = part.querySelector(":scope > details");
    if (inner) inner.open = true;
    for (let outer = part; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    part.scrollIntoView();
  };
  addEventListener("hashchange", opened);
  opened();
})();
