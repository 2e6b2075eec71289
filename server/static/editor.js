// The query editor: YASGUI on our endpoint alone, completing our own prefixes, words and codes.
"use strict";

const place = document.getElementById("editor");
const form = document.getElementById("query-form");
const Yasgui = globalThis.Yasgui.Yasgui || globalThis.Yasgui.default || globalThis.Yasgui;
const { Yasqe, Yasr } = Yasgui;
const loaded = fetch(place.dataset.terms).then((answer) => answer.json());

// What would ask other hosts is left out, not only turned off.
Yasqe.defaults.autocompleters = ["variables"];
Yasqe.forkAutocompleter("prefixes", {
  name: "our-prefixes",
  persistenceId: null,
  get: async () => Object.entries((await loaded).prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort(),
});
for (const [base, kind] of [["class", "class"], ["property", "property"]]) {
  Yasqe.forkAutocompleter(base, {
    name: `our-${kind}`,
    bulk: false,
    persistenceId: null,
    get: async (yasqe, token) => found(kind, token),
  });
}
Yasqe.forkAutocompleter("class", {
  name: "our-codes",
  bulk: false,
  persistenceId: null,
  autoShow: false,
  isValidCompletionPosition: (yasqe) => /^(?:"|<|[\w-]*:)?[^\s?$]{2,}$/u.test(yasqe.getCompleteToken().string),
  get: async (yasqe, token) => found("code", token),
});

// Codes are found by label, too: type 医疗 or 21013, then Ctrl+Space.
async function found(kind, token) {
  const { terms } = await loaded;
  const typed = (token?.autocompletionString || token?.string || "").replace(/^[<"]|[>"]$/g, "").toLowerCase();
  const fits = (term) => term.iri.toLowerCase().includes(typed) || term.labels.some((label) => label.toLowerCase().includes(typed));
  return terms.filter((term) => term.kind === kind && (!typed || fits(term))).slice(0, 60).map((term) => term.iri);
}

Yasr.registerPlugin("chart", BarChart);
const asked = document.getElementById("query").value;
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint: new URL(place.dataset.endpoint, location.href).href, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => {} },
  persistenceId: null,
  populateFromUrl: false,
  yasqe: { ...Yasqe.defaults, value: asked, editorHeight: "420px" },
  yasr: { ...Yasr.defaults, pluginOrder: ["table", "chart", "response"], prefixes: async () => (await loaded).prefixes },
});
place.hidden = false;
document.querySelector("[data-plain]").hidden = true;
const tab = yasgui.getTab();
tab.setQuery(asked);
tab.getYasqe().setSize(null, 430);
// What scrolls can be reached from the keyboard.
place.querySelectorAll(".CodeMirror-scroll").forEach((each) => each.setAttribute("tabindex", "0"));
tab.getYasqe().config.createShareableLink = share;
place.querySelectorAll("textarea").forEach((each) => each.setAttribute("aria-label", place.dataset.queryLabel));

function share(yasqe) {
  const address = new URL(location.pathname, location.href);
  address.searchParams.set("query", yasqe.getValue());
  return address.href;
}

const example = document.getElementById("example");
example.closest("[hidden]").hidden = false;
example.addEventListener("change", () => {
  if (example.value) yasgui.getTab().setQuery(example.value);
});
form.addEventListener("submit", (event) => event.preventDefault());
