// The frame of every file: theme, keys, help.
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

const keys = {
  "?": () => $("#helped").open ? $("#helped").close() : $("#helped").showModal(),
  t: turn,
  s: () => verdicts.save(),
  o: () => leave(() => { location.href = up; }),
  d: () => leave(() => { location.href = up.replace("index.html", "duplicates.html"); }),
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
$("#file").addEventListener("click", () => filing.choose());
$("#by").value = keep.get(BY) ?? "";
$("#by").addEventListener("input", (event) => keep.set(BY, event.target.value.trim()));
$("#clear").addEventListener("click", () => verdicts.clear());
window.addEventListener("storage", () => theme(keep.get("jieban.theme") ?? ""));
theme(keep.get("jieban.theme") ?? "");
verdicts.doc = $("#page") ? JSON.parse($("#page").textContent).doc : undefined;
verdicts.ready = verdicts.load().then(() => filing.load());

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
