// The query form: an example fills the text, Ctrl+Enter runs it. Without scripts the form works all the same.
"use strict";

const form = document.getElementById("query-form");
const query = document.getElementById("query");
const example = document.getElementById("example");

example.closest("[hidden]").hidden = false;
example.addEventListener("change", () => {
  if (example.value) query.value = example.value;
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
