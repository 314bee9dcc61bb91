// The table of pages: sorted and filtered here, a hundred rows shown at a time.
const STEP = 100;
const data = JSON.parse($("#lines").textContent);
const at = Object.fromEntries(data.columns.map((name, n) => [name, n]));
const shownKeys = all("#table th").map((head) => head.dataset.key);
let order = { key: "", down: true };
let rows = data.lines;
let first = 0;

const tests = {
  "": () => true,
  doubtful: (line) => line[at.flags] > 0 || (line[at.lowest] !== null && line[at.lowest] < 0.8),
  undecided: (line) => line[at.open] > (decided.get(line[at.doc]) ?? 0),
  cuts: (line) => line[at.cuts] > 0,
  quarantined: (line) => line[at.status] !== "ok",
};

function choose() {
  const words = $("#filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const test = tests[$("#status").value];
  const fields = [at.doc, at.newspaper, at.date, at.page, at.reason];
  rows = data.lines.filter((line) => {
    const text = fields.map((n) => line[n] ?? "").join(" ").toLowerCase();
    return test(line) && words.every((word) => text.includes(word));
  });
  if (order.key) rows.sort(compare);
  first = 0;
  toAddress({ q: $("#filter").value, show: $("#status").value, sort: order.key, up: order.key && !order.down ? "1" : "" });
  show();
}

function compare(one, two) {
  const [a, b] = [one[at[order.key]], two[at[order.key]]];
  const sign = order.down ? -1 : 1;
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return sign * (typeof a === "number" ? a - b : String(a).localeCompare(String(b), "zh", { numeric: true }));
}

function cell(line, key) {
  const td = document.createElement("td");
  const value = line[at[key]];
  if (key === "doc") {
    const drawn = line[at.drawn] || verdicts.home === server;
    td.append(drawn ? node("a", { href: "pages/" + line[at.file], textContent: value }) : value);
    if (line[at.status] !== "ok") td.append(note(line[at.reason] ?? "", "en"));
    if (line[at.newspaper]) td.append(note(line[at.newspaper]));
    return td;
  }
  if (typeof value === "number") td.className = "number";
  td.dataset.key = key;
  td.textContent = value === null ? "" : key === "doubt" ? value.toFixed(1) : key === "lowest" ? value.toFixed(2)
    : typeof value === "number" ? number(value) : value;
  if ((key === "lowest" && value !== null && value < 0.8) || (key === "flags" && value)) td.classList.add("warn");
  return td;
}

function note(words, lang = "") {
  return node("small", { textContent: words, lang });
}

function show() {
  const lines = rows.slice(first, first + STEP).map((line) => {
    const tr = document.createElement("tr");
    if (line[at.status] !== "ok") tr.className = "bad";
    tr.append(...shownKeys.map((key) => cell(line, key)));
    return tr;
  });
  $("#table tbody").replaceChildren(...lines);
  const last = Math.min(rows.length, first + STEP);
  const n = number(rows.length);
  $("#found").textContent = rows.length > STEP ? w("found_range", { from: first + 1, to: last, n }) : w("found_pages", { n });
  $("#pager").hidden = rows.length <= STEP;
  $("#less").disabled = !first;
  $("#more").disabled = last >= rows.length;
}

function sort(key, down) {
  order = { key, down };
  all("#table th").forEach((head) => head.removeAttribute("aria-sort"));
  $(`th[data-key="${key}"]`)?.setAttribute("aria-sort", down ? "descending" : "ascending");
}
all("[data-sort]").forEach((button) => button.addEventListener("click", () => {
  const key = button.dataset.sort;
  sort(key, order.key === key ? !order.down : !["doc", "lowest", "date", "page"].includes(key));
  choose();
}));

// How far a review has come, and how far scores are to be trusted.
const decided = new Map();
function progress() {
  const taken = Object.values(verdicts.all());
  const doubtful = taken.filter((row) => row.score !== undefined && row.score !== null && row.score < 0.8);
  const among = +$("#progressed").dataset.all;
  decided.clear();
  doubtful.forEach((row) => decided.set(row.doc, (decided.get(row.doc) ?? 0) + 1));
  const share = (part, whole) => Math.round((100 * part) / Math.max(1, whole));
  $("#progress").value = Math.min(among, doubtful.length);
  $("#progressed").textContent = w("progress_told", { done: number(doubtful.length), all: number(among),
    share: share(doubtful.length, among), pages: number(decided.size) });
  const people = new Map();
  taken.forEach((row) => people.set(row.by, (people.get(row.by) ?? 0) + 1));
  const told = [...people].map(([name, count]) => `${name} ${number(count)}`).join(chinese ? "，" : ", ");
  const agreed = verdicts.agreement ?? {};
  const both = (agreed.same ?? 0) + (agreed.other ?? 0);
  $("#people").textContent = [
    told && w("progress_people", { people: told }),
    both && w("agreement", { both, same: agreed.same ?? 0, share: share(agreed.same ?? 0, both) }),
    verdicts.pending && w("pending", { n: number(verdicts.pending) }),
  ].filter(Boolean).join(" ");
  calibrate(taken);
}

const PARTS = 5, SIDE = 150;
function calibrate(taken) {
  const scored = taken.filter((row) => typeof row.score === "number" && row.question !== "names");
  const classes = Array.from({ length: PARTS }, () => ({ n: 0, right: 0, sum: 0 }));
  scored.forEach((row) => {
    const one = classes[Math.min(PARTS - 1, Math.floor(row.score * PARTS))];
    one.n += 1;
    one.right += row.verdict === "accept";
    one.sum += row.score;
  });
  const into = $("#calibration div");
  if (!scored.length) { into.textContent = w("calibration_none"); return; }
  const shape = (name, values, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(values).forEach(([key, value]) => made.setAttribute(key, value));
    made.textContent = text;
    return made;
  };
  const plot = shape("svg", { class: "plot", viewBox: `-14 -8 ${SIDE * 2 + 28} ${SIDE + 26}`, role: "img", "aria-label": w("plot_calibration") });
  plot.append(shape("path", { class: "ideal", d: `M0 ${SIDE} L${SIDE * 2} 0` }));
  [0, 0.5, 1].forEach((value) => plot.append(shape("text", { class: "tick", x: value * SIDE * 2, y: SIDE + 14 }, value)));
  classes.filter((one) => one.n).forEach((one) => {
    const [x, y] = [(one.sum / one.n) * SIDE * 2, SIDE - (one.right / one.n) * SIDE];
    plot.append(shape("circle", { class: "dotted", cx: x, cy: y, r: 3 + Math.min(6, Math.log2(one.n + 1)) }));
    plot.append(shape("text", { class: "count", x, y: y + (y < 20 ? 20 : -10) }, `${one.right}/${one.n}`));
  });
  into.replaceChildren(plot);
}
document.addEventListener("decided", () => { progress(); if ($("#status").value === "undecided") choose(); });
document.addEventListener("spoken", () => { show(); progress(); });


$("#filter").addEventListener("input", choose);
$("#status").addEventListener("change", choose);
$("#less").addEventListener("click", () => { first -= STEP; show(); });
$("#more").addEventListener("click", () => { first += STEP; show(); });
$("#filter").addEventListener("keydown", (event) => {
  if (event.key === "Escape") { event.target.value = ""; event.target.blur(); choose(); }
});
keys["/"] = () => $("#filter").focus();
keys.j = () => step(all("#table tbody a"), 1);
keys.k = () => step(all("#table tbody a"), -1);
keys.n = () => $("#table tbody a")?.click();
const given = fromAddress();
$("#filter").value = given.q ?? "";
$("#status").value = given.show ?? "";
if (given.sort) sort(given.sort, !given.up);
choose();
progress();
