// A part of the search: it holds some pages and answers the file that shows it, and nobody else is there to ask.
"use strict";
const rows = JSON.parse(document.querySelector("#rows").textContent);
// A row: [file, doc, newspaper, date, reasons, [[id, title, names, text]]]
function find({ words, where, from, to, most }) {
  const hits = [];
  let count = 0;
  const has = (text) => words.every((word) => text.includes(word));
  for (const [file, doc, newspaper, date, reasons, articles] of rows) {
    if ((from && (date ?? "") < from) || (to && (date ?? "9") > to)) continue;
    const page = [doc, newspaper, date].join(" ").toLowerCase();
    const add = (kind, id, title, text) => {
      count += 1;
      if (hits.length < most) hits.push({ file, doc, date, kind, id, title, text });
    };
    if ((where === "all" || where === "reasons") && words.length && has(reasons.toLowerCase())) add("reasons", "", "", reasons);
    else if (where === "all" && has(page)) add("page", "", "", "");
    for (const [id, title, names, text] of articles) {
      if (!words.length) continue;
      if ((where === "all" || where === "title") && has(title.toLowerCase())) add("title", id, title, "");
      else if ((where === "all" || where === "names") && has(names.toLowerCase())) add("names", id, title, names);
      else if ((where === "all" || where === "text") && text && has(text.toLowerCase())) add("text", id, title, around(text, words[0]));
    }
  }
  return { count, hits };
}
function around(text, word) {
  const at = text.toLowerCase().indexOf(word);
  const start = Math.max(0, at - 20);
  return (start ? "…" : "") + text.slice(start, at + word.length + 40).replaceAll("\n", " ") + "…";
}
window.addEventListener("message", (event) => {
  if (event.source === parent) parent.postMessage({ asked: event.data.asked, ...find(event.data) }, "*");
});
parent.postMessage({ ready: true }, "*");
