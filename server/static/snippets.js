// The query of the editor as a few lines of code that give a data frame.
"use strict";

const snippets = {
  python: (endpoint, query) => `import io, urllib.parse, urllib.request
import pandas as pd

query = """${query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}"""
asked = urllib.request.Request(
    "${endpoint}",
    urllib.parse.urlencode({"query": query}).encode(),
    {"Accept": "text/csv"},
)
frame = pd.read_csv(io.BytesIO(urllib.request.urlopen(asked).read()))
print(frame)`,
  r: (endpoint, query) => `library(httr2)

query <- r"-----(${query})-----"
frame <- request("${endpoint}") |>
  req_body_form(query = query) |>
  req_headers(Accept = "text/csv") |>
  req_perform() |>
  resp_body_string() |>
  (\\(text) read.csv(text = text))()
print(frame)`,
  shell: (endpoint, query) => `curl -s -H 'Accept: text/csv' '${endpoint}' --data-urlencode 'query=${query.replaceAll("'", "'\\''")}'`,
};

function write() {
  const endpoint = new URL(document.getElementById("editor").dataset.endpoint, location.href).href;
  const query = yasgui.getTab().getYasqe().getValue().trim();
  document.querySelectorAll("[data-snippet]").forEach((each) => { each.textContent = snippets[each.dataset.snippet](endpoint, query); });
}

document.querySelector("[data-snippets]").hidden = false;
yasgui.getTab().getYasqe().on("change", write);
write();
document.querySelectorAll("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
  const code = document.querySelector(`[data-snippet="${button.dataset.copy}"]`);
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = button.dataset.done;
  } catch { getSelection().selectAllChildren(code); }
}));
