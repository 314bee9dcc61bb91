// What people say themselves about a page: where an article begins, what goes on where, the role of a selection of
// characters (part of no article: it is cut), the names of a byline; and what the page looks like then.
const sel = { start: null, end: null }; // the selection, in code points of the source

// A place of the view in code points of the source, counted from where its stretch begins: line ends that the browser
// made one of two stand between stretches.
function offsetOf(container, offset) {
  const stretch = (container.nodeType === Node.TEXT_NODE ? container.parentElement : container).closest(".s");
  const range = document.createRange();
  range.selectNodeContents(stretch ?? text);
  range.setEnd(container, offset);
  return (stretch ? +stretch.dataset.s : 0) + [...range.toString()].length;
}
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
  const range = chosen.getRangeAt(0);
  [sel.start, sel.end] = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  $("#ownrole").value = "";
});

// The other way round: a place of the source as a place of the view.
function placeOf(offset, stretch) {
  let left = offset - stretch.dataset.s;
  const walker = document.createTreeWalker(stretch, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const letters = [...walker.currentNode.textContent];
    if (left <= letters.length) return [walker.currentNode, letters.slice(0, left).join("").length];
    left -= letters.length;
  }
  return [stretch, stretch.childNodes.length];
}
// By keyboard: one end of what is chosen goes a character on or back, within the stretch at hand.
function nudge(end, by) {
  if (!held) return;
  const [low, high] = [+held.dataset.s, +held.dataset.e];
  const inside = sel.start !== null && sel.start >= low && sel.end <= high;
  const [from, to] = inside ? [sel.start, sel.end] : [low, high];
  const next = end ? [from, Math.max(from + 1, Math.min(high, to + by))] : [Math.max(low, Math.min(to - 1, from + by)), to];
  const range = document.createRange();
  range.setStart(...placeOf(next[0], held));
  range.setEnd(...placeOf(next[1], held));
  [sel.start, sel.end] = next;
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
Object.assign(keys, { "[": () => nudge(0, 1), "{": () => nudge(0, -1), "]": () => nudge(1, -1), "}": () => nudge(1, 1) });

function extent(stretch) { // of the fragment that the stretch was read from, as the program saw it
  const role = numbers(stretch.dataset.d).map(card).find((one) => one.dataset.q === "role");
  return role ? [+role.dataset.start, +role.dataset.end] : [+stretch.dataset.s, +stretch.dataset.e];
}
// What is meant: the selection within what is held, else all of what is held.
function meant() {
  const [start, end] = [+held.dataset.s, +held.dataset.e];
  const inside = sel.start !== null && sel.start < sel.end && sel.start < end && sel.end > start;
  return inside ? [sel.start, sel.end, true] : [...extent(held), false];
}

function set(question, [start, end, exact], answer) {
  const row = { doc: about.doc, sha256: about.sha256, question, start, end, answer, verdict: "set" };
  verdicts.put(exact ? { ...row, exact } : row);
  paint();
  showMine();
}

const owning = {
  boundary() {
    set("boundary", meant(), "begins");
    say(w("begins_here"));
  },
  join() { choose("join"); },
  home() { choose("home"); },
  alone() {
    set("home", [...extent(held), false], "");
    say(w("you_alone"));
  },
  part() { // a paragraph begins at the first of the characters that are chosen
    const [start, , exact] = meant();
    if (!exact || start === extent(held)[0]) return say(w("choose_part"));
    verdicts.put({ doc: about.doc, sha256: about.sha256, question: "join", start, end: start, answer: "", verdict: "reject", exact });
    showMine();
    say(w("you_join_not", { n: start }));
  },
  cut() { set("role", meant(), "furniture"); },
  lost_head() { lost("lost_head"); },
  lost_tail() { lost("lost_tail"); },
  preview,
};

// Whether the article at hand has lost its beginning or its end: the other of what was said, or of what the program says.
function lost(question) {
  const { a } = held.dataset;
  const own = stretches.filter((one) => one.dataset.a === a && one.classList.contains("body"));
  if (a === undefined || !own.length) return say(w("no_article_here"));
  const [start, end] = extent(question === "lost_head" ? own[0] : own.at(-1));
  const what = { doc: about.doc, sha256: about.sha256, question, start, end, answer: "" };
  const said = verdicts.all()[verdicts.key(what)];
  const is = said ? said.verdict === "set" : $(`#a${a}`).dataset.lost.includes(question);
  verdicts.put({ ...what, verdict: is ? "reject" : "set" });
  paint();
  showMine();
  say(w(`you_${question}${is ? "_not" : ""}`));
}

let choosing = "join"; // what the stretch that is clicked next will be: where it goes on, or its article
function choose(what) {
  choosing = what;
  joining = held;
  document.body.classList.add("joining");
  say(w(`choose_${what}`));
}
function join(stretch) {
  const [from, end] = extent(joining);
  const [start] = extent(stretch);
  joining = null;
  document.body.classList.remove("joining");
  if (choosing === "home") set("home", [from, end, false], String(start));
  else set("join", [end, start, false], "joined");
  say(w(choosing === "home" ? "moved_said" : "joined_said"));
}

// What can be filled in about the article at hand shows what holds of it now.
function fill() {
  const art = held.dataset.a === undefined ? null : $(`#a${held.dataset.a}`);
  const [start, end] = extent(held);
  const said = verdicts.all()[verdicts.key({ doc: about.doc, question: "names", start, end })];
  $("#ownrole").value = ""; // so that the role of the last stretch can be chosen again
  $("#names").value = said?.answer ?? art?.dataset.names ?? "";
}

// What was said of a stretch stands at its beginning, in place of what the program says of it.
function label() {
  const said = new Map();
  const add = (one, words) => said.set(one, [...(said.get(one) ?? []), words]);
  Object.values(verdicts.all()).filter((one) => one.doc === about.doc).forEach((one) => {
    const over = stretches.filter((s) => +s.dataset.s < one.end && +s.dataset.e > one.start);
    if (one.question === "role" && one.verdict === "set") over.forEach((s) => add(s, `→ ${code(one.answer)}`));
    if (one.question === "home" && over.length) add(over[0], one.answer ? "⇢" : "□");
    if (one.question === "boundary" && over.length) add(over[0], one.verdict === "reject" ? "¶ ✗" : "¶");
    if (one.question.startsWith("lost_") && over.length) add(over[0], w(`you_${one.question}${one.verdict === "reject" ? "_not" : ""}`));
  });
  stretches.forEach((one) => {
    if (said.has(one)) one.dataset.said = said.get(one).join(" · "); else delete one.dataset.said;
  });
}

// What was said about this page, near what is at hand.
function showMine() {
  const spans = new Set(cards.map((one) => verdicts.key(row(one))));
  const own = Object.entries(verdicts.all()).filter(([key, one]) => one.doc === about.doc && !spans.has(key)
    && (one.verdict === "set" || one.exact || one.question.startsWith("lost_"))).map(([, one]) => one);
  $("#mine").replaceChildren(...own.map((one) => {
    const answer = ["names", "home"].includes(one.question) ? one.answer : code(one.answer);
    const question = one.question === "home" && !one.answer ? "alone" : one.question;
    const told = w(`you_${question}${one.verdict === "reject" ? "_not" : ""}`, { n: one.question === "join" ? one.end : one.start, from: one.start, to: one.end, answer });
    const undo = node("button", { type: "button", textContent: w("undo") });
    undo.addEventListener("click", () => { verdicts.remove(one); paint(); showMine(); });
    return node("li", { className: "mine" }, told + " ", undo);
  }));
}

// The page cleaned again with all that was decided: only where `jieban review` is there to do it.
async function preview() {
  const into = $("#preview");
  into.hidden = false;
  if (verdicts.home !== server) { into.textContent = w("preview_served"); return; }
  await verdicts.settled();
  try {
    const answer = await server.answer(`preview?doc=${encodeURIComponent(about.doc)}`, {}, "");
    into.replaceChildren(node("h2", { textContent: w("preview_told") }), ...answer.articles.map((one) => {
      const made = node("article", { className: "art" }, node("p", { className: "kind",
        textContent: [code(one.kind), one.byline.join("、"), ...one.lost.map((name) => w(name))].filter(Boolean).join(" · ") }));
      made.append(...one.blocks.map((block) => {
        const line = node("p", { className: `b ${block.role}`, textContent: block.text });
        line.lang = "zh-Hans";
        if (block.role !== "body") line.dataset.tag = code(block.role);
        return line;
      }));
      return made;
    }));
    into.scrollIntoView({ block: "nearest" });
  } catch (trouble) { into.textContent = w("preview_failed", { why: trouble.message }); }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-own]");
  if (button && held) owning[button.dataset.own]();
});
let lastRole = null; // of the last stretch that was given one: "." gives it again
$("#ownrole").addEventListener("change", (event) => {
  const role = event.target.value;
  if (held && role) give(role);
});
function give(role) {
  lastRole = role;
  set("role", meant(), role);
  say(w("set_to", { answer: code(role) }));
}
Object.assign(keys, { ".": () => (held && lastRole ? give(lastRole) : say(w("no_role_yet"))) });
$("#names").addEventListener("change", (event) => {
  if (held) set("names", [...extent(held), false], event.target.value.split(/[、,，\s]+/).filter(Boolean).join("、"));
});

if ($("#scan")) {
  const scan = $("#scan");
  scan.addEventListener("error", () => scan.replaceWith(node("p", { textContent: w("image_missing", { where: scan.getAttribute("src") }) })));
  scan.addEventListener("load", () => box(held));
  if (verdicts.home === server && !/^https?:/.test(scan.getAttribute("src"))) scan.src = `${place}scan?doc=${encodeURIComponent(about.doc)}`;
}
window.addEventListener("hashchange", fromHash);
all("[data-role], #ownrole").forEach((choice) => choice.append($("#roles").content.cloneNode(true)));
$("#ownrole").value = "";
translate();
tab(wide.matches ? "articles" : "source");
$("#inspector").hidden = true;
sift();
paint();
fromHash();
