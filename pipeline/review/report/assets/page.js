// A page: its source, its articles, its decisions, and what is at hand of them.
const about = JSON.parse($("#page").textContent);
const text = $("#text");
const stretches = all(".s", text);
const cards = all("#decisions .card");
const wide = matchMedia("(min-width: 60rem)");
let held = null;    // the stretch at hand
let current = null; // the number of the decision at hand
let joining = null; // the stretch that is to go on in the next one clicked

const numbers = (list) => (list ? list.split(" ").map(Number) : []);
const card = (n) => cards[n];
const at = (offset) => stretches.find((s) => +s.dataset.s <= offset && offset < +s.dataset.e)
  ?? stretches.find((s) => +s.dataset.s >= offset);

function tab(name) {
  document.body.dataset.view = name;
  all("[role=tab]").forEach((one) => one.setAttribute("aria-selected", one.dataset.tab === name));
}

// Light: the stretches of a block or an article, and the block of a stretch.
function light(query, name = "lit") {
  all("." + name).forEach((one) => one.classList.remove(name));
  if (query) all(query).forEach((one) => one.classList.add(name));
}

function lightArticle(number) {
  const on = document.body.dataset.article !== number;
  if (on) document.body.dataset.article = number; else delete document.body.dataset.article;
  all(".light").forEach((b) => b.setAttribute("aria-pressed", on && b.dataset.light === number));
  light(on ? `.s[data-a="${CSS.escape(number)}"], .art[data-a="${CSS.escape(number)}"]` : "", "chosen");
  if (!on) return;
  $(".s.chosen")?.scrollIntoView({ block: "center" });
  if (wide.matches) $(`#a${number}`).scrollIntoView({ block: "start" });
}

// The inspector shows the decisions about what is at hand: copies of their cards.
function show(stretch, wanted) {
  const found = [...new Set([...wanted, ...numbers(stretch.dataset.d)])];
  current = found.find((n) => $(".acts", card(n))) ?? found[0] ?? null;
  if (wanted.length) current = wanted[0];
  $("#held").replaceChildren(...found.map((n) => {
    const copy = card(n).cloneNode(true);
    copy.removeAttribute("id");
    copy.hidden = false;
    copy.classList.toggle("current", n === current);
    return copy;
  }), ...mine(stretch));
  paintCards(all("#held .card"));
  const tag = stretch.dataset.tag ?? (stretch.dataset.a ? "正文 body" : "");
  const article = stretch.dataset.a && $(`#a${stretch.dataset.a} .light`);
  $("#what").textContent = [tag, article && `article ${article.textContent}`].filter(Boolean).join(" · ");
  $("#own").hidden = !stretch.dataset.a || !about.sha256;
  $("#inspector").hidden = false;
  light(stretch.dataset.b ? `[data-b="${stretch.dataset.b}"]` : "");
  draw(stretch, current);
}

function peek(target) {
  const stretch = target.closest(".s");
  if (stretch) show(stretch, numbers(target.closest("[data-m]")?.dataset.m));
}

function hold(stretch, wanted = []) {
  held?.classList.remove("held");
  held = stretch;
  held.classList.add("held");
  show(stretch, wanted);
  const beside = stretch.dataset.b ?? stretches.slice(0, stretches.indexOf(stretch)).findLast((s) => s.dataset.b)?.dataset.b;
  if (wide.matches && beside) $(`#articles [data-b="${beside}"]`)?.scrollIntoView({ block: "center" });
}

function letGo() {
  joining = null;
  document.body.classList.remove("joining");
  if (!held) { if (document.body.dataset.article) lightArticle(document.body.dataset.article); return; }
  held.classList.remove("held");
  held = current = null;
  $("#held").replaceChildren();
  $("#what").textContent = "";
  $("#own").hidden = true;
  $("#inspector").hidden = true;
  light("");
  draw(null);
}

function reveal(stretch) {
  if (!wide.matches) tab("source");
  stretch.scrollIntoView({ block: "center" });
  stretch.classList.remove("flash");
  void stretch.offsetWidth; // so that the flash begins anew
  stretch.classList.add("flash");
}

function go(n) {
  const here = $(`.s[data-d~="${n}"]`, text) ?? $(`[data-m~="${n}"]`, text)?.closest(".s");
  all("#decisions .current").forEach((one) => one.classList.remove("current"));
  card(n).classList.add("current");
  card(n).scrollIntoView({ block: "nearest" });
  if (!here) { current = n; return; }
  reveal(here);
  hold(here, [n]);
  say($("b", card(n)).textContent);
}

