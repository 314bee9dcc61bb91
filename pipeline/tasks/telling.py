"""Lets Luigi tell of mistakes that are nobody's defect in one line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.values.errors import RunError, UserError, of_disk


class OneLine(logging.Filter):
    """Tells a mistake of the user or the machine in one line, in place of a traceback; and is silent about all else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; never hold it back."""
        problem = record.exc_info[1] if record.exc_info else None
        if isinstance(problem, (UserError, RunError)):
            record.msg, record.args, record.exc_info = str(problem), (), None
        *_, last = record.getMessage().strip().splitlines() or [""]
        if last.startswith("pipeline.") and "Error: " in last:  # a traceback, written into the text
            record.msg, record.args = last.partition(": ")[2], ()
        return True


_ONE_LINE = OneLine()


@contextmanager
def plainly() -> Iterator[None]:
    """Let Luigi tell of mistakes that are nobody's defect in one line; its log is touched only for these."""
    try:
        yield
    except (UserError, RunError):
        logging.getLogger("luigi-interface").addFilter(_ONE_LINE)
        raise
    except OSError as problem:
        logging.getLogger("luigi-interface").addFilter(_ONE_LINE)
        raise RunError(of_disk(problem)) from problem
