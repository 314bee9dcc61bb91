"""Facts about joins, beginnings, ends and fluency."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import LanguageModel

MODEL = LanguageModel.load()
ANY_TEXT = st.text(max_size=80) | st.text(st.sampled_from("我们的人民，。“”（）1A國 \n"), max_size=80)

SENTENCES = (
    "市政府昨天召开会议，研究部署今年的重点工作。",
    "这个村的农民在承包地里种上了新品种的小麦，今年获得了丰收。",
    "代表团一行于昨天下午离开北京，前往上海参观访问。",
    "经济的发展离不开科学技术的进步，也离不开人才的培养。",
    "他说，双方的合作具有广阔的前景，希望两国关系不断得到加强。",
    "为了解决职工的住房困难，公司去年投资建设了三栋宿舍楼。",
)


def cuts() -> list[tuple[str, str]]:
    """Each sentence cut inside a word or between two, at a few places."""
    return [(text[:at], text[at:]) for text in SENTENCES for at in range(5, 20, 3) if text[at - 1] != "，"]


def test_the_model_is_loaded_once() -> None:
    """Loading again gives the same object."""
    assert LanguageModel.load() is LanguageModel.load()


def test_true_right_sides_score_higher_than_others() -> None:
    """In nine cases of ten a sentence's own right half beats the right half of another sentence."""
    pairs = cuts()
    others = random.Random(1).sample([right for _, right in pairs], len(pairs))
    won = [
        MODEL.join(left, right) > MODEL.join(left, other)
        for (left, right), other in zip(pairs, others, strict=True)
        if right != other
    ]
    assert sum(won) >= 0.9 * len(won)


@pytest.mark.parametrize(
    ("left", "right"), [("中华人民共", "和国成立以来"), ("他在接受记", "者采访时说"), ("去年１", "２月以来")]
)
def test_a_broken_word_continues(left: str, right: str) -> None:
    """The rest of a broken word scores above 0."""
    assert MODEL.join(left, right) > 0


def test_nothing_continues_a_finished_sentence_with_punctuation() -> None:
    """A comma cannot stand after a full stop."""
    assert MODEL.join("会议昨天结束了。", "，并且取得成功") < -3


@pytest.mark.parametrize(
    ("traditional", "simplified"), [(("記", "者說"), ("记", "者说")), (("經濟發", "展"), ("经济发", "展"))]
)
def test_traditional_text_scores_as_simplified(
    traditional: tuple[str, str], simplified: tuple[str, str]
) -> None:
    """Both scripts get one score."""
    assert MODEL.join(*traditional) == MODEL.join(*simplified)


def test_only_the_edges_of_a_join_are_read() -> None:
    """What stands far from the join changes nothing."""
    left, right = "的工作" * 30, "在会上" * 30
    assert MODEL.join("别的文字" * 20 + left, right + "别的文字" * 20) == MODEL.join(left, right)


def test_a_name_on_the_page_makes_its_join_certain() -> None:
    """A rare name that the page prints elsewhere joins where it is broken."""
    adapted = MODEL.adapted(["乡长阙翀珺说，路修好了。", "阙翀珺的办公室", "群众都认识阙翀珺。"])
    before, after = MODEL.join("站在门口的阙", "翀珺笑着说"), adapted.join("站在门口的阙", "翀珺笑着说")
    assert after > before + 1
    assert after > 2


def test_the_join_itself_is_no_evidence() -> None:
    """Two blocks that stand on the page one after the other gain nothing from it."""
    left, right = "站在门口的阙", "翀珺笑着说"
    assert MODEL.adapted([left, right]).join(left, right) <= MODEL.join(left, right)


def test_adapting_leaves_the_model_as_it_was() -> None:
    """The shipped model knows nothing of a page that another was adapted to."""
    before = MODEL.join("阙", "翀珺")
    MODEL.adapted(["阙翀珺"] * 100)
    assert MODEL.join("阙", "翀珺") == before


def test_adapting_to_nothing_changes_nothing() -> None:
    """A page without text has no say."""
    assert MODEL.adapted([]).join("记", "者") == pytest.approx(MODEL.join("记", "者"))


