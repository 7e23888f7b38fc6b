// Ours, and all there is: filters, search, a theme, and opening what an address points at. The page works without it.
(() => {
  "use strict";
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const words = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const theme = document.querySelector("[data-theme-switch]");
  const remembered = (name, value) => {
    try { return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value); } catch { return null; }
  };
  const show = (name) => { if (name === "dark" || name === "light") document.documentElement.dataset.theme = name; };
  if (theme) {
    show(remembered("crossbearing-theme"));
    theme.hidden = false;
    theme.addEventListener("click", () => {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const next = (document.documentElement.dataset.theme || system) === "dark" ? "light" : "dark";
      show(next);
      remembered("crossbearing-theme", next);
    });
  }

  const opened = () => {
    let part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!part) return;
    for (let outer = part; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
    part.scrollIntoView();
  };

  const finder = document.getElementById("finder");
  const rows = all("[data-first]");
  if (finder && rows.length) {
    const fields = Object.fromEntries(all("[data-filter]", finder).map((field) => [field.dataset.filter, field]));
    const result = finder.querySelector(".result");
    const texts = new Map();
    const text = (row) => {
      if (!texts.has(row)) texts.set(row, fold([row.textContent, row.dataset.place, row.dataset.kind, row.dataset.voices].join(" ")));
      return texts.get(row);
    };
    const value = (name) => {
      const field = fields[name];
      return !field ? "" : field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value;
    };
    const fits = (row, asked) => {
      const { first, last, place, kind, voices } = row.dataset;
      if (asked.from && !(last && last >= asked.from)) return false;
      if (asked.to && !(first && first <= asked.to)) return false;
      if (asked.place && place !== asked.place) return false;
      if (asked.kind && kind !== asked.kind) return false;
      if (asked.voice && !voices.split("\u241f").includes(asked.voice)) return false;
      if (asked.disputed && !("disputed" in row.dataset)) return false;
      return asked.words.every((word) => text(row).includes(word));
    };
    const apply = (write) => {
      const asked = Object.fromEntries(Object.keys(fields).map((name) => [name, value(name)]).filter(([, given]) => given));
      const said = new URLSearchParams(asked).toString();
      const question = { ...asked, words: words(asked.text || "") };
      let left = 0;
      for (const row of rows) {
        const fit = fits(row, question);
        row.hidden = !fit;
        left += fit;
      }
      result.textContent = said ? `${left} of ${rows.length} happenings` : "";
      if (write) history.replaceState(null, "", said ? `#find?${said}` : location.pathname + location.search);
    };
    const fromAddress = () => {
      if (!location.hash.startsWith("#find?")) return;
      const asked = new URLSearchParams(location.hash.slice(6));
      for (const [name, field] of Object.entries(fields)) {
        if (field.type === "checkbox") field.checked = asked.has(name);
        else field.value = asked.get(name) || "";
      }
      apply(false);
      finder.scrollIntoView();
    };
    finder.hidden = false;
    finder.addEventListener("input", () => apply(true));
    finder.querySelector("[data-clear]").addEventListener("click", () => {
      for (const field of Object.values(fields)) { field.value = ""; field.checked = false; }
      apply(true);
    });
    addEventListener("hashchange", fromAddress);
    fromAddress();
  }

  const box = document.getElementById("text-search");
  if (box) {
    const kept = document.getElementById("words");
    const index = kept ? JSON.parse(kept.textContent) : null;
    const known = index ? Object.keys(index) : [];
    const listed = all("[data-report]");
    const decoded = (said) => {
      let at = 0;
      return said.split(",").map((step) => String((at += parseInt(step, 36))));
    };
    const holding = (word) => new Set(known.filter((own) => own.startsWith(word)).flatMap((own) => decoded(index[own])));
    const bodies = new Map();
    const body = (row) => {
      const report = row.dataset.report;
      if (!bodies.has(report)) {
        const article = document.getElementById(`d${report}`);
        bodies.set(report, fold(`${row.textContent} ${article ? all(".text", article).map((t) => t.textContent).join(" ") : ""}`));
      }
      return bodies.get(report);
    };
    box.hidden = false;
    const field = box.querySelector("input");
    field.addEventListener("input", () => {
      const asked = words(field.value);
      const sets = index ? asked.map(holding) : [];
      let left = 0;
      for (const row of listed) {
        const fit = asked.every((word, n) => (index && sets[n].has(row.dataset.report)) || body(row).includes(word));
        row.hidden = !fit;
        const article = document.getElementById(`d${row.dataset.report}`);
        if (article) article.hidden = !fit;
        left += fit;
      }
      box.querySelector(".result").textContent = asked.length ? `${left} of ${listed.length} reports` : "";
    });
  }
  addEventListener("hashchange", opened);
  opened();
})();
