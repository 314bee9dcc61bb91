"""What stands twice, side by side."""

from __future__ import annotations

from pipeline.records import DuplicateRow
from pipeline.review.report import copies
from pipeline.review.report.copies import Passages, files

KEPT, COPY = "春风吹进了小巷，老人们坐在门前。", "春风吹进小巷，老人们都坐在门前。"


def rows(count: int) -> list[DuplicateRow]:
    """One passage and so many copies of it."""
    kept = {"doc": "a", "start": 0, "end": len(KEPT), "article": None}
    return [
        DuplicateRow.model_validate(
            {
                "cluster": "c", "kind": "near", "kept": kept, "jaccard": 0.8, "containment": 0.9,
                "copy": {"doc": f"b{n}", "start": 0, "end": len(COPY), "article": None}, "scope": "corpus",
            }
        )
        for n in range(count)
    ]  # fmt: skip


def test_differences_are_marked_by_character() -> None:
    """What only one side has is marked there, and both sides stand whole."""
    passages = Passages(rows(1))
    passages.take(passages.of("a", KEPT) | passages.of("b0", COPY))
    ((view,),) = [cluster.copies for cluster in passages.clusters()]
    assert "".join(run.text for run in view.kept) == KEPT
    assert "".join(run.text for run in view.copy) == COPY
    assert [run.text for run in view.kept if run.only] == ["了"]
    assert [run.text for run in view.copy if run.only] == ["都"]


def test_large_cluster_shows_its_first_copies() -> None:
    """A cluster of hundreds shows some and says how many more there are."""
    (cluster,) = Passages(rows(100)).clusters()
    assert len(cluster.copies) + cluster.more == 100
    assert len(cluster.copies) == copies.MOST


def test_files_hold_every_cluster_once() -> None:
    """Clusters are spread over files in order; without any there is one file that says so."""
    found = [copies.Cluster(str(n), size=150_000) for n in range(5)]
    assert [[c.name for c in lot] for lot in files(found)] == [["0", "1"], ["2", "3"], ["4"]]
    assert list(files([])) == [[]]
