"""The fit of the weights of roles: what it learns from, and that it learns that."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from prose import BRIDGE, HARBOUR, HARBOUR_TITLE, TEA, TEA_TITLE

from pipeline.evaluation.drafts import Draft, Gold, Line, Part, Piece, Story, print_page
from pipeline.evaluation.evaluate import page
from pipeline.evaluation.fit import adapting, crossed, fit, sets
from pipeline.evaluation.fit.labels import labels, role_of
from pipeline.evaluation.fit.training import Example, _loss, _Pack, train
from pipeline.page.chain import clean_page, scene
from pipeline.page.learned import decode, scores
from pipeline.page.learned.states import AT, STATES
from pipeline.page.learned.weights import read, weights_of, write
from pipeline.values.decided import Verdicts
from pipeline.values.errors import UserError
from pipeline.values.model import Page
from pipeline.values.settings import RolesSettings, Settings
from pipeline.values.verdicts import Verdict, digest

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def gold(doc: str = "p", mark: str = "# ") -> Gold:
    """A page of two stories: one with a headline of two lines and a cross-head, one without a headline."""
    title = Part("title", "渔港修了冷库 渔民多了笑声")
    first, second = title.text.split(" ")
    byline, heading = Part("byline", "本报记者 王小明"), Part("heading", "渔港的冷库")
    body = [Part("body", text) for text in HARBOUR]
    other = [Part("body", text) for text in TEA]
    one = Story("article", title, [*body[:2], heading, *body[2:]], byline=["王小明"], byline_part=byline)
    two = Story("article", None, other)
    lines = [
        Line([Piece(first, title)], before=mark),
        Line([Piece(second, title)], before=mark),
        Line([Piece(byline.text, byline)]),
        *(Line([Piece(part.text, part)]) for part in body[:2]),
        Line([Piece(heading.text, heading)], before=mark and "## "),
        *(Line([Piece(part.text, part)]) for part in body[2:]),
        Line([Piece("第2版 要闻")]),
        *(Line([Piece(part.text, part)]) for part in other),
    ]
    return print_page(Draft(doc, [one, two], lines))


def names(gold: Gold) -> list[set[str]]:
    """The states that each fragment of a gold page may have."""
    found = labels(gold, scene(page(gold), Settings()))
    return [{STATES[n].name for n in np.flatnonzero(row)} for row in found]


def test_labels_are_what_the_gold_says() -> None:
    """Headlines by their lines, cross-heads, the first paragraph of a story without a headline, furniture."""
    found = names(gold())
    assert found[:4] == [{"title"}, {"title_more"}, {"byline"}, {"body"}]
    assert found[5] == {"heading"}
    at = found.index({"furniture"})
    assert found[at + 1 : at + 3] == [{"body_first"}, {"body"}]


def pieces(title: Part | None, *paragraphs: Part, lines: tuple[Part, ...]) -> list[set[str]]:
    """The labels of a page of one story whose parts are printed in some order."""
    byline = next((part for part in lines if part.role == "byline"), None)
    story = Story("article", title, list(paragraphs), byline=["王小明"] if byline else [], byline_part=byline)
    return names(print_page(Draft("p", [story], [Line([Piece(part.text, part)]) for part in lines])))


def test_column_above_its_headline_may_begin_or_not() -> None:
    """Text of a story that was read before its headline need not begin an article; a byline there may be either."""
    title, byline = Part("title", HARBOUR_TITLE), Part("byline", "本报记者 王小明")
    one, two = (Part("body", text) for text in HARBOUR[:2])
    found = pieces(title, one, two, lines=(two, title, byline, one))
    assert found == [{"body_first", "body"}, {"title_more"}, {"tail", "byline"}, {"body"}] or found[1:] == [
        {"title"}, {"tail", "byline"}, {"body"}
    ]  # fmt: skip


def test_headline_that_the_gold_does_not_tell() -> None:
    """Short lines above the text of an article without a title may be its headline."""
    lines = (
        *(Part("body", text) for text in ("渔港修冷库", "渔民多笑声")),
        *(Part("body", text) for text in HARBOUR),
    )
    found = pieces(None, *lines, lines=lines)
    assert "title" in found[0]
    assert {"title_more", "kicker", "body"} <= found[1]
    assert found[2] == {"body"}


def test_label_of_one_role() -> None:
    """States of one role are one role, those of several are none."""
    one = np.array([state.name in ("body", "body_first") for state in STATES])
    assert role_of(one) == "body"
    assert role_of(np.ones(len(STATES), bool)) is None


def examples() -> list[Example]:
    """Pages of one column that tells titles from text."""
    rng = np.random.default_rng(1)
    found = []
    for size in (3, 7, 5):
        title = rng.random(size) < 0.4
        may = np.zeros((size, len(STATES)), bool)
        may[np.arange(size), np.where(title, AT["title"], AT["body"])] = True
        may[-1] = True  # the label of the last is not known
        found.append(Example(np.stack([np.ones(size), title], axis=1), np.ones((size, 1)), may))
    return found


def test_gradient_is_the_slope_of_the_loss() -> None:
    """What the optimiser is told is what small steps find, chains of several lengths and open labels included."""
    pack = _Pack.of(examples())
    pack = pack._replace(
        shown=pack.shown.astype(np.float64), between=pack.between.astype(np.float64),
        may=pack.may.astype(np.float64), weight=pack.weight.astype(np.float64),
    )  # fmt: skip
    rng = np.random.default_rng(2)
    size = 2 * len(STATES) + len(STATES) ** 2
    at, origin = rng.normal(size=size) * 0.5, rng.normal(size=size) * 0.1
    _, slope = _loss(at, pack, 0.1, origin)
    for n in rng.integers(0, size, 12):
        step = np.zeros(size)
        step[n] = 1e-2
        up, down = (_loss(at + by, pack, 0.1, origin)[0] for by in (step, -step))
        assert (up - down) / 2e-2 == pytest.approx(slope[n], abs=5e-3)


def test_training_learns_what_tells_states_apart() -> None:
    """A column that only titles have speaks for titles."""
    rows, _ = train(examples(), 0.1, 30)
    assert rows[1, AT["title"]] > rows[1, AT["body"]] + 1


def folder(path: Path) -> Path:
    """A folder of a few gold pages."""
    path.mkdir()
    for n in range(6):
        one = gold(f"p{n}", "# " if n % 2 else "")
        (path / f"{n}.json").write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
    return path


def test_fit_tells_how_it_does_and_is_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fit of some pages gives figures for pages left out, and the same bytes each time."""
    monkeypatch.setattr(sets, "exemplary", lambda _: [])
    where = folder(tmp_path / "gold")
    one, two = (fit([where], kinds=False) for _ in range(2))
    for n, found in enumerate((one, two)):
        write(found.weights, tmp_path / f"{n}.npz")
    assert (tmp_path / "0.npz").read_bytes() == (tmp_path / "1.npz").read_bytes()
    assert one.weights.header["sha256"] == two.weights.header["sha256"]
    assert read(tmp_path / "0.npz").signs == one.weights.signs
    assert set(one.figures) == {"nothing", "the page"}


