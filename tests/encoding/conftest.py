"""What tests of encodings share."""

from __future__ import annotations

import pytest

from pipeline.encoding import decode, repair
from pipeline.values.settings import EncodingSettings
from pipeline.values.text import Traced


@pytest.fixture(scope="session", autouse=True)
def tables() -> None:
    """The tables are loaded before the first test: what loads them is no example of how long one takes."""
    repair(Traced.read("p", "鎶ョ焊陔恓暮氪ÖÐ¹ú"), EncodingSettings())
    decode("新闻".encode("gbk"), EncodingSettings())