function jump(offset) {
  const stretch = at(offset);
  if (stretch) { reveal(stretch); hold(stretch); }
}

// A line along the margin from the stretch at hand to its twin or continuation.
function draw(stretch, n) {
  const to = stretch && n !== null && card(n).dataset.to ? at(+card(n).dataset.to) : null;
  let from = stretch && n !== null && card(n).dataset.q === "join" ? at(+card(n).dataset.at) : stretch;
  const path = $("#line path");
  if (!to || !from || to === from) { path.removeAttribute("d"); light("", "twin"); return; }
  light("", "twin");
  to.classList.add("twin");
  const box = text.getBoundingClientRect();
  const ends = from.getClientRects();
  const y1 = ends[ends.length - 1].top + 12 - box.top;
  const y2 = to.getClientRects()[0].top + 12 - box.top;
  path.setAttribute("d", `M20 ${y1} C2 ${y1} 2 ${y1} 6 ${(y1 + y2) / 2} S2 ${y2} 18 ${y2} m-5 -4 l5 4 l-5 4`);
}

// Decisions by people.
function row(one) {
  const { q: question, start, end, answer } = one.dataset;
  return { doc: about.doc, sha256: about.sha256, question, start: +start, end: +end, answer };
}

function decide(n, verdict, answer) {
  const one = card(n);
  if (!$(".acts", one)) return say("This is told, not decided: nothing to accept or reject.");
  const what = row(one);
  if (verdict === "undo") verdicts.remove(what);
  else if (what.question === "role" && verdict === "reject") return say("Choose another role instead.");
  else verdicts.put({ ...what, answer: answer ?? what.answer, verdict });
  paint();
  say(`${verdict === "undo" ? "taken back" : verdict}: ${$("b", one).textContent}`);
}

function extent(stretch) { // of the fragment that the stretch was read from, as the program saw it
  const role = numbers(stretch.dataset.d).map(card).find((one) => one.dataset.q === "role");
  return role ? [+role.dataset.start, +role.dataset.end] : [+stretch.dataset.s, +stretch.dataset.e];
}

function set(question, start, end, answer) {
  verdicts.put({ doc: about.doc, sha256: about.sha256, question, start, end, answer, verdict: "set" });
  paint();
  if (held) show(held, []);
}

function own(question) {
  const [start, end] = extent(held);
  if (question === "boundary") { set("boundary", start, end, "begins"); say("An article begins here."); return; }
  joining = held;
  document.body.classList.add("joining");
  say("Now choose the stretch in which it goes on; Esc to leave it.");
}

function join(stretch) {
  const [, end] = extent(joining);
  const [start] = extent(stretch);
  joining = null;
  document.body.classList.remove("joining");
  set("join", end, start, "joined");
  say("Joined.");
}

function mine(stretch) {
  const [start, end] = extent(stretch);
  const here = Object.values(verdicts.all()).filter((one) => one.doc === about.doc && one.verdict === "set"
    && ((one.question === "boundary" && one.start === start) || (one.question === "join" && one.start === end)));
  return here.map((one) => {
    const line = document.createElement("li");
    const undo = document.createElement("button");
    line.className = "mine";
    line.textContent = one.question === "join" ? `You: it goes on at ${one.end} ` : "You: an article begins here ";
    undo.type = "button";
    undo.textContent = "Undo";
    undo.addEventListener("click", () => { verdicts.remove(one); paint(); show(stretch, []); });
    line.append(undo);
    return line;
  });
}

function paintCards(some) {
  const kept = verdicts.all();
  const marked = new Set();
  some.forEach((one) => {
    const found = kept[verdicts.key(row(one))];
    one.classList.remove("accept", "reject", "set");
    if (found) { one.classList.add(found.verdict); marked.add(`${one.dataset.n}:${found.verdict}`); }
    const words = { accept: "✓ accepted", reject: "✗ rejected", set: `→ ${found?.answer}` };
    $(".verdict", one).textContent = found ? words[found.verdict] : "";
    const undo = $("[data-verdict=undo]", one);
    if (undo) undo.hidden = !found;
    const choice = $("[data-role]", one);
    if (choice) choice.value = found?.answer ?? one.dataset.answer;
  });
  return marked;
}

