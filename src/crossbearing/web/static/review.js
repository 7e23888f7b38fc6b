// Review by keyboard, and fields set by selecting words of the report. All of it can be done with the forms alone.
(() => {
  "use strict";
  const text = document.querySelector("[data-text]");
  const form = document.querySelector("[data-judge]");
  const queue = document.querySelector("[data-queue]");
  const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
  let field = null;

  // Characters as the store counts them: code points, where a browser counts halves of some.
  const points = (words) => Array.from(words).length;

  const place = (node, offset) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!piece || !text.contains(piece)) return null;
    const before = document.createRange();
    before.setStart(piece, 0);
    before.setEnd(node, offset);
    return Number(piece.dataset.at) + points(before.toString());
  };

  const selected = () => {
    const found = getSelection();
    if (!text || !found.rangeCount || found.isCollapsed) return null;
    const range = found.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    const words = range.toString();
    if (start === null || end === null || !words.trim()) return null;
    const lead = points(words) - points(words.trimStart());
    return { start: start + lead, words: words.trim() };
  };

  const put = (input, found) => {
    input.value = found.words;
    const at = input.parentElement.querySelector("input[type=hidden]");
    // Between paragraphs a selection may hold other characters than the report; then the words are sought.
    if (at) at.value = `${found.start}-${found.start + points(found.words)}`;
  };

  if (form) {
    form.addEventListener("focusin", (event) => {
      if (event.target.matches("[data-words]")) field = event.target;
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.querySelector("button[data-key=e]")?.click();
      }
    });
  }
  if (text && form) {
    text.addEventListener("mouseup", () => {
      const found = selected();
      if (!found || !field) return;
      put(field, found);
      field.focus();
    });
  }

  // What was selected goes along when a claim is added: the page that opens takes it from the address.
  const add = document.querySelector("[data-add]");
  if (add) {
    add.addEventListener("click", () => {
      const found = selected();
      if (found) add.hash = `say=${found.start}-${encodeURIComponent(found.words)}`;
    });
  }
  const said = location.hash.match(/^#say=(\d+)-(.+)$/);
  const evidence = form?.querySelector("[name='p0.evidence.words']");
  if (said && evidence && !evidence.value) {
    put(evidence, { start: Number(said[1]), words: decodeURIComponent(said[2]) });
  }

  // Where happenings are joined and split: what can be marked or joined, in the order of the page.
  const picks = [...document.querySelectorAll("[data-happening] .pick input[type=checkbox], [data-happening] .pick button")];
  const stand = (at) => { if (picks[at]) { picks[at].focus(); picks[at].scrollIntoView({ block: "nearest" }); } };

  const go = (by) => {
    if (picks.length) { stand(picks.indexOf(document.activeElement) + (picks.includes(document.activeElement) ? by : 1)); return; }
    const links = queue ? Array.from(queue.querySelectorAll("a")) : [];
    const at = links.findIndex((link) => link.getAttribute("aria-current") === "true");
    const next = links[at + by] || (by > 0 && document.querySelector("[data-further]"));
    if (next) next.click();
  };

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    n: () => add?.click(),
    m: () => {
      if (picks.length) stand(picks.findIndex((pick) => pick.tagName === "BUTTON"));
      else document.querySelector("[data-merge]")?.click();
    },
    s: () => { if (picks.length) stand(0); else form?.querySelector("[data-key=s]")?.click(); },
    // A claim that was decided on is taken back itself; where the one at hand was not, the one before it is.
    u: () => {
      const backs = document.querySelectorAll("[data-back]");
      (backs[backs.length - 1] || form?.querySelector("[data-key=u]") || document.querySelector("[data-last] button"))?.click();
    },
    "?": () => {
      const keys = document.getElementById("keys");
      if (!keys) return;
      keys.open = !keys.open;
      if (keys.open) { keys.scrollIntoView(); keys.querySelector("summary").focus(); }
    },
    e: () => form?.querySelector("[data-words]")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = acts[event.key] || (() => form?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click());
    if (!acts[event.key] && !form?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) return;
    event.preventDefault();
    act();
  });
  document.querySelector("[data-keys-open]")?.addEventListener("click", (event) => {
    event.preventDefault();
    acts["?"]();
  });
  document.querySelector(".source-text mark.now")?.scrollIntoView({ block: "nearest" });
})();
