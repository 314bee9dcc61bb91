"""jieban (接版): newspaper pages as machines read them, turned into clean articles.

Every character of every page is accounted for: it stands in one article, or in the audit with the
reason why it was dropped.
"""

from pipeline.values.version import __version__

__all__ = ["__version__"]
