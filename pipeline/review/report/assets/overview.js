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
    const link = document.createElement("a");
    link.href = "pages/" + line[at.file];
    link.textContent = value;
    td.append(link);
    if (line[at.status] !== "ok") td.append(note(line[at.reason] ?? line[at.status]));
    if (line[at.newspaper]) td.append(note(line[at.newspaper]));
    return td;
  }
  if (typeof value === "number") td.className = "number";
  td.dataset.key = key;
  td.textContent = value === null ? "" : key === "doubt" ? value.toFixed(1) : key === "lowest" ? value.toFixed(2)
    : value.toLocaleString("en");
  if ((key === "lowest" && value !== null && value < 0.8) || (key === "flags" && value)) td.classList.add("warn");
  return td;
}

function note(words) {
  const small = document.createElement("small");
  small.textContent = words;
  return small;
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
  const range = rows.length > STEP ? `${first + 1}–${last} of ` : "";
  $("#found").textContent = `${range}${rows.length.toLocaleString("en")} pages`;
  $("#pager").hidden = rows.length <= STEP;
  $("#less").disabled = !first;
  $("#more").disabled = last >= rows.length;
}

all("[data-sort]").forEach((button) => button.addEventListener("click", () => {
  const key = button.dataset.sort;
  order = { key, down: order.key === key ? !order.down : !["doc", "lowest", "date", "page"].includes(key) };
  all("#table th").forEach((head) => head.removeAttribute("aria-sort"));
  button.closest("th").setAttribute("aria-sort", order.down ? "descending" : "ascending");
  choose();
}));
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
show();
