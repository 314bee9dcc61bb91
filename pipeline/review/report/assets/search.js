// The search: parts of the index in frames of their own, asked all at once; or the server, where there is one.
const MOST = 200;
const parts = JSON.parse($("#shards").textContent);
const frames = [];
let asking = 0;
let answers = [];

function question() {
  const words = $("#query").value.toLowerCase().split(/\s+/).filter(Boolean);
  return { words, where: $("#in").value, from: $("#from").value, to: $("#to").value, most: MOST };
}
async function ask() {
  const asked = ++asking;
  const what = question();
  toAddress({ q: $("#query").value, in: what.where === "all" ? "" : what.where, from: what.from, to: what.to });
  answers = [];
  if (!what.words.length && !what.from && !what.to) { $("#hits").replaceChildren(); $("#found").textContent = ""; return; }
  $("#found").textContent = w("searching");
  if (verdicts.home === server) {
    const given = new URLSearchParams({ ...what, words: what.words.join(" ") });
    const answer = await (await fetch(`${place}search?${given}`, { cache: "no-store" })).json();
    if (asked === asking) { answers = [answer]; show(); }
    return;
  }
  await opened();
  if (asked !== asking) return;
  frames.forEach((frame) => frame.contentWindow.postMessage({ asked, ...what }, "*"));
}
let opening;
function opened() { // the frames are made when the first question is asked
  opening ??= new Promise((done) => {
    let waiting = parts.files.length;
    if (!waiting) { done(); show(); }
    window.addEventListener("message", (event) => {
      const at = frames.findIndex((frame) => frame.contentWindow === event.source);
      if (at < 0) return;
      if (event.data.ready) { waiting -= 1; if (!waiting) done(); return; }
      if (event.data.asked !== asking) return;
      answers[at] = event.data;
      if (answers.filter(Boolean).length === frames.length) show();
    });
    parts.files.forEach((name) => {
      const frame = node("iframe", { src: name, title: name, tabIndex: -1 });
      frames.push(frame);
      $("#frames").append(frame);
    });
  });
  return opening;
}
function show() {
  const count = answers.reduce((sum, answer) => sum + answer.count, 0);
  const hits = answers.flatMap((answer) => answer.hits).slice(0, MOST);
  $("#hits").replaceChildren(...hits.map(line));
  const more = count > hits.length ? ` · ${w("hits_first", { n: number(hits.length) })}` : "";
  $("#found").textContent = w("hits", { n: number(count) }) + more;
}
function line(hit) {
  const link = node("a", { href: `pages/${hit.file}${hit.id ? "#a=" + encodeURIComponent(hit.id) : ""}` });
  if (hit.title) marked(link, hit.title); else link.textContent = hit.doc;
  const row = node("li", { className: "card" }, node("p", { className: "head" }, link));
  if (hit.title) link.lang = "zh-Hans";
  if (hit.text) {
    const text = node("p", { className: "text" });
    text.lang = "zh-Hans";
    if (hit.kind === "reasons") text.textContent = hit.text.split(" ").filter((one) => WORDS["c." + one]).map(code).join(" · ");
    else marked(text, hit.text);
    row.append(text);
  }
  row.append(node("p", { className: "meta", textContent: [hit.doc, hit.date, w("in_" + (hit.kind === "page" ? "all" : hit.kind))].filter(Boolean).join(" · ") }));
  return row;
}
function marked(into, text) {
  const [word] = question().words;
  const at = word ? text.toLowerCase().indexOf(word) : -1;
  if (at < 0) { into.textContent = text; return; }
  into.append(text.slice(0, at), node("mark", { textContent: text.slice(at, at + word.length) }), text.slice(at + word.length));
}

const given = fromAddress();
$("#query").value = given.q ?? "";
$("#in").value = given.in ?? "all";
$("#from").value = given.from ?? "";
$("#to").value = given.to ?? "";
let soon;
const ask_soon = () => { clearTimeout(soon); soon = setTimeout(ask, 150); };
$("#asked").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
["query", "from", "to"].forEach((name) => $(`#${name}`).addEventListener("input", ask_soon));
$("#in").addEventListener("change", ask);
keys["/"] = () => $("#query").focus();
keys.j = () => step(all("#hits a"), 1);
keys.k = () => step(all("#hits a"), -1);
document.addEventListener("spoken", () => { if (answers.length) show(); });
if (verdicts.home === server && $("#notexts")) $("#notexts").hidden = true;
$("#query").focus();
ask();