def test_sets_have_their_plain_twins(tmp_path: Path) -> None:
    """A set with heading marks is read once more without them, under a name of its own."""
    found = sets.with_plain(sets.gold_sets([folder(tmp_path / "gold")]))
    assert len(found) == 2
    assert all("#" not in one["text"] for one in list(found.values())[1])


def test_pages_with_one_mark_for_all() -> None:
    """Where every kind of display type has the same mark, every offset stays."""
    one = gold()
    assert "\n## " in one["text"]
    other = sets.alike(one)
    assert "##" not in other["text"]
    assert len(other["text"]) == len(one["text"])
    assert len(scene(page(other), Settings())) == len(scene(page(one), Settings()))


def test_folder_without_gold_is_told_of(tmp_path: Path) -> None:
    """A folder without a gold page, or with something else, is a mistake of the user's, told in one line."""
    with pytest.raises(UserError, match="holds no gold page"):
        sets.gold_sets([tmp_path])
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match="is no gold page"):
        sets.gold_sets([tmp_path])


def test_prose_of_the_tests_is_no_part_of_the_weights() -> None:
    """The weights that ship hold no text: names of columns, numbers, and what they were fitted on."""
    path = Path("pipeline/page/learned/roles.npz")
    header = json.dumps(dict(read(path).header), ensure_ascii=False)
    assert not any(text[:6] in header for text in (*HARBOUR, *TEA, *BRIDGE, HARBOUR_TITLE, TEA_TITLE))


