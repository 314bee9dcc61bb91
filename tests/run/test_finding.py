"""What of an archive repeats a text is found without a run, in files or in a Redis."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import write
from running import clean

from pipeline.cli import main
from pipeline.duplicates.fold import fold
from pipeline.duplicates.lean import minhashes, records, signatures
from pipeline.duplicates.signatures import sign
from pipeline.run import clusters, finding
from pipeline.run.finding import Finder
from pipeline.values.settings import DuplicateSettings, Settings
from tests.duplicates.made import misread, sentence

pytestmark = pytest.mark.usefixtures("plain_chain")
STORY = "本市昨日举行春季植树活动，三千余名志愿者在河堤两岸种下柳树、槐树和银杏共一万二千株，预计五年后成林。"
OTHER = "县图书馆新馆将于下月开放，藏书四十万册，设少儿阅览、地方文献和盲人阅览等六个区，周一闭馆。"
PAGES = {
    "甲报/2026-03-02/1.txt": f"植树\n{STORY}\n{sentence(1, 80)}",
    "甲报/2026-03-02/2.txt": f"新馆\n{OTHER}\n{sentence(2, 80)}",
    "乙报/2026-03-01/1.txt": f"志愿者植树\n{STORY}\n{sentence(1, 80)}",
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A run over three pages, of which two print one story."""
    clean(write(tmp_path / "in", PAGES), tmp_path / "out")
    return tmp_path / "out"


def titles(finder: Finder, text: str) -> list[tuple[object, str]]:
    """The titles of what is found, and what the text is to each."""
    return [(answer.article["title"], answer.relation.kind) for answer in finder.find(text)]


def test_sentence_paragraph_and_article_are_found(output: Path) -> None:
    """A sentence is contained in its articles, an article that is misread is edited; what is nowhere is not found."""
    finder = Finder(output)
    assert {title for title, _ in titles(finder, STORY[:30])} == {"植树", "志愿者植树"}
    assert {kind for _, kind in titles(finder, STORY[:30])} == {"contained_in"}
    assert titles(finder, misread(f"{OTHER}{sentence(2, 80)}", 3)) == [("新馆", "edited")]
    assert titles(finder, sentence(9, 90)) == []


def test_nothing_is_signed_twice(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of an output that has changed takes the signatures of what it had before."""
    Finder(output)
    source = output.parent / "in" / "甲报/2026-03-03"
    source.mkdir()
    (source / "1.txt").write_text(f"闭馆\n{sentence(5, 90)}", encoding="utf-8")
    clean(output.parent / "in", output)
    counted: list[int] = []
    plain = finding.signed
    monkeypatch.setattr(
        finding, "signed", lambda texts, *how: counted.append(len(texts)) or plain(texts, *how)
    )
    finder = Finder(output)
    assert counted == [1]
    assert titles(finder, sentence(5, 40)[:-1]) == [("闭馆", "contained_in")]


def test_records_are_datasketch_s() -> None:
    """What is kept of a signature is what datasketch writes and loads, byte for byte."""
    from datasketch import LeanMinHash

    rows = sign([STORY, OTHER], DuplicateSettings())
    data = records(rows)
    size = len(data) // 2
    for row, minhash in zip(rows, minhashes(rows), strict=True):
        written = bytearray(minhash.bytesize())
        minhash.serialize(written)
        at = 0 if np.array_equal(row, rows[0]) else size
        assert data[at : at + size] == bytes(written)
        assert LeanMinHash.deserialize(bytearray(data[at : at + size])) == minhash
    assert np.array_equal(signatures(data, 96), rows)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[str]:
    """A Redis of the test's own on a free port of this machine."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed")
    pytest.importorskip("redis")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        for _ in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def test_redis_answers_as_files_do(tmp_path: Path, redis_server: str) -> None:
    """Datasketch's index in a Redis finds what the files find, and a day more adds to it what is new."""
    root = write(tmp_path / "in", PAGES)
    settings = Settings(duplicates=DuplicateSettings(index=redis_server))
    clean(root, tmp_path / "redis", settings)
    clean(root, tmp_path / "files")
    asked = [STORY, misread(f"{OTHER}{sentence(2, 80)}", 6), sentence(9, 90)]
    redis, files = Finder(tmp_path / "redis"), Finder(tmp_path / "files")
    assert [titles(redis, text) for text in asked] == [titles(files, text) for text in asked]
    write(root, {"丙报/2026-03-04/1.txt": f"又植树\n{STORY}\n{sentence(7, 60)}"})
    clean(root, tmp_path / "redis", settings)
    assert "又植树" in {title for title, _ in titles(Finder(tmp_path / "redis"), STORY)}


def test_redis_that_does_not_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A Redis that is not there is a mistake that is told in one line."""
    pytest.importorskip("redis")
    settings = Settings(duplicates=DuplicateSettings(index="redis://127.0.0.1:1/0"))
    clean(write(tmp_path / "in", PAGES), tmp_path / "out", settings)
    assert main(["find", STORY, "--output", str(tmp_path / "out")]) == 2
    assert "no Redis answers at 127.0.0.1:1" in capsys.readouterr().err


def test_find_from_the_command_line(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text or a file of it is looked up; what is no output is a mistake."""
    (output.parent / "text.txt").write_text(STORY, encoding="utf-8")
    assert main(["find", str(output.parent / "text.txt"), "--output", str(output)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("植树" in line for line in lines)
    assert main(["find", sentence(8, 50), "--output", str(output)]) == 0
    assert main(["find", sentence(2, 500), "--output", str(output)]) == 0  # too long for the name of a file
    assert "no article" in capsys.readouterr().out
    assert main(["find", STORY, "--output", str(output.parent / "in")]) == 2


def test_clusters_are_printed_in_order_of_time(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first printing comes first, whatever paper it is of; and which one is kept is told."""
    [cluster] = clusters.read(output)
    assert [witness.newspaper for witness in cluster.witnesses] == ["乙报", "甲报"]
    assert main(["duplicates", str(output)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [cluster.name, "kept", "copy"]
    assert main(["duplicates", str(output.parent / "in")]) == 2


def test_one_output_against_another(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What of an output is already in another is told, article by article."""
    clean(
        write(tmp_path / "new", {"丁报/2026-04-01/1.txt": f"旧闻\n{STORY}\n{sentence(1, 80)}"}),
        tmp_path / "b",
    )
    assert main(["duplicates", str(tmp_path / "b"), "--against", str(output)]) == 0
    told = capsys.readouterr().out
    assert "旧闻" in told
    assert "same" in told


def test_folding_is_the_index_s(output: Path) -> None:
    """A text in the other script is found."""
    assert fold(["圖書館"]).text(0) == "图书馆"
    assert titles(Finder(output), OTHER.replace("图", "圖").replace("书", "書").replace("馆", "館"))
