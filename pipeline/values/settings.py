"""One frozen settings class per stage, checked on construction.

Every field is a key of the section of the same name in ``luigi.cfg``; a change to any of them changes
the fingerprint of all results that hang on it.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Section(BaseModel):
    """A section of ``luigi.cfg``: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InputSettings(Section):
    """Which files are read, and how many bad pages a run may have.

    ``largest_page`` and ``largest_file`` (of one that is packed, or holds pages in a format of its own; unpacked)
    are in bytes. ``path_pattern`` is searched in a page's path without its suffix; its groups
    ``newspaper``, ``date`` and ``page`` are each optional. ``quarantine_budget`` is the share of pages that
    may be quarantined before the run, once all is written, counts as failed.

    A page or file beyond a bound is quarantined with the reason, and the run goes on: ``largest_archive`` are the bytes
    that an archive of pages a line may unpack to, ``archive_ratio`` how many times its own size (the first MiB is
    free), ``pages_of_file`` the pages that one file may hold, ``seconds_of_page`` the processor time of a page (0:
    any). Real newspapers pack 3 to 10 times and take 14 ms a page.
    """

    largest_page: Annotated[int, Field(gt=0)] = 8 * 1024 * 1024
    largest_file: Annotated[int, Field(gt=0)] = 64 * 1024 * 1024
    largest_archive: Annotated[int, Field(gt=0)] = 64 * 1024**3
    archive_ratio: Annotated[int, Field(gt=0)] = 250
    pages_of_file: Annotated[int, Field(gt=0)] = 1_000_000
    seconds_of_page: Annotated[float, Field(ge=0)] = 120.0
    path_pattern: str = (
        r"(?:^|/)(?:(?P<newspaper>[^/]+)/)?(?P<date>\d{4}[-/]?\d\d[-/]?\d\d)"
        r"/(?:(?P<page>[A-Za-z]{0,2}\d{1,3})|[^/]+)$"
    )
    quarantine_budget: Share = 0.10

    @field_validator("path_pattern")
    @classmethod
    def _has_known_groups(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern).groupindex
        except re.error as problem:
            raise ValueError(f"no regular expression ({problem})") from None
        if unknown := set(groups) - {"newspaper", "date", "page"}:
            raise ValueError(f"the groups are newspaper, date and page, not {', '.join(sorted(unknown))}")
        return pattern


class EncodingSettings(Section):
    """How bytes become text, and which repairs are made.

    ``encoding`` is tried before any guess (empty: none); below ``least_confidence`` a page is quarantined;
    ``script`` is the name of an OpenCC conversion (``t2s``, ``s2tw``, …; empty: the script stays as it is).
    """

    encoding: str = ""
    least_confidence: Share = 0.5
    punctuation_width: bool = True
    script: Literal["", "s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s"] = ""

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        if name:
            try:
                codecs.lookup(name)
            except LookupError as error:
                message = f"{name!r} is no encoding that Python knows; gb18030, big5 and utf-8 are"
                raise ValueError(message) from error
        return name


class DuplicateSettings(Section):
    """Which texts count as copies, measured on folded texts: see ``docs/duplicates.md`` for how each was chosen.

    ``shingle`` is in characters; ``shortest`` (below it only equal texts match) and ``passage`` (the least
    stretch that counts as copied within a page) and ``sentence`` (between pages) in folded characters;
    ``threshold`` is a Jaccard similarity; ``recall`` is the share of pairs at ``target`` that the bands must
    offer. A passage in ``boilerplate`` different articles is boilerplate. Two articles are one text ``edited``
    from that Jaccard similarity on, in 5-grams; one ``contains`` another from that share of it on. ``drop`` leaves
    articles that repeat another out of ``articles.jsonl``, to be found in ``audit.jsonl``. ``copies``: ``cut`` a
    passage that proves to be read twice on a page, or ``flag`` it, so that it stays and is in the audit with its
    twin. ``index`` is where ``jieban find`` keeps its bands: empty, files beside the output;
    ``redis://host:port/db``, datasketch's index in that Redis.
    """

    threshold: Share = 0.45
    containment: Share = 0.9
    target: Share = 0.65
    recall: Share = 0.99
    permutations: Annotated[int, Field(ge=1, le=1024)] = 96
    shingle: Annotated[int, Field(ge=1, le=16)] = 3
    shortest: Annotated[int, Field(ge=1)] = 12
    passage: Annotated[int, Field(ge=12)] = 20
    sentence: Annotated[int, Field(ge=20)] = 25
    boilerplate: Annotated[int, Field(ge=2)] = 5
    edited: Share = 0.5
    contains: Share = 0.75
    index: str = ""
    drop: bool = False
    copies: Literal["cut", "flag"] = "cut"


