"""The tasks of jieban for other people's pipelines; ``luigi --module jieban.tasks CleanCorpus`` runs them, too.

``pipeline.tasks`` has the same names. Take this one where a ``pipeline.py`` of your own is about.
"""

from typing import TYPE_CHECKING, Any

import jieban.beside  # noqa: F401 (first: it sees to it that our pipeline is found)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Give a task to a team's ``pipeline.py``, which runs before the last lines of this module do."""
        from pipeline import tasks

        if name not in tasks.__all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(tasks, name)


from pipeline import tasks
from pipeline.tasks import *  # noqa: F403

__all__: list[str] = []
__all__ += tasks.__all__
