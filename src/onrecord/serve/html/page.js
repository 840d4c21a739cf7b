// Lights all parts of the statement under the pointer or the focus, and more faintly those of the same source.
(() => {
  "use strict";
  let held = null;
  let lit = [];

  const parts = (name, value) => document.querySelectorAll(`[data-${name}="${value}"]`);

  const show = (part) => {
    for (const element of lit) element.classList.remove("on", "kin", "lit");
    lit = [];
    if (!part) return;
    const article = part.closest("article");
    const kin = parts("v", part.dataset.v);
    const own = parts("s", part.dataset.s);
    for (const element of kin) element.classList.add("kin");
    for (const element of own) element.classList.add("on");
    if (article) article.classList.add("lit");
    lit = [...kin, ...own, ...(article ? [article] : [])];
  };

  const under = (event) => (event.target instanceof Element ? event.target.closest("[data-s]") : null);

  document.addEventListener("mouseover", (event) => show(under(event) || held));
  document.addEventListener("focusin", (event) => show(under(event) || held));
  document.addEventListener("focusout", () => show(held));
  document.addEventListener("click", (event) => {
    const part = under(event);
    held = part && held && part.dataset.s === held.dataset.s && !event.target.closest("a") ? null : part;
    show(held);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show((held = null));
  });
})();