AFTERWARDS = {
    "sentence",
    "boilerplate",
    "edited",
    "contains",
    "index",
    "drop",
}  # of no meaning to a page by itself


class LayoutSettings(Section):
    """How lines become fragments.

    Lines are taken to be wrapped at a column's width where at least ``wrapped_lines`` stand together, none is
    longer than ``wrapped_width`` characters, and ``wrapped_share`` of them lack at most ``wrapped_slack``
    characters of the longest. A page is taken to come one printed line a line where more than ``printed_share``
    of its characters stand in lines as wide as their column that end in no mark (1: no page is); 17 real pages have
    .49 to .72, 170 of other kinds at most .005. A page of at most ``flat_lines`` lines, one of them longer than
    ``flat_size`` characters, is taken to have lost its line ends: white space parts it.
    """

    wrapped_lines: Annotated[int, Field(ge=2)] = 4
    wrapped_width: Annotated[int, Field(ge=1)] = 60
    wrapped_slack: Annotated[int, Field(ge=0)] = 3
    wrapped_share: Share = 0.6
    printed_share: Share = 0.25
    flat_lines: Annotated[int, Field(ge=0)] = 3
    flat_size: Annotated[int, Field(ge=1)] = 1500


class SplicesSettings(Section):
    """Which cuts are made of those that the page's evidence speaks for.

    A cut whose score is below ``least_score`` is not made but flagged; 0: all are made, for each proof
    has a threshold of its own.
    """

    least_score: Share = 0.0


class JoinsSettings(Section):
    """Which joins of broken sentences are made, of those that are more likely than not.

    A join whose score is below ``least_score`` is not made: the paragraph stays in two.
    """

    least_score: Share = 0.0


class ReportSettings(Section):
    """How much of its review report a run draws, at about 12 ms of processor time a page.

    ``largest`` is in pages: of a larger corpus so many are drawn, the most doubtful, and the others by
    ``jieban report --pages`` or ``jieban review``. 0: a run writes no report.
    """

    largest: Annotated[int, Field(ge=0)] = 2000


LEARNED = "learned"
"""The model that ships with the package."""


class RolesSettings(Section):
    """The model that decides the role of each line.

    ``model`` is a file of weights that ``jieban fit`` wrote, or ``learned`` (or nothing) for those that ship with the
    package. ``name`` and ``sha256`` are those of the file, for the manifest and the fingerprint; nobody sets them.
    """

    model: Annotated[str, Field(exclude=True)] = LEARNED
    name: str = LEARNED
    sha256: str = ""

    @model_validator(mode="before")
    @classmethod
    def _knows_its_file(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        model = given.get("model") or LEARNED
        if model == LEARNED:
            return {**given, "model": model, "name": model}
        path = Path(given["model"])
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as problem:
            raise ValueError(f"the model {path} cannot be read ({problem.strerror})") from None
        return {**given, "name": path.name, "sha256": found}


class Settings(Section):
    """All sections."""

    input: InputSettings = InputSettings()
    encoding: EncodingSettings = EncodingSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    layout: LayoutSettings = LayoutSettings()
    splices: SplicesSettings = SplicesSettings()
    joins: JoinsSettings = JoinsSettings()
    roles: RolesSettings = RolesSettings()
    report: ReportSettings = ReportSettings()

    def fingerprint(self) -> str:
        """Give all settings that can change a page's result, as one string."""
        return self.model_dump_json(
            exclude={"input": {"quarantine_budget"}, "duplicates": AFTERWARDS, "report": True}
        )
