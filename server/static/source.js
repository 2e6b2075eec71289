// Marks the lines of an address such as #L12-L14, which names no single line of the page.
"use strict";

function mark() {
  const range = /^#(p\d+)?L(\d+)-L(\d+)$/.exec(location.hash);
  if (!range) return;
  const [, page = "", first, last] = range;
  for (let number = Number(first); number <= Math.min(Number(last), Number(first) + 5000); number += 1) {
    document.getElementById(`${page}L${number}`)?.classList.add("marked");
  }
  document.getElementById(`${page}L${first}`)?.scrollIntoView({ block: "center" });
}

mark();
window.addEventListener("hashchange", mark);
