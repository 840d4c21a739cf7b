// Says how far the job is; the page itself is loaded anew when it is over.
(() => {
  "use strict";
  const line = document.getElementById("line");
  const share = document.getElementById("share");
  const address = `${location.pathname}/progress`;

  const look = async () => {
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      const now = await answer.json();
      if (now.over) return location.reload();
      if (line.textContent !== now.line) line.textContent = now.line;
      share.value = now.share;
    } catch {
      line.textContent = "The program does not answer. What was read is on record.";
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
})();
