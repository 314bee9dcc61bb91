"""A newspaper's language: which text continues which, and which strings are names.

A character n-gram model of one month of a daily newspaper, which ships with the package and can be
adapted to the page or corpus being cleaned. ``docs/language.md`` tells how it was built and measured;
``tools/build_language.py`` builds it.
"""

from pipeline.language.folding import fold, fold_all
from pipeline.language.model import LanguageModel
from pipeline.language.names import name_score

__all__ = ["LanguageModel", "fold", "fold_all", "name_score"]
