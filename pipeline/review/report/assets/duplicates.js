// The duplicates: filters, and from group to group.
const groups = all(".cluster");
function sift() {
  const words = $("#filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = { kind: $("#kind").value, scope: $("#scope").value, stock: $("#stock").value };
  let found = 0;
  groups.forEach((group) => {
    const text = words.length ? group.textContent.toLowerCase() : "";
    const some = all(".pair", group).some((pair) => Object.entries(wanted).every(([key, value]) => !value || pair.dataset[key] === value));
    group.hidden = !some || !words.every((word) => text.includes(word));
    found += !group.hidden;
  });
  $("#found").textContent = w("found_clusters", { n: number(found) });
  toAddress({ q: $("#filter").value, ...wanted });
}
const asked_for = fromAddress();
$("#filter").value = asked_for.q ?? "";
["kind", "scope", "stock"].forEach((name) => {
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
