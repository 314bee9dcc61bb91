"""Templates filled, each file whole in itself: its style and script inside, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import pipeline
from pipeline.review.report import terms
from pipeline.values.verdicts import ROLES

SCRIPTS = {
    "overview": ("base", "store", "shell", "overview"),
    "page": ("base", "store", "shell", "page"),
    "duplicates": ("base", "store", "shell"),
}


@cache
def _asset(name: str) -> str:
    return files("pipeline.review.report").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _script(kind: str) -> str:
    return "\n".join(_asset(f"{name}.js") for name in SCRIPTS[kind])


@cache
def _policy(kind: str) -> str:
    """A content-security policy (CSP level 2): what stands in the file may run, nothing may be fetched.

    Hashes and not ``'self'``: a file opened from disk has no origin that all browsers agree on.
    """
    return (
        f"default-src 'none'; style-src {_hash(_asset('report.css'))}; script-src {_hash(_script(kind))}; "
        "img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.review.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "term": terms.term,
        "both": terms.both,
        "told": terms.evidence,
        "version": pipeline.__version__,
        "roles": ROLES,
        "style": Markup(_asset("report.css")),
    }
    return environment


def render(kind: str, **values: Any) -> bytes:
    """A file of the report: ``kind`` is ``overview``, ``page`` or ``duplicates``."""
    template = _environment().get_template(f"{kind}.html")
    page = template.render(script=Markup(_script(kind)), policy=_policy(kind), **values)
    return page.encode("utf-8", "replace")  # half a surrogate pair, which no page that is "ok" holds
