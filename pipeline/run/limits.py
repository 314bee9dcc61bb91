"""The bounds of [input]: how large a page, a line and a file may be, and how many pages a file may hold."""

from __future__ import annotations

from pipeline.run import formats
from pipeline.run.archives import Bounds
from pipeline.run.entries import Entry
from pipeline.values.settings import InputSettings

ESCAPED = 2  # a character outside ASCII takes 3 bytes, and 6 as JSON's \uXXXX


def bounds(settings: InputSettings) -> Bounds:
    """How much may come out of an archive."""
    return Bounds(settings.largest_archive, settings.archive_ratio)


def too_many(settings: InputSettings) -> str:
    """Why no more pages of a file are read."""
    return (
        f"the file holds more than {settings.pages_of_file} pages, of which those before this place were read; "
        "cut it, or raise pages_of_file in [input] of luigi.cfg"
    )


def longest_line(settings: InputSettings) -> int:
    """Longer lines are not kept, for their text must be too large; in bytes."""
    return ESCAPED * settings.largest_page + (1 << 16)


def largest(entry: Entry, settings: InputSettings) -> int:
    """The most bytes that a file may have to be read."""
    plain = entry.content in formats.PLAIN and not entry.packing
    return settings.largest_page if plain else settings.largest_file
