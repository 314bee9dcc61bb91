// The relations of articles: a group is shown that has the kind and the newspaper that are asked for.
sifted(["kind", "paper"], "found_relations", (group, { kind, paper }) =>
  (!kind || group.dataset.kinds.split(" ").includes(kind)) && (!paper || group.dataset.papers.split("\n").includes(paper)));
