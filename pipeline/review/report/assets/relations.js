// The relations of articles: filters, and from group to group.
const groups = all(".cluster");
function sift() {
  const words = $("#filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = $("#kind").value, paper = $("#paper").value;
  let found = 0;
  groups.forEach((group) => {
    const text = words.length ? group.textContent.toLowerCase() : "";
    const right = (!kind || group.dataset.kinds.split(" ").includes(kind)) && (!paper || group.dataset.papers.split("\n").includes(paper));
    group.hidden = !right || !words.every((word) => text.includes(word));
    found += !group.hidden;
  });
  $("#found").textContent = w("found_relations", { n: number(found) });
  toAddress({ q: $("#filter").value, kind, paper });
}
const asked_for = fromAddress();
$("#filter").value = asked_for.q ?? "";
["kind", "paper"].forEach((name) => {
  $(`#${name}`).value = asked_for[name] ?? "";
  $(`#${name}`).addEventListener("change", sift);
});
$("#filter").addEventListener("input", sift);
const seen = () => groups.filter((group) => !group.hidden);
keys["/"] = () => $("#filter").focus();
keys.j = () => step(seen(), 1);
keys.k = () => step(seen(), -1);
document.addEventListener("spoken", sift);
if (location.hash.startsWith("#c")) $(location.hash)?.scrollIntoView(); else sift();
