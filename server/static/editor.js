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
// One completer for all our words: the editor shows only what the last of several finds.
Yasqe.forkAutocompleter("class", {
  name: "our-words",
  bulk: false,
  persistenceId: null,
  autoShow: false,
  isValidCompletionPosition: (yasqe) => /^[^?$"'#]./u.test(word(yasqe)) && !/PREFIX\s+\S*$/i.test(before(yasqe)),
  preProcessToken: (yasqe, token) => token,
  postProcessSuggestion: (yasqe, token, suggestion) => suggestion,
  get: async (yasqe) => {
    shown = await found(/\sa\s+\S*$/.test(before(yasqe)), expanded(yasqe, word(yasqe)));
    return shown.map((term) => short(yasqe, term.iri));
  },
  postprocessHints: (yasqe, hints) => {
    const { line, ch } = yasqe.getCursor();
    const from = { line, ch: ch - word(yasqe).length };
    const named = (hint, term) => `${hint.text}  ${term.labels.join(" · ")}`;
    return hints.map((hint, place) => ({ ...hint, from, to: { line, ch }, displayText: named(hint, shown[place]) }));
  },
});
let shown = [];

const before = (yasqe) => yasqe.getLine(yasqe.getCursor().line).slice(0, yasqe.getCursor().ch);
const word = (yasqe) => /[^\s{}();,"']*$/.exec(before(yasqe))[0];

// A prefixed name as the IRI that it is short for; anything else as it is.
function expanded(yasqe, typed) {
  const [, prefix, local] = /^([\w-]*):(.*)$/.exec(typed) || [];
  const start = prefix === undefined ? undefined : yasqe.getPrefixesFromQuery()[prefix];
  return start === undefined ? typed.replace(/^</, "") : start + local;
}

// An IRI with a prefix of the query where one fits, else in brackets.
function short(yasqe, iri) {
  for (const [prefix, start] of Object.entries(yasqe.getPrefixesFromQuery())) {
    if (iri.startsWith(start) && /^[\w-]+$/.test(iri.slice(start.length))) return `${prefix}:${iri.slice(start.length)}`;
  }
  return `<${iri}>`;
}

// Words and codes are found by label, too: type 医疗 or 21013, then Ctrl+Space.
async function found(classesFirst, typed) {
  const { terms } = await loaded;
  const wanted = typed.toLowerCase();
  const fits = (term) => [term.iri, ...term.labels].some((text) => text.toLowerCase().includes(wanted));
  const first = classesFirst ? "class" : "property";
  const order = (term) => (term.kind === first ? 0 : term.kind === "code" ? 2 : 1);
  return terms.filter(fits).sort((one, other) => order(one) - order(other) || one.iri.length - other.iri.length).slice(0, 60);
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