function paint() {
  const marked = paintCards(all(".card"));
  stretches.forEach((one) => {
    const has = (verdict) => numbers(one.dataset.d).some((n) => marked.has(`${n}:${verdict}`));
    ["accept", "reject", "set"].forEach((verdict) => one.classList.toggle("v-" + verdict, has(verdict)));
  });
}

// The list: which kinds it shows, and steps through it.
function sift() {
  const kinds = all("[data-show]").filter((box) => box.checked).map((box) => box.dataset.show);
  cards.forEach((one) => {
    const doubtful = one.classList.contains("doubtful");
    one.hidden = $("#only").checked ? !doubtful : !kinds.includes(one.dataset.q) && !doubtful;
  });
}

function walk(list, by) {
  const from = current === null ? (by > 0 ? -1 : cards.length) : current;
  const next = by > 0 ? list.find((one) => +one.dataset.n > from) : list.findLast((one) => +one.dataset.n < from);
  if (next) go(+next.dataset.n); else say("There are no more on this page.");
}

Object.assign(keys, {
  n: () => $("[rel=next]")?.click() ?? say("This is the last page."),
  p: () => $("[rel=prev]")?.click() ?? say("This is the first page."),
  j: () => walk(cards.filter((one) => one.classList.contains("doubtful")), 1),
  k: () => walk(cards.filter((one) => one.classList.contains("doubtful")), -1),
  J: () => walk(cards.filter((one) => !one.hidden), 1),
  K: () => walk(cards.filter((one) => !one.hidden), -1),
  a: () => current !== null && decide(current, "accept"),
  r: () => current !== null && decide(current, "reject"),
  u: () => current !== null && decide(current, "undo"),
  g: () => current !== null && $(".jump", card(current))?.click(),
  1: () => tab("source"),
  2: () => tab("articles"),
  3: () => tab("decisions"),
  Escape: letGo,
});

document.addEventListener("click", (event) => {
  const hit = (query) => event.target.closest(query);
  const one = hit(".card");
  if (hit("[role=tab]")) tab(hit("[role=tab]").dataset.tab);
  else if (hit("[data-verdict]")) decide(+one.dataset.n, hit("[data-verdict]").dataset.verdict);
  else if (hit("[data-own]")) own(hit("[data-own]").dataset.own);
  else if (hit("#letgo")) letGo();
  else if (hit(".jump[data-at]")) { event.preventDefault(); jump(+hit(".jump").dataset.at); }
  else if (hit("[data-go]")) go(+hit("[data-go]").dataset.go);
  else if (hit(".light")) lightArticle(hit(".light").dataset.light);
  else if (hit("button.seam")) go(+hit(".seam").dataset.d);
  else if (hit(".s") && joining && hit(".s") !== joining && hit(".s").dataset.a) join(hit(".s"));
  else if (hit(".s")) hold(hit(".s"), numbers(hit("[data-m]")?.dataset.m));
  else if (hit(".b[data-at]") && !getSelection().toString()) jump(+hit(".b").dataset.at);
});
document.addEventListener("change", (event) => {
  const choice = event.target.closest("[data-role]");
  if (choice) {
    const n = +choice.closest(".card").dataset.n;
    decide(n, choice.value === card(n).dataset.answer ? "accept" : "set", choice.value);
  } else if (event.target.closest("[data-show], #only")) sift();
});
text.addEventListener("mouseover", (event) => { if (!held && wide.matches) peek(event.target); });
text.addEventListener("focusin", (event) => {
  if (event.target.matches(".s:focus-visible") && wide.matches) hold(event.target);
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".s")) return;
  if (joining && event.target !== joining) join(event.target); else hold(event.target);
});
$("#articles").addEventListener("mouseover", (event) => {
  const block = event.target.closest(".b");
  if (block && !held) light(`[data-b="${block.dataset.b}"]`);
});
document.addEventListener("decided", paint);

function fromHash() {
  const found = location.hash.match(/^#([od])(\d+)$/);
  if (found) (found[1] === "o" ? jump : (n) => card(n) && go(n))(+found[2]);
}
window.addEventListener("hashchange", fromHash);
all("[data-role]").forEach((choice) => choice.append($("#roles").content.cloneNode(true)));
tab(wide.matches ? "articles" : "source");
$("#inspector").hidden = true;
sift();
paint();
fromHash();
