// Charts to take away: as SVG with the colours of the page, and as PNG of twice the size.
"use strict";

const DRAWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "font-family", "font-size", "font-weight", "text-anchor"];
const AROUND = 24;

function part(name, attributes, words) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (words) made.textContent = words;
  return made;
}

// The chart by itself: its colours written into it, what it shows above, where it is from below.
function alone(svg, title) {
  const box = svg.viewBox.baseVal;
  const style = getComputedStyle(document.body);
  const width = Math.max(box.width, 480) + 2 * AROUND;
  const height = box.height + 92;
  const whole = part("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": style.fontFamily });
  const words = { x: AROUND, fill: style.color };
  whole.append(part("rect", { width, height, fill: style.backgroundColor }));
  whole.append(part("text", { ...words, y: 36, "font-size": 18, "font-weight": 700 }, title));
  whole.append(part("text", { ...words, y: height - 14, "font-size": 11 }, `yusuan · ${location.href}`));
  const chart = svg.cloneNode(true);
  const [before, after] = [svg, chart].map((each) => [...each.querySelectorAll("rect, path, circle, line, text")]);
  before.forEach((each, number) => {
    const computed = getComputedStyle(each);
    for (const name of DRAWN) after[number].setAttribute(name, computed.getPropertyValue(name));
    after[number].removeAttribute("class");
  });
  for (const [name, value] of Object.entries({ x: AROUND, y: 52, width: box.width, height: box.height })) chart.setAttribute(name, value);
  whole.append(chart);
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

async function painted({ text, width, height }) {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally { URL.revokeObjectURL(address); }
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function named(title, kind) {
  return `${title.replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 80)}.${kind}`;
}

function offer(figure) {
  const drawn = [...figure.querySelectorAll("svg:not(.stack)")];
  if (!drawn.length) return;
  const frame = figure.querySelector("[aria-label]");
  const title = `${document.querySelector("h1").firstChild.textContent.trim()} – ${frame.getAttribute("aria-label")}`;
  const shown = () => alone(drawn.find((each) => each.getBoundingClientRect().width) || drawn[0], title);
  const ways = { SVG: () => new Blob([shown().text], { type: "image/svg+xml" }), PNG: () => painted(shown()) };
  const row = Object.assign(document.createElement("p"), { className: "takeaway" });
  for (const [kind, make] of Object.entries(ways)) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plainly", textContent: kind });
    button.setAttribute("aria-label", `${kind}: ${title}`);
    button.addEventListener("click", async () => save(await make(), named(title, kind.toLowerCase())));
    row.append(button);
  }
  figure.append(row);
}

// A drawing that the server makes, as PNG.
async function paint(link) {
  const text = await (await fetch(link.dataset.png)).text();
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const size = { width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")) };
  save(await painted({ text, ...size }), named(document.title, "png"));
}

document.querySelectorAll("figure.chart").forEach(offer);
document.querySelectorAll("[data-png]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => paint(button));
});