def test_weights_learn_from_people() -> None:
    """What people said of a few pages holds for the others: a line that looks like one they set is decided alike."""
    pages = [Page(f"p{n}", gold(f"p{n}")["text"]) for n in range(adapting.LEAST)]
    line = "本报记者 王小明"
    verdicts = Verdicts(
        Verdict(
            doc=page.doc, sha256=digest(page.text), question="role", start=page.text.index(line),
            end=page.text.index(line) + len(line), answer="sponsor", verdict="set", by="E", at=NOON,
        )
        for page in pages[:-1]
    )  # fmt: skip
    before = weights_of()
    found = adapting.corrected(pages, verdicts, before, Settings())
    assert [one.gold["doc"] for one in found] == ["p0", "p1", "p2"]  # of the last nobody said anything
    at = names(gold()).index({"byline"})
    assert {STATES[n].name for n in np.flatnonzero(found[0].labels[at])} == {"sponsor"}
    after = adapting.adapted(before, found)
    last = scene(pages[-1], Settings())
    assert scores(after, last)[0][at, AT["sponsor"]] > scores(before, last)[0][at, AT["sponsor"]]
    assert after.header["corrected"] == 3


def test_scores_are_as_sure_as_pages_left_out_say() -> None:
    """The curve of a fit changes the scores of roles and no role; it is kept with the weights, and when they learn."""
    seen, bold = scene(page(gold()), Settings()), replace(weights_of(), sure=(1.0, 0.0))
    humble = replace(bold, sure=(0.5, -1.0))
    before, after = decode(seen, bold), decode(seen, humble)
    assert [one.role for one in before] == [one.role for one in after]
    assert all(one.score > other.score for one, other in zip(before, after, strict=True))
    assert weights_of().sure != (1.0, 0.0)


def test_curve_of_scores() -> None:
    """Where .9 is claimed and half are right, .5 is said; three that are all right do not prove certainty."""
    odds = np.repeat([2.2, 0.0], 400)
    right = np.concatenate([np.tile([1.0, 0.0], 200), np.tile([0.0, 0.0, 0.0, 1.0], 100)])
    a, b = crossed.platt(odds, right)
    assert abs(a * 2.2 + b) < 0.05
    assert abs(b + np.log(3)) < 0.05
    a, b = crossed.platt(np.array([1.0, 2.0, 3.0]), np.ones(3))
    assert 1 / (1 + np.exp(-(3 * a + b))) < 0.9


def test_nothing_is_learnt_from_nobody() -> None:
    """Without a corrected page there is nothing to learn."""
    with pytest.raises(ValueError, match="no page was corrected"):
        adapting.adapted(weights_of(), [])


def test_model_of_the_settings_is_used_and_named(tmp_path: Path) -> None:
    """A model's file is known by its name and digest, and decides; one that is none is told of in one line."""
    shipped = weights_of()
    always = replace(shipped, rows=np.zeros_like(shipped.rows), steps=np.zeros_like(shipped.steps))
    always.rows[shipped.signs.index("any"), AT["body"]] = 9.0
    write(always, tmp_path / "mine.npz")
    settings = Settings(roles=RolesSettings(model=str(tmp_path / "mine.npz")))
    told = json.loads(settings.fingerprint())["roles"]
    assert told["name"] == "mine.npz"
    assert len(told["sha256"]) == 64
    assert "model" not in told
    done = clean_page(page(gold()), settings)
    assert {judged.answer for judged in done.judgements if judged.question == "role"} == {"body"}
    (tmp_path / "mine.npz").write_bytes(b"no weights")
    with pytest.raises(UserError, match=r"holds no weights of jieban fit"):
        clean_page(page(gold()), Settings(roles=RolesSettings(model=str(tmp_path / "mine.npz"))))
