"""Passages that say the same and are no copies: captions and digests of a story, notices that differ in a word."""

from __future__ import annotations

import re
from random import Random

from pipeline.evaluation import wording
from pipeline.evaluation.drafts import Draft, Line, Part, Piece, Story

NOTICES = (
    (
        "兹有{name}，于{month}月{day}日经本所审查，{word}登记，特此告知，望在十日内前来办理有关手续。",
        ("准予", "不予"),
    ),
    (
        "{town}镇{name}申请的住宅用地共{size}平方米，经公示无异议，现{word}批准，特此公告周知。",
        ("予以", "不予"),
    ),
    (
        "原由{name}经营的{town}商店，自{month}月{day}日起{word}营业，凡与该店有往来者请到店内洽谈。",
        ("恢复", "停止"),
    ),
)
"""Notices that are printed side by side, and the words in which two may differ."""
CHANGES = ("name", "size", "day", "word")


def caption(story: Story, rng: Random) -> None:
    """Print a photo's caption that repeats a sentence of the lead."""
    sentences = re.findall(r"[^。！？]{16,70}。", story.bodies()[0][1].text)
    if not sentences:
        return
    part = Part("caption", wording.script("图为", story.traditional) + rng.choice(sentences))
    story.paragraphs.append(part)
    story.lines.insert(rng.randint(1, len(story.lines)), Line([Piece(part.text, part)]))


def digest(story: Story, rng: Random) -> None:
    """Above the story its first sentences stand once more, each behind a ■, as front pages print them."""
    leads = [re.match(r"[^。！？]{12,80}。", piece.text) for _, piece in story.bodies()]
    found = [lead[0] for lead in leads if lead]
    if len(found) < 2:
        return
    parts = [Part("body", "■ " + text) for text in rng.sample(found, min(len(found), rng.choice((2, 2, 3))))]
    above, piece = story.bodies()[0]
    at = next(n for n, part in enumerate(story.paragraphs) if part is piece.part)
    story.paragraphs[at:at] = parts
    at = story.lines.index(above)
    story.lines[at:at] = [Line([Piece(part.text, part)]) for part in parts]


def notices(draft: Draft, rng: Random) -> None:
    """Two or three notices that differ in a name, a number or a word stand one below the other."""
    text, words = rng.choice(NOTICES)
    said = {"town": wording.town(rng, draft.traditional), "word": words[0], "month": str(rng.randint(1, 12))}
    said |= _drawn(draft, rng, words)
    printed: set[str] = set()
    for _ in range(rng.choice((2, 2, 3))):
        printed.add(text.format(**said))
        part = Part("body", wording.script(text.format(**said), draft.traditional))
        head = Part("title", wording.script("公告", draft.traditional))
        lines = [Line([Piece(each.text, each)]) for each in (head, part)]
        draft.stories.append(Story("notice", head, [part], lines, traditional=draft.traditional))
        draft.lines += lines
        while text.format(**said) in printed:
            changed = rng.choice([change for change in CHANGES if "{" + change + "}" in text])
            said[changed] = _drawn(draft, rng, words)[changed]


def _drawn(draft: Draft, rng: Random, words: tuple[str, ...]) -> dict[str, str]:
    numbers = {"size": str(rng.randint(80, 199)), "day": str(rng.randint(1, 28))}
    return {"name": wording.name(rng, draft.traditional), "word": rng.choice(words), **numbers}
