// The duplicates: a group is shown for a pair that has all that is asked for.
sifted(["kind", "scope", "stock"], "found_clusters", (group, wanted) =>
  all(".pair", group).some((pair) => Object.entries(wanted).every(([key, value]) => !value || pair.dataset[key] === value)));
