"""The served report: it hears this machine's browser alone, and writes each decision at once."""

from __future__ import annotations

import http.client
import json
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import PATIENCE

from pipeline.review.desk import Desk
from pipeline.review.journal import Journal
from pipeline.review.report import builder
from pipeline.review.server import LARGEST, Server
from pipeline.values import decided, verdicts
from pipeline.values.errors import UserError
from tests.conftest import decision
from tests.review.conftest import SEEDS, Tab
from tests.review.test_store import Said, decide

DOC = SEEDS[0].stem


@pytest.fixture
def served(output: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of the seeds' output."""
    folder = shutil.copytree(output, tmp_path / "out")
    with Server(Desk(folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: Server, method: str, name: str, body: Any = None, **headers: str) -> tuple[int, bytes, Any]:
    """Ask for something below the token, as a browser on this machine would."""
    host = f"127.0.0.1:{server.server_port}"
    given = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)
    path = name if name.startswith("/") else f"/{server.token}/{name}"
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    connection.request(method, path, data, {key: value for key, value in given.items() if value})
    answer = connection.getresponse()
    found = (answer.status, answer.read(), answer.headers)
    connection.close()
    return found


def row(**changes: object) -> dict[str, Any]:
    """A decision about the first seed."""
    told: dict[str, Any] = json.loads(decision(DOC, "x", **changes))
    return told


def test_other_hosts_tokens_and_origins_are_refused(served: Server) -> None:
    """A name that was bent to this machine, a wrong token, another site's page: none reads or writes anything."""
    assert ask(served, "GET", "index.html")[0] == 200
    assert ask(served, "GET", "index.html", Host="evil.example:80")[0] == 421
    assert ask(served, "GET", "/wrong/index.html")[0] == 403
    assert ask(served, "GET", "/")[0] == 403
    assert ask(served, "GET", "index.html", Sec_Fetch_Site="cross-site")[0] == 403
    for origin in ("http://evil.example", "null", "", f"http://127.0.0.1:{served.server_port + 1}"):
        assert ask(served, "POST", "decisions", [row()], Origin=origin)[0] == 403
    assert ask(served, "POST", "/wrong/decisions", [row()])[0] == 403
    assert ask(served, "POST", "decisions", [row()], Content_Type="text/plain")[0] == 415
    assert ask(served, "OPTIONS", "decisions")[0] == 501
    assert not served.desk.journal.path.exists()


def test_nothing_is_shared_with_other_sites(served: Server) -> None:
    """No answer has a header that lets another origin read it, and none may be framed or kept."""
    for name in ("index.html", "decisions", "nothing.html", "/wrong"):
        headers = ask(served, "GET", name)[2]
        assert not [key for key in headers if key.lower().startswith("access-control")]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_files_outside_the_report_are_not_served(served: Server) -> None:
    """No path leads out of the report's folder, and only files that a report has are sent."""
    for name in (
        "../manifest.json",
        "%2e%2e/manifest.json",
        "pages/../../pages.jsonl",
        "state.json/..",
    ):
        assert ask(served, "GET", name)[0] == 404


def test_decisions_are_written_at_once(served: Server) -> None:
    """Each is a line with its author and time; undo is a line too; what was said last counts in the next run."""
    first = row(question="cut", answer="jump_line", verdict="reject")
    assert json.loads(ask(served, "POST", "decisions", [first])[1]) == {"written": 1}
    assert json.loads(ask(served, "POST", "decisions", [first])[1]) == {
        "written": 0
    }  # sent again after a failure
    lines = served.desk.journal.path.read_text("utf-8").splitlines()
    assert [(json.loads(line)["by"], json.loads(line)["verdict"]) for line in lines] == [("李", "reject")]
    assert decided.load(served.desk.journal.path).docs == {DOC}
    ask(served, "POST", "decisions", [{**first, "verdict": "undo", "at": "2026-11-22T07:31:00Z"}])
    assert not decided.load(served.desk.journal.path)
    assert json.loads(ask(served, "GET", "decisions?count")[1]) == {"count": 0}


def test_what_is_no_decision_is_refused(served: Server) -> None:
    """Nothing of a request is written where one of its rows is none; one that is too large is not read."""
    assert ask(served, "POST", "decisions", [row(), {"doc": DOC}])[0] == 400
    assert ask(served, "POST", "decisions", b"{")[0] == 400
    assert ask(served, "POST", "decisions", Content_Length=str(LARGEST + 1))[0] == 413
    assert not served.desk.journal.path.exists()


def test_older_decision_does_not_replace_a_newer(tmp_path: Path) -> None:
    """What a killed tab had still to send counts only where nothing was decided since."""
    journal = Journal(tmp_path / "decisions.jsonl")
    new, old = (verdicts.Verdict.model_validate(row(at=f"2026-11-22T07:3{n}:00Z", by=str(n))) for n in (1, 0))
    assert journal.take([new]) == 1
    assert journal.take([old]) == 0
    assert [said.by for said in Journal(journal.path).rows()] == ["1"]


def test_two_servers_write_one_file(tmp_path: Path) -> None:
    """Each sees what the other wrote; every line is whole."""
    one, two = (Journal(tmp_path / "decisions.jsonl") for _ in range(2))
    for n in range(50):
        said = verdicts.Verdict.model_validate(row(start=n, end=n + 1))
        assert (one if n % 2 else two).take([said]) == 1
    assert len(one.rows()) == len(two.rows()) == 50
    assert len(decided.load(one.path).about({DOC})) == 50


@pytest.mark.parametrize("tail", ['{"doc": "a', decision(DOC, "x", start=5, end=9).strip()])
def test_line_that_was_cut_short_stands_in_no_way(tmp_path: Path, tail: str) -> None:
    """A torn last line, which nobody was told is kept, goes; a whole one without its line end stays."""
    path = tmp_path / "decisions.jsonl"
    path.write_text(decision(DOC, "x") + tail, encoding="utf-8")
    journal = Journal(path)
    whole = 1 + tail.endswith("}")
    assert len(journal.rows()) == whole
    journal.take([verdicts.Verdict.model_validate(row(start=50, end=60))])
    assert len(decided.load(path).about({DOC})) == whole + 1


def test_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    """A file of something else is a mistake that is told of, and left as it is."""
    (tmp_path / "decisions.jsonl").write_text('{"doc": 1}\n')
    with pytest.raises(UserError, match=r"byte 0 .* is no decision"):
        Journal(tmp_path / "decisions.jsonl")


def test_agreement_of_two_people(tmp_path: Path) -> None:
    """Things that two people decided are counted, by whether they said the same."""
    journal = Journal(tmp_path / "decisions.jsonl")
    said = [
        ("a", 1, "caption"),
        ("b", 1, "caption"),
        ("a", 5, "caption"),
        ("b", 5, "title"),
        ("a", 9, "body"),
    ]
    for by, start, answer in said:
        journal.take([verdicts.Verdict.model_validate(row(by=by, start=start, end=start + 2, answer=answer))])
    assert journal.agreement() == {"same": 1, "other": 1}


def test_page_that_is_not_drawn_is_drawn_when_asked_for(served: Server) -> None:
    """A corpus too large to be drawn whole shows any of its pages when it is served."""
    report = Path(served.desk.journal.path).parent / "report"
    drawn = (report / "pages" / builder.file_of(DOC)).read_bytes()
    (report / "pages" / builder.file_of(DOC)).unlink()
    status, content, _ = ask(served, "GET", f"pages/{builder.file_of(DOC)}")
    assert status == 200
    plain = content.replace(b" data-served", b"").replace(b"connect-src 'self'", b"connect-src 'none'")
    assert plain == drawn


def test_output_that_is_being_written_is_told_of(served: Server) -> None:
    """While a run writes the output, decisions are taken all the same, and what needs the output says why it waits."""
    (served.desk.journal.path.parent / "manifest.json").unlink()
    assert ask(served, "POST", "decisions", [row()])[0] == 200
    assert ask(served, "GET", "decisions")[0] == 200
    status, told, _ = ask(served, "GET", f"preview?doc={DOC}")
    assert status == 409
    assert b"a run is writing it" in told


def test_words_are_found_by_the_server(served: Server) -> None:
    """Headlines, names and running text are found, within dates where they are asked for."""
    found = json.loads(ask(served, "GET", "search?words=%E9%A6%99%E9%A3%98%E4%B8%87%E9%87%8C&where=all")[1])
    assert found["count"] == 1
    assert "香飘万里" in found["hits"][0]["title"]
    none = json.loads(ask(served, "GET", "search?words=%E9%A6%99%E9%A3%98%E4%B8%87%E9%87%8C&where=names")[1])
    assert none["count"] == 0


@pytest.mark.browser
def test_decided_in_the_browser(served: Server, chromium: Any) -> None:
    """Decisions taken at speed in a served page, left at once and in a second window, are all in the file."""
    context = chromium.new_context(locale="en-US")
    tab = Tab(context, served.desk.journal.path.parent)
    page = tab.page
    base = served.address.rpartition("/")[0]
    told: Said = {}
    for n in range(6):
        page.goto(f"{base}/pages/{builder.file_of(DOC)}")
        decide(page, DOC, told, 20, first=10 * n)
        if n % 2:
            page.keyboard.press("n")
            page.wait_for_selector(f".where .doc >> text={SEEDS[1].stem}")
    page.goto(f"{base}/index.html")
    page.evaluate("verdicts.ready")
    found = {(v.doc, v.question, v.start, v.end): v.verdict for v in served.desk.journal.rows()}
    assert found == told
    assert not tab.troubles
    context.close()


@pytest.mark.browser
def test_preview_shows_the_page_with_the_decisions(served: Server, chromium: Any) -> None:
    """A jump line that is put back stands in the preview."""
    context = chromium.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{served.address.rpartition('/')[0]}/pages/{builder.file_of(DOC)}")
    page.evaluate("verdicts.ready")
    cut = page.locator("del.s >> nth=0")
    passage = str(cut.text_content()).strip("()（）")
    cut.click()
    page.keyboard.press("r")
    page.click("[data-own=preview]")
    page.wait_for_selector("#preview .art")
    assert passage in str(page.locator("#preview").text_content())
    context.close()


def test_command_serves_until_it_is_interrupted(output: Path, tmp_path: Path) -> None:
    """`jieban review` prints the address, answers there, and ends with 0 when it is interrupted."""
    folder = shutil.copytree(output, tmp_path / "out")
    command = [sys.executable, "-m", "pipeline", "review", str(folder), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        address = served.stdout.readline().strip()
        assert str(folder / "decisions.jsonl") in served.stdout.readline()
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            assert b"data-served" in answer.read()
        served.send_signal(signal.SIGINT)
        assert served.wait(60) == 0


def test_output_that_is_not_finished_is_told_of(tmp_path: Path, jieban: Callable[..., Any]) -> None:
    """A folder without an output is a mistake in one line."""
    done = jieban("review", tmp_path / "nothing", "--no-browser")
    assert done.returncode == 2
    assert "holds no finished output" in done.stderr