@pytest.mark.parametrize(
    "text",
    ["本报讯记者昨天从有关部门获悉，", "“我们一定要把工作做好。”他说，", "会议强调，要进一步加强领导，"],
)
def test_beginnings_of_paragraphs_are_known(text: str) -> None:
    """A dateline, an open quotation and a common first clause begin a paragraph."""
    assert MODEL.starts(text) > 0


@pytest.mark.parametrize(
    "text", ["的人们都来到了广场，", "，并取得了很好的效果。", "了一个新的阶段。", "）的工作。"]
)
def test_rests_of_sentences_begin_nothing(text: str) -> None:
    """A particle or a closing mark begins no paragraph."""
    assert MODEL.starts(text) < -2


def test_a_quotation_that_was_never_opened_speaks_against_a_beginning() -> None:
    """The same words score lower when a quotation mark is only closed in them."""
    assert MODEL.starts("我们要努力工作”，他说。") < MODEL.starts("我们要努力工作，他说。")


@pytest.mark.parametrize("text", ["取得了很好的效果。", "他说：“我们一定努力工作。”", "（新华社供本报专稿）"])
def test_ends_of_paragraphs_are_known(text: str) -> None:
    """A full stop, a closed quotation and a closed bracket end a paragraph."""
    assert MODEL.ends(text) > 0


@pytest.mark.parametrize("text", ["取得了很好的", "会议要求，", "农业、工业、"])
def test_broken_sentences_end_nothing(text: str) -> None:
    """A comma, or no mark at all, ends no paragraph."""
    assert MODEL.ends(text) < -2


def test_prose_is_more_fluent_than_its_shuffled_characters_and_these_than_noise() -> None:
    """The order of the characters counts, and so does which they are."""
    text = "".join(SENTENCES)
    shuffled = "".join(random.Random(1).sample(text, len(text)))
    noise = "".join(map(chr, range(0x5000, 0x5100, 3)))
    assert MODEL.fluency(text) > -6 > MODEL.fluency(shuffled) > MODEL.fluency(noise)
    assert MODEL.fluency(" \n") == 0.0


@given(left=ANY_TEXT, right=ANY_TEXT)
def test_every_text_has_finite_scores(left: str, right: str) -> None:
    """No text, not the empty one, raises or scores beyond measure."""
    adapted = MODEL.adapted([left, right])
    for model in (MODEL, adapted):
        scores = (model.join(left, right), model.starts(left), model.ends(right), model.fluency(left))
        assert all(abs(score) < 200 for score in scores)


@given(left=ANY_TEXT, right=ANY_TEXT)
def test_scores_are_the_weighed_evidence(left: str, right: str) -> None:
    """What ``explain`` shows adds up to what was decided on."""
    *weights, constant = MODEL.weights["join"]
    evidence = MODEL.evidence([], [], [(left, right)])[2][:, 0]
    total = sum(w * e for w, e in zip(weights, evidence, strict=True)) + constant
    assert MODEL.join(left, right) == pytest.approx(total)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5), st.integers(0, 10))
def test_many_asked_at_once_get_the_answers_of_each(pairs: list[tuple[str, str]], known: int) -> None:
    """Joins, beginnings and ends, whether or not the texts are those of the page that the model is adapted to."""
    texts = [text for pair in pairs for text in pair]
    for model in (MODEL, MODEL.adapted(texts[:known])):
        answers = model.answers(texts, texts, pairs)
        assert answers.joins == pytest.approx([model.join(*pair) for pair in pairs], abs=1e-4)
        assert answers.starts == pytest.approx([model.starts(text) for text in texts], abs=1e-4)
        assert answers.ends == pytest.approx([model.ends(text) for text in texts], abs=1e-4)
        assert model.joins(pairs) == answers.joins


def test_answers_do_not_hang_on_what_was_asked_before() -> None:
    """Nor on how much: what is remembered of texts is forgotten and read again."""
    model, texts = MODEL.adapted(SENTENCES), [f"{text}{n}" for text in SENTENCES for n in range(400)]
    first = model.answers(SENTENCES, SENTENCES, cuts())
    for at in range(0, len(texts), 500):
        model.answers(texts[at : at + 500], texts[at : at + 500], [])
    assert model.answers(SENTENCES, SENTENCES, cuts()) == first
