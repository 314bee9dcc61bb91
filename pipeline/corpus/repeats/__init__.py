"""Passages on several pages of a corpus: sketched batch by batch, searched as a whole.

Copies across pages are recorded, and cut from no article.
"""

from pipeline.corpus.repeats.dropping import Drops
from pipeline.corpus.repeats.kept import Kept, Paragraph, keep, paragraphs
from pipeline.corpus.repeats.relating import Relations, relate
from pipeline.corpus.repeats.search import Repeats, find

__all__ = ["Drops", "Kept", "Paragraph", "Relations", "Repeats", "find", "keep", "paragraphs", "relate"]
