// A view of results as bars: the first column of words against the first column of numbers.
"use strict";

class BarChart {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 5;
    this.label = document.getElementById("editor").dataset.chart;
  }

  getIcon() {
    const icon = document.createElement("span");
    icon.textContent = "▤";
    icon.setAttribute("aria-hidden", "true");
    return icon;
  }

  columns() {
    const names = this.yasr.results?.getVariables?.() || [];
    const rows = this.yasr.results?.getBindings?.() || [];
    const number = (cell) => cell && /(integer|decimal|double|float)$/.test(cell.datatype || "");
    const most = (name) => Math.max(...rows.map((row) => (number(row[name]) ? Math.abs(Number(row[name].value)) : -1)));
    const values = names.filter((name) => most(name) >= 0).sort((one, other) => most(other) - most(one));
    const words = names.find((name) => rows.some((row) => row[name] && row[name].type === "literal" && !number(row[name])));
    return { rows, values, words: words || names.find((name) => !values.includes(name)) };
  }

  canHandleResults() {
    return this.columns().values.length > 0;
  }

  draw() {
    const frame = document.createElement("div");
    frame.className = "chart-plugin";
    const choice = document.createElement("select");
    choice.setAttribute("aria-label", this.label);
    choice.append(...this.columns().values.map((name) => new Option(name, name)));
    const holder = document.createElement("div");
    choice.addEventListener("change", () => holder.replaceChildren(this.bars(choice.value)));
    holder.append(this.bars(choice.value));
    frame.append(choice, holder);
    this.yasr.resultsEl.replaceChildren(frame);
  }

  bars(value) {
    const { rows, words } = this.columns();
    const bars = rows.filter((row) => row[value]).slice(0, 60)
      .map((row, number) => [words && row[words] ? row[words].value : String(number + 1), Number(row[value].value)]);
    const most = Math.max(...bars.map((bar) => bar[1]), 0) || 1;
    return this.drawing(bars, most, `${value} / ${words || "#"}`);
  }

  drawing(bars, most, title) {
    const svg = this.shape("svg", { viewBox: `0 0 960 ${bars.length * 24 + 30}`, role: "img", "aria-label": title });
    svg.append(this.words(0, 16, title));
    bars.forEach(([name, amount], number) => {
      const y = number * 24 + 28;
      const short = name.length > 26 ? `${name.slice(-25)}` : name;
      svg.append(this.words(0, y + 15, short), this.words(330 + Math.max(0, 480 * amount / most) + 8, y + 15, amount.toLocaleString()));
      svg.append(this.shape("rect", { x: 330, y: y + 2, width: Math.max(0, 480 * amount / most), height: 18 }));
    });
    return svg;
  }

  words(x, y, content) {
    const text = this.shape("text", { x, y });
    text.textContent = content;
    return text;
  }

  shape(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }
}
