// Before anything is painted: the theme that was chosen here, so that no page flashes in the other one.
(() => {
  "use strict";
  try {
    const name = localStorage.getItem("crossbearing-theme");
    if (name === "dark" || name === "light") document.documentElement.dataset.theme = name;
  } catch { /* no storage is no reason to fail */ }
})();
