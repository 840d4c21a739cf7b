// Names while one is typed, for a field with a datalist. Without it the field takes any words all the same.
for (const list of document.querySelectorAll("datalist[data-from]")) {
  const field = document.getElementById(list.dataset.for);
  let waiting, asked;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = field.value.trim();
    if (text.length < 2 || [...list.options].some((option) => option.value === text)) return;
    waiting = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(`${list.dataset.from}?${new URLSearchParams({ text })}`, { signal: asked.signal });
        if (!answer.ok) return;
        list.replaceChildren(...(await answer.json()).map(({ name, kind }) => new Option(kind, name)));
      } catch (error) {
        if (error.name !== "AbortError") list.replaceChildren();
      }
    }, 200);
  });
}
