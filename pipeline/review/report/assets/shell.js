// The frame of every file: theme, language, keys, help, whether the report is up to date.
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
function change() {
  chinese = !chinese;
  keep.set("jieban.language", chinese ? "zh" : "en");
  speak();
}

const go_to = (name) => leave(() => { location.href = new URL(name, place).href; });
const keys = {
  "?": () => ($("#helped").open ? $("#helped").close() : $("#helped").showModal()),
  t: turn,
  l: change,
  s: () => verdicts.save(),
  o: () => go_to("index.html"),
  d: () => go_to("duplicates.html"),
  f: () => go_to("search.html"),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
  const act = keys[event.key];
  if (act && (!$("#helped").open || event.key === "?")) { event.preventDefault(); act(event); }
});

// From one row to the next.
function step(list, by) {
  const at = list.indexOf(document.activeElement);
  const next = list[Math.max(0, Math.min(list.length - 1, at < 0 && by < 0 ? list.length - 1 : at + by))];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

// What was chosen stands behind the # of the address, so that it can be mailed.
function fromAddress() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}
function toAddress(values) {
  const kept = Object.entries(values).filter(([, value]) => value);
  history.replaceState(null, "", kept.length ? "#" + new URLSearchParams(kept) : location.pathname + location.search);
}

// A picture beside the report is wider than a point once the output has changed since.
const stale = () => { $("#stale").hidden = $("#state").naturalWidth < 2; };
$("#state").addEventListener("load", stale);
stale();

$("#save").addEventListener("click", () => verdicts.save());
$("#file").addEventListener("click", () => filing.choose());
$("#theme").addEventListener("click", turn);
$("#tongue").addEventListener("click", change);
$("#help").addEventListener("click", keys["?"]);
$("#close").addEventListener("click", () => $("#helped").close());
$("#by").value = keep.get(BY) ?? "";
$("#by").addEventListener("input", (event) => keep.set(BY, event.target.value.trim()));
$("#clear").addEventListener("click", () => verdicts.clear());
if (verdicts.home === server) {
  $("#save").disabled = true;
  $("#where").replaceChildren(node("span", { textContent: w("served", { file: "decisions.jsonl" }) }));
}
window.addEventListener("storage", () => theme(keep.get("jieban.theme") ?? ""));
theme(keep.get("jieban.theme") ?? "");
speak();
verdicts.doc = $("#page") ? JSON.parse($("#page").textContent).doc : undefined;
verdicts.ready = verdicts.load().then(() => filing.load()).catch((trouble) => say(w("not_saved", { why: trouble.message })));
