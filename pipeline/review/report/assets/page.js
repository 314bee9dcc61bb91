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
  all("[data-tab]").forEach((one) => one.setAttribute("aria-pressed", one.dataset.tab === name));
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
  }));
  showMine();
  paintCards(all("#held .card"));
  const tag = stretch.dataset.tag ?? (stretch.dataset.a ? code("body") : "");
  const article = stretch.dataset.a && $(`#a${stretch.dataset.a} .light`);
  $("#what").textContent = [tag, article && w("article_n", { n: article.textContent })].filter(Boolean).join(" · ");
  $("#own").hidden = !about.sha256;
  $("#inspector").hidden = false;
  light(stretch.dataset.b ? `[data-b="${stretch.dataset.b}"]` : "");
  draw(stretch, current);
  box(stretch);
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
  fill();
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
  $("#preview").hidden = true;
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

// The boxes of the pieces at hand, on the page's image.
function box(stretch) {
  const marked = $("#marked");
  if (!marked) return;
  const from = stretch ? +stretch.dataset.s : 0;
  const to = stretch ? +stretch.dataset.e : 0;
  const [wide_, high] = about.picture.size ?? [$("#scan")?.naturalWidth, $("#scan")?.naturalHeight];
  marked.setAttribute("viewBox", `0 0 ${wide_ || 1} ${high || 1}`);
  const found = Object.entries(about.boxes).filter(([start]) => +start >= from && +start < to).flatMap(([, boxes]) => boxes);
  marked.replaceChildren(...found.map(([left, above, right, below]) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    Object.entries({ x: left, y: above, width: right - left, height: below - above }).forEach(([key, value]) => rect.setAttribute(key, value));
    return rect;
  }));
  piece(found);
  if (document.body.dataset.view === "image") marked.firstElementChild?.scrollIntoView({ block: "center" });
}

// The part of a IIIF image that holds all boxes at hand: an address that can be mailed.
function piece(found) {
  $("#piece").hidden = !found.length || !about.picture.service;
  if ($("#piece").hidden) return;
  const [left, above, right, below] = [0, 1, 2, 3].map((n) => Math.round(Math[n < 2 ? "min" : "max"](...found.map((one) => one[n]))));
  $("#piece a").href = `${about.picture.service}/${left},${above},${right - left},${below - above}/max/0/default.jpg`;
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

// Decisions by people about what the program decided; what they say themselves is in edit.js.
function row(one) {
  const { q: question, start, end, answer, score } = one.dataset;
  return { doc: about.doc, sha256: about.sha256, question, start: +start, end: +end, answer,
    ...(score === undefined ? {} : { score: +score }) };
}

function decide(n, verdict, answer) {
  const one = card(n);
  if (!$(".acts", one)) return say(w("only_told"));
  const what = row(one);
  if (verdict === "undo") verdicts.remove(what);
  else if (what.question === "role" && verdict === "reject") return say(w("choose_role"));
  else verdicts.put({ ...what, answer: answer ?? what.answer, verdict });
  paint();
  say(`${w({ accept: "accepted", reject: "rejected", undo: "undone" }[verdict] ?? "set_to", { answer: code(answer ?? "") })}: ${$("b", one).textContent}`);
}

function paintCards(some) {
  const kept = verdicts.all();
  const marked = new Set();
  some.forEach((one) => {
    const found = kept[verdicts.key(row(one))];
    one.classList.remove("accept", "reject", "set");
    if (found) { one.classList.add(found.verdict); marked.add(`${one.dataset.n}:${found.verdict}`); }
    const words = { accept: "✓ " + w("accepted"), reject: "✗ " + w("rejected"), set: w("set_to", { answer: code(found?.answer ?? "") }) };
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
  label();
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
  if (next) go(+next.dataset.n); else say(w("no_more"));
}

Object.assign(keys, {
  n: () => $("[rel=next]")?.click() ?? say(w("last_page")),
  p: () => $("[rel=prev]")?.click() ?? say(w("first_page")),
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
  4: () => $("#image") && tab("image"),
  e: () => { if (held) $("#own button").focus(); },
  Escape: letGo,
});

document.addEventListener("click", (event) => {
  const hit = (query) => event.target.closest(query);
  const one = hit(".card");
  if (hit("[data-tab]")) tab(hit("[data-tab]").dataset.tab);
  else if (hit(".link")) copyLink(event, hit(".link"));
  else if (hit("[data-verdict]")) decide(+one.dataset.n, hit("[data-verdict]").dataset.verdict);
  else if (hit("#letgo")) letGo();
  else if (hit(".jump[data-at]")) { event.preventDefault(); jump(+hit(".jump").dataset.at); }
  else if (hit("[data-go]")) go(+hit("[data-go]").dataset.go);
  else if (hit(".light")) lightArticle(hit(".light").dataset.light);
  else if (hit("button.seam")) go(+hit(".seam").dataset.d);
  else if (hit(".s") && joining && hit(".s") !== joining) join(hit(".s"));
  else if (hit(".s") && !getSelection().isCollapsed) hold(hit(".s"));
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
document.addEventListener("decided", () => { paint(); showMine(); });
document.addEventListener("spoken", () => { paint(); if (held) show(held, current === null ? [] : [current]); });

// Addresses that can be mailed: #o and a place in the source, #a= and an article's id, #d and a decision's number.
function fromHash() {
  const found = location.hash.match(/^#([od])(\d+)$/);
  if (found) (found[1] === "o" ? jump : (n) => card(n) && go(n))(+found[2]);
  const { a: id } = fromAddress();
  const article = id && $(`[data-id="${CSS.escape(id)}"]`);
  if (!article) return;
  tab("articles");
  lightArticle(article.dataset.a);
  article.scrollIntoView({ block: "start" });
}
function copyLink(event, link) {
  event.preventDefault();
  history.replaceState(null, "", link.getAttribute("href"));
  navigator.clipboard?.writeText(link.href).then(() => say(w("copied")), () => say(link.href));
}
