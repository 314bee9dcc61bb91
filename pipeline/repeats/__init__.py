"""What stands on several pages of a corpus: sketched batch by batch, searched as a whole.

Copies across pages are recorded, and cut from no article.
"""

from pipeline.repeats.kept import Kept, Paragraph, keep, paragraphs
from pipeline.repeats.search import Repeats, find

__all__ = ["Kept", "Paragraph", "Repeats", "find", "keep", "paragraphs"]
