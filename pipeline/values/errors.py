"""The two ways in which a run ends without a defect of the program: one clear line each, no traceback."""

from __future__ import annotations

import errno


class UserError(Exception):
    """The request cannot be met. The message names the cause and the remedy; exit code 2."""


class RunError(Exception):
    """The run went as far as it could and did not succeed. The message says how to finish it; exit code 1."""


_REMEDIES = {
    errno.ENOSPC: "free some space there",
    errno.EDQUOT: "free some space there, or ask for more",
    errno.EFBIG: "write to a file system that takes larger files",
    errno.EIO: "look at the disk, or write to another",
    errno.EROFS: "mount it to be written to, or name another folder",
    errno.EACCES: "ask for the right to it, or name another folder",
    errno.EPERM: "ask for the right to it, or name another folder",
    errno.EMFILE: "allow more open files (ulimit -n)",
    errno.ENFILE: "end other programs, which hold too many files open",
}


def of_disk(problem: OSError) -> str:
    """Tell of an error of the disk in one line: the file, the cause, the remedy, and the next run's work.

    >>> of_disk(OSError(errno.ENOSPC, "No space left on device", "out/articles.jsonl"))
    'out/articles.jsonl: No space left on device; free some space there and run again: what was finished is kept'
    """
    cause = problem.strerror or str(problem) or type(problem).__name__
    remedy = _REMEDIES.get(problem.errno or 0, "see to it")
    where = f"{problem.filename}: " if problem.filename else ""
    return f"{where}{cause}; {remedy} and run again: what was finished is kept"
