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

// The page of a report: j and k walk through its claims, a claim and its words light up together.
(() => {
  "use strict";
  const part = document.querySelector("[data-claims]");
  if (!part) return;
  const claims = [...part.querySelectorAll("article.claim")];
  const hint = document.querySelector(".keys");
  if (hint) hint.hidden = false;
  const numberOf = (claim) => claim.id.slice(1);
  const wordsOf = (claim) => {
    const opener = document.getElementById(`t-c${numberOf(claim)}`);
    const found = [];
    for (let next = opener && opener.nextElementSibling; next && next.classList.contains("ev"); next = next.nextElementSibling) found.push(next);
    return found.slice(0, 1);
  };
  const light = (claim, on) => wordsOf(claim).forEach((words) => words.classList.toggle("lit", on));
  for (const claim of claims) {
    claim.addEventListener("pointerenter", () => light(claim, true));
    claim.addEventListener("pointerleave", () => light(claim, false));
  }
  let at = claims.findIndex((claim) => `#${claim.id}` === location.hash);
  const go = (to) => {
    if (!claims.length) return;
    if (at >= 0) { claims[at].classList.remove("here"); light(claims[at], false); }
    at = Math.max(0, Math.min(claims.length - 1, to));
    const claim = claims[at];
    claim.classList.add("here");
    light(claim, true);
    history.replaceState(null, "", `#${claim.id}`);
    claim.querySelector("summary").focus({ preventScroll: true });
    claim.scrollIntoView({ block: "center" });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "o" && at >= 0) { const inner = claims[at].querySelector("details"); inner.open = !inner.open; }
    else if (event.key === "t" && at >= 0) document.getElementById(`t-c${numberOf(claims[at])}`)?.scrollIntoView({ block: "center" });
    else return;
    event.preventDefault();
  });
})();

// Files may be dropped anywhere on their field; the names of those chosen are listed.
(() => {
  "use strict";
  const field = document.querySelector("[data-drop]");
  if (!field) return;
  const chosen = field.querySelector("input[type=file]"), list = field.querySelector("[data-chosen]");
  const told = () => list.replaceChildren(...[...chosen.files].map((file) => {
    const line = document.createElement("li");
    line.textContent = file.name;
    return line;
  }));
  chosen.addEventListener("change", told);
  for (const name of ["dragenter", "dragover"]) field.addEventListener(name, (event) => { event.preventDefault(); field.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) field.addEventListener(name, () => field.classList.remove("over"));
  field.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    chosen.files = event.dataTransfer.files;
    told();
  });
})();
