// What every page has: the light and dark switch, and search that suggests as one types.
"use strict";

function themes(button) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shown = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = shown() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch { /* kept for this page only */ }
  });
}

// A combobox after the WAI-ARIA pattern; without scripts the form goes to the search page.
class Suggest {
  constructor(input) {
    this.input = input;
    this.list = input.form.querySelector(".suggest");
    this.asked = 0;
    this.chosen = -1;
    this.language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.ask(), 120); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 200));
  }

  async ask() {
    const text = this.input.value.trim();
    const number = ++this.asked;
    if (!text) return this.close();
    const address = `${this.input.dataset.suggest}&q=${encodeURIComponent(text)}`;
    let answer;
    try { answer = await (await fetch(address)).json(); } catch { return; }
    if (number === this.asked) this.show(answer.results);
  }

  show(results) {
    this.chosen = -1;
    this.list.replaceChildren(...results.map((each, number) => this.option(each, number)));
    this.list.hidden = !results.length;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  option(result, number) {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `${this.list.id}-${number}`;
    item.dataset.path = result.page || "";
    item.append(this.language === "zh" ? result.label : result.label_en || result.label);
    const detail = document.createElement("small");
    detail.textContent = [result.belongs_to, result.code].filter(Boolean).join(" ");
    item.append(detail);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); this.go(item); });
    return item;
  }

  go(item) {
    if (!item.dataset.path) return;
    const target = new URL(item.dataset.path, location.href);
    if (target.origin !== location.origin) return;
    const kept = new URLSearchParams(location.search);
    for (const key of ["lang", "money"]) if (kept.has(key)) target.searchParams.set(key, kept.get(key));
    location.assign(target);
  }

  key(event) {
    const items = [...this.list.children];
    if (event.key === "Escape" && !this.list.hidden) { event.preventDefault(); return this.close(); }
    if (event.key === "Enter" && this.chosen >= 0 && !this.list.hidden) { event.preventDefault(); return this.go(items[this.chosen]); }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || this.list.hidden) return;
    event.preventDefault();
    this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
    items.forEach((each, number) => each.setAttribute("aria-selected", String(number === this.chosen)));
    this.input.setAttribute("aria-activedescendant", items[this.chosen].id);
    items[this.chosen].scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

document.querySelectorAll("[data-theme-switch]").forEach(themes);
document.querySelectorAll("input[data-suggest]").forEach((each) => new Suggest(each));
// A form whose choices are in the address: a change asks at once. A code that was typed gives way to a choice from the list.
document.querySelectorAll("select[name=of]").forEach((each) => each.addEventListener("change", () => { if (each.form.code) each.form.code.value = ""; }));
document.querySelectorAll("form[data-at-once] select").forEach((each) => each.addEventListener("change", () => each.form.requestSubmit()));

// A part of a page that is fetched when it is opened: the same part of its own page. Without scripts it is a link there.
async function fill(part) {
  const address = part.dataset.from;
  if (!address) return;
  delete part.dataset.from;
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    const body = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-body]");
    part.querySelector("summary").after(...body.childNodes);
  } catch { part.dataset.from = address; }
  part.removeAttribute("aria-busy");
}

document.querySelectorAll("details[data-from]").forEach((each) => {
  if (each.open) fill(each);
  each.addEventListener("toggle", () => { if (each.open) fill(each); });
});
document.querySelectorAll("[data-open-all]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    for (const each of document.querySelectorAll(`${button.dataset.openAll} details`)) { await fill(each); each.open = true; }
  });
});
