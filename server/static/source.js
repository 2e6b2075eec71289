// Marks the lines of an address such as #L12-L14 or #p3L12, which names no single line of the page.
"use strict";

function mark() {
  const range = /^#(?:p\d+)?L(\d+)(?:-L(\d+))?$/.exec(location.hash);
  if (!range) return;
  const first = Number(range[1]);
  const last = Math.min(Number(range[2] || first), first + 5000);
  for (let number = first; number <= last; number += 1) {
    document.getElementById(`L${number}`)?.classList.add("marked");
  }
  document.getElementById(`L${first}`)?.scrollIntoView({ block: "center" });
}

mark();
window.addEventListener("hashchange", mark);
