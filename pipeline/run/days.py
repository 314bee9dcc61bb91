"""The pages of one day in an archive that has a folder for each: their folders, and the metadata in the folders' names.

``Day("{newspaper}/{date:%Y/%m/%d}", date="2026-01-20")`` holds ``jxrb/2026/01/20/02.txt``: page 2 of jxrb of that day.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline.run.formats import UNKNOWN, Known, known
from pipeline.values.errors import UserError

FOLDER = "{newspaper}/{date:%Y/%m/%d}"
"""The pattern of an archive's folders unless another is given."""
_PAGE = re.compile(r"(?:^|/)([A-Za-z]{0,2}\d{1,3})(?:#|$)")


class _Fields(NamedTuple):
    folder: str = ""
    newspaper: str = ""
    date: str = ""


class Day(_Fields):
    """A day, or an issue of one newspaper; without a pattern the whole input.

    Attributes:
        folder: the pattern of the folders, with the fields ``{newspaper}`` and ``{date:…}`` (as ``strftime`` has it).
        newspaper: of an issue; without it all newspapers.
        date: ISO.
    """

    def __bool__(self) -> bool:
        return bool(self.folder)

    def folders(self, root: Path) -> list[str]:
        """Find the folders that hold the day's pages, below the input.

        Raises:
            UserError: the pattern has other fields, or leads out of the input.
        """
        found = (path for path in root.glob(self.pattern) if path.is_dir() and not path.is_symlink())
        return sorted(path.relative_to(root).as_posix() for path in found)

    @property
    def pattern(self) -> str:
        """The pattern of the folders, for a glob.

        Raises:
            UserError: it has other fields, or leads out of the input.

        Example:
            >>> Day(FOLDER, date="2026-01-20").pattern
            '*/2026/01/20'
        """
        return self._filled(glob.escape(self.newspaper) or "*")

    def known(self, doc: str) -> Known:
        """Tell newspaper, date and page by the path of a page.

        Example:
            >>> Day(FOLDER, date="2026-01-20").known("jxrb/2026/01/20/A2")
            Known(newspaper='jxrb', date='2026-01-20', page='A2')
        """
        if not self:
            return UNKNOWN
        hit = self._form.match(doc)
        page = _PAGE.search(doc[hit.end() :]) if hit else None
        named = self.newspaper or (hit.groupdict().get("newspaper") if hit else None)
        return Known(named or None, self.date, known({"page": page.group(1)})[0].page if page else None)

    @property
    def _form(self) -> re.Pattern[str]:
        before, mark, after = self._filled("\0").partition("\0")
        newspaper = "(?P<newspaper>[^/]+)" if mark else ""
        return re.compile(f"{re.escape(before)}{newspaper}{re.escape(after)}/")

    def _filled(self, newspaper: str) -> str:
        try:
            path = self.folder.format(newspaper=newspaper, date=date.fromisoformat(self.date))
        except (KeyError, IndexError, ValueError) as problem:
            raise UserError(
                f"the folder {self.folder} is no pattern ({problem}); its fields are {{newspaper}} and "
                "{date:%Y/%m/%d}, the latter in any form of strftime"
            ) from None
        if path.startswith("/") or ".." in path.split("/"):
            raise UserError(f"the folder {self.folder} leads out of the input; name one below it")
        return path


WHOLE = Day()
"""No day: all pages of the input."""


def folders_of(root: Path, day: Day) -> Iterator[str]:
    """Give the folders to look through: those of a day, or the input itself."""
    yield from day.folders(root) if day else [""]
