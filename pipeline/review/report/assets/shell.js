"use strict";
const $ = (query, from = document) => from.querySelector(query);
const all = (query, from = document) => [...from.querySelectorAll(query)];
let silence;
const say = (words) => {
  $("#said").textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => { $("#said").textContent = ""; }, 5000);
};

// What is kept in the browser. It may be forbidden there: then it lasts as long as the page.
const memory = new Map();
const keep = {
  get(key) { try { return localStorage.getItem(key); } catch { return memory.get(key) ?? null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { memory.set(key, value); } },
};

// Decisions by people, by what they are about; the rows are those of decisions.jsonl.
const FIELDS = ["doc", "sha256", "question", "start", "end", "answer", "verdict", "by", "at"];
const verdicts = {
  place: "jieban.decisions." + document.documentElement.dataset.fingerprint,
  key: (row) => JSON.stringify([row.doc, row.question, row.start, row.end]),
  all() {
    try { return JSON.parse(keep.get(this.place) ?? "{}"); } catch { return {}; }
  },
  get(row) { return this.all()[this.key(row)]; },
  put(row) {
    const rows = this.all();
    const by = keep.get("jieban.by") || "anonymous";
    rows[this.key(row)] = { ...row, by, at: new Date().toISOString() };
    this.write(rows);
  },
  remove(row) {
    const rows = this.all();
    delete rows[this.key(row)];
    this.write(rows);
  },
  write(rows) { keep.set(this.place, JSON.stringify(rows)); this.count(); },
  count() {
    const number = Object.keys(this.all()).length;
    $("#count").textContent = number;
    $("#save").disabled = !number;
  },
  save() {
    const rows = Object.values(this.all());
    if (!rows.length) { say("Nothing has been decided yet."); return; }
    const lines = rows.map((row) => JSON.stringify(row, FIELDS) + "\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
    link.download = "decisions.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(`${rows.length} decisions saved as decisions.jsonl`);
  },
};

const THEMES = ["", "dark", "light"];
function theme(next) {
  const root = document.documentElement;
  if (next) root.dataset.theme = next; else delete root.dataset.theme;
}
function turn() {
  const now = document.documentElement.dataset.theme ?? "";
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
  keep.set("jieban.theme", next);
  theme(next);
}

const up = $(".home").getAttribute("href");
const keys = {
  "?": () => $("#helped").open ? $("#helped").close() : $("#helped").showModal(),
  t: turn,
  s: () => verdicts.save(),
  o: () => { location.href = up; },
  d: () => { location.href = up.replace("index.html", "duplicates.html"); },
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
  const act = keys[event.key];
  if (act && (!$("#helped").open || event.key === "?")) { event.preventDefault(); act(event); }
});

$("#save").addEventListener("click", () => verdicts.save());
$("#theme").addEventListener("click", turn);
$("#help").addEventListener("click", keys["?"]);
$("#close").addEventListener("click", () => $("#helped").close());
$("#by").value = keep.get("jieban.by") ?? "";
$("#by").addEventListener("input", (event) => keep.set("jieban.by", event.target.value.trim()));
$("#clear").addEventListener("click", () => {
  verdicts.write({});
  document.dispatchEvent(new Event("decided"));
});
window.addEventListener("storage", () => { // another tab, or what the last page still had to write
  verdicts.count();
  theme(keep.get("jieban.theme") ?? "");
  document.dispatchEvent(new Event("decided"));
});
theme(keep.get("jieban.theme") ?? "");
verdicts.count();

// The duplicates: from cluster to cluster.
function step(list, by) {
  const at = list.indexOf(document.activeElement);
  const next = list[Math.max(0, Math.min(list.length - 1, at < 0 && by < 0 ? list.length - 1 : at + by))];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}
const clusters = all(".cluster");
if (clusters.length) {
  keys.j = () => step(clusters, 1);
  keys.k = () => step(clusters, -1);
}
