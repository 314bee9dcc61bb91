"""Issues: the halves of articles that jump from page to page (下转, 上接) find one another.

These decide: the pages that the jump lines name and those they are printed on, the headline that the second half
repeats, and the words that both halves have and nothing else on their pages has: names above all. Whether
the sentence goes on says nothing: ten of ten real jumps break at a sentence's end.

All halves of an issue are matched at once, each to at most one other (the assignment problem, Kuhn 1955).
A match is worth the loss without it, so that a rival as good makes it doubtful. A doubtful match is flagged and not
joined, for no wrong join is worth a right one.
"""

from pipeline.corpus.halves.halves import Part
from pipeline.corpus.halves.joining import Joins
from pipeline.corpus.halves.matching import SURE, Match, find, match
from pipeline.corpus.halves.outcome import joins

__all__ = ["SURE", "Joins", "Match", "Part", "find", "joins", "match"]
