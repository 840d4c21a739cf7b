// The review by keyboard, and words picked by selecting them. All of it can be done without: by the forms.
(() => {
  "use strict";
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const KEYS_OFF = "onrecord-keys-off";

  for (const element of all(".scripted")) element.hidden = false;

  // Where a point of the page is in the article's text, in code points: a browser counts UTF-16 units, and the numbers
  // of the statements are no part of the text.
  const offset = (block, node, at) => {
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, at);
    const part = before.cloneContents();
    for (const number of all(".ref", part)) number.remove();
    return Number(block.dataset.start) + [...part.textContent].length;
  };
  const blockOf = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-start]") ?? null;

  // What is selected of the text: its words, where they begin and where they end; null where nothing is.
  const selected = () => {
    const selection = window.getSelection();
    if (!selection || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const block = blockOf(range.startContainer);
    if (!block || block !== blockOf(range.endContainer)) return null;
    const part = range.cloneContents();
    for (const number of all(".ref", part)) number.remove();
    const words = part.textContent;
    if (!words.trim()) return null;
    const start = offset(block, range.startContainer, range.startOffset);
    // spaces at the edges are no part of it
    const lead = [...words].length - [...words.trimStart()].length;
    const length = [...words.trim()].length;
    return { words: words.trim(), start: start + lead, end: start + lead + length };
  };

  const bench = document.querySelector(".evidence");
  const form = document.getElementById("correct");
  const picked = document.querySelector(".picked");
  let held = null;

  const opened = () => {
    const details = form?.closest("details");
    if (details) details.open = true;
  };

  const pick = (what) => {
    const words = selected() ?? held;
    if (!words || !form) return;
    opened();
    let fields;
    if (what === "content") {
      // the new words stand for all parts
      const parts = all('[name="content"]', form);
      for (const field of parts) {
        field.value = "";
        field.nextElementSibling.value = "";
      }
      fields = parts[0];
    } else if (what === "more") {
      fields = all('[name="content"]', form).find((field) => !field.value) ?? added();
    } else {
      fields = form.elements[what];
    }
    fields.value = words.words;
    fields.nextElementSibling.value = `${words.start}-${words.end}`;
    window.getSelection().removeAllRanges();
    held = null;
    picked.hidden = true;
    bench.classList.remove("selecting");
    fields.focus();
  };

  const added = () => {
    const last = all(".part", form).at(-1);
    const part = last.cloneNode(true);
    const field = part.querySelector("textarea");
    field.id = `content-more-${all(".part", form).length}`;
    part.querySelector("label").htmlFor = field.id;
    last.after(part);
    return field;
  };

  if (bench && form && picked) {
    document.addEventListener("selectionchange", () => {
      const words = selected();
      if (!words) return;
      held = words;
      document.getElementById("picked").textContent = words.words;
      picked.hidden = false;
    });
    for (const button of all("[data-pick]")) button.addEventListener("click", () => pick(button.dataset.pick));
    // words that are typed are looked for by the server
    for (const field of all("#spans input:not([type=hidden]), #spans textarea")) {
      field.addEventListener("input", () => (field.nextElementSibling.value = ""));
    }
  }

  for (const button of all("[data-copy]")) {
    button.addEventListener("click", async () => {
      const said = document.getElementById("copied");
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        said.textContent = "Copied";
      } catch {
        said.textContent = "The browser does not let us; select the line and copy it";
      }
    });
  }

  // The list: one of its rows has the focus, and the keys are for it.
  const rows = all("[data-row]");
  const row = () => document.activeElement?.closest?.("[data-row]") ?? null;
  const step = (by) => {
    const at = rows.indexOf(row());
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    next.focus();
  };

  const press = (key) => {
    const target = (row() ?? document).querySelector(`[data-key="${key}"]`) ?? document.querySelector(`main > [role="status"] [data-key="${key}"]`);
    if (!target) return false;
    if (target instanceof HTMLSelectElement) {
      opened();
      target.focus();
    } else {
      target.click();
    }
    return true;
  };

  const on = document.getElementById("keys-on");
  try {
    if (on) {
      on.checked = localStorage.getItem(KEYS_OFF) === null;
      on.addEventListener("change", () =>
        on.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1"),
      );
    }
  } catch {
    // nothing may be kept: the keys are on
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (on && !on.checked)) return;
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      bench?.classList.remove("selecting");
      if (picked) picked.hidden = true;
      return;
    }
    if (typing) {
      // a field of text sends its form by itself; in one of several lines, Shift begins another line
      const keeps = event.target.matches("select, textarea") && event.target.form === form && !event.isComposing;
      if (event.key === "Enter" && !event.shiftKey && keeps) {
        event.preventDefault();
        form.requestSubmit(form.querySelector('[value="change"]'));
      }
      return;
    }
    const picks = { 1: "source", 2: "cue", 3: "content", 4: "more" };
    let done = true;
    if (event.key === "?") {
      const help = document.querySelector(".keys");
      if (help) {
        help.open = !help.open;
        if (help.open) help.querySelector("summary").focus();
      }
    } else if (event.key === "e" && form) {
      opened();
      bench.classList.add("selecting");
      const text = bench.querySelector(".text:not(.near)");
      text.tabIndex = -1;
      text.focus();
    } else if (picks[event.key] && (selected() ?? held)) {
      pick(picks[event.key]);
    } else if (rows.length && (event.key === "j" || event.key === "k")) {
      step(event.key === "j" ? 1 : -1);
    } else if (rows.length && "ar".includes(event.key) && !row()) {
      step(1); // nothing is judged before it is looked at
    } else if (rows.length && "sce".includes(event.key) && row()) {
      row().querySelector(".what a").click();
    } else {
      done = "arscujk".includes(event.key) && press(event.key);
    }
    if (done) event.preventDefault();
  });
})();
