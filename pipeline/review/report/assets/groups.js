// Groups of a view: found by words and by filters, and walked from one to the next.
function sifted(names, told, fits) {
  const groups = all(".cluster");
  const wanted = () => Object.fromEntries(names.map((name) => [name, $(`#${name}`).value]));
  const sift = () => {
    const words = $("#filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const values = wanted();
    let found = 0;
    groups.forEach((group) => {
      const text = words.length ? group.textContent.toLowerCase() : "";
      group.hidden = !fits(group, values) || !words.every((word) => text.includes(word));
      found += !group.hidden;
    });
    $("#found").textContent = w(told, { n: number(found) });
    toAddress({ q: $("#filter").value, ...values });
  };
  const asked = fromAddress();
  $("#filter").value = asked.q ?? "";
  names.forEach((name) => {
    $(`#${name}`).value = asked[name] ?? "";
    $(`#${name}`).addEventListener("change", sift);
  });
  $("#filter").addEventListener("input", sift);
  const seen = () => groups.filter((group) => !group.hidden);
  keys["/"] = () => $("#filter").focus();
  keys.j = () => step(seen(), 1);
  keys.k = () => step(seen(), -1);
  document.addEventListener("spoken", sift);
  if (location.hash.startsWith("#c")) $(location.hash)?.scrollIntoView(); else sift();
}
