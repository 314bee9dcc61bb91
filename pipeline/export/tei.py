"""TEI P5: a ``teiCorpus`` with a ``TEI`` for each article."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.export.output import Article, Output, licence, whole

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not have."""
_HEADS = {"kicker": "sup", "title": "main", "subtitle": "sub"}


def write(output: Output, target: Path) -> None:
    """Write one file; it holds one article in memory at a time."""
    with whole(target) as file:
        file.write(_OPEN.encode())
        for article in output.articles():
            file.write(_article(article).encode())
        file.write(b"</teiCorpus>\n")


_OPEN = """<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>Newspaper articles</title></titleStmt><publicationStmt><p>Written by jieban.</p>
</publicationStmt><sourceDesc><p>Newspaper pages, as OCR engines and vision models wrote them.</p></sourceDesc>
</fileDesc></teiHeader>
"""


def _article(article: Article) -> str:
    body = "\n".join(filter(None, map(_block, article["blocks"])))
    language = f"zh-{article['script']}" if article["script"] else article["language"] or "und"
    return (
        f'<TEI xml:id="a{article["id"]}">\n{_header(article)}\n<text xml:lang="{language}"><body>'
        f"<div type={quoteattr(article['kind'])}>\n{body}\n</div></body></text></TEI>\n"
    )


def _header(article: Article) -> str:
    authors = "".join(f"<author>{_text(name)}</author>" for name in article["byline"])
    title = _text(article["title"] or "")
    rights = licence(article)
    availability = f"<availability><licence>{_text(rights)}</licence></availability>" if rights else ""
    source = _element("title", article["newspaper"], ' level="j"')
    source += f'<date when="{article["date"]}">{article["date"]}</date>' if article["date"] else ""
    source += _element("biblScope", article["page"], ' unit="page"')
    source += _element("idno", article["doc"], ' type="page"') + _element("note", article["source"])
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{title}</title>{authors}</titleStmt><publicationStmt>"
        f"<publisher>jieban</publisher>{availability}</publicationStmt><sourceDesc><bibl>{source}</bibl>"
        "</sourceDesc></fileDesc></teiHeader>"
    )


def _block(block: dict[str, Any]) -> str:
    role, text = block["role"], _text(block["text"])
    if role in _HEADS:
        return f'<head type="{_HEADS[role]}">{text}</head>'
    if role == "byline":
        return f'<ab type="byline">{text}</ab>'
    if role == "table":
        rows = (line.split("\t") for line in block["text"].split("\n"))
        cells = ("".join(f"<cell>{_text(cell)}</cell>" for cell in row) for row in rows)
        return "<table>" + "".join(f"<row>{row}</row>" for row in cells) + "</table>"
    if role in ("caption", "credit"):
        return f'<figure><figDesc type="{role}">{text}</figDesc></figure>'
    if role == "body":
        return f"<p>{text}</p>"
    return f'<ab type="{role}">{text}</ab>'


def _element(name: str, text: str | None, attributes: str = "") -> str:
    return f"<{name}{attributes}>{_text(text)}</{name}>" if text else ""


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))
