"""Templates filled, each file whole in itself: its style and script inside, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.review.report import terms, words
from pipeline.values.verdicts import ROLES
from pipeline.values.version import __version__

PACKAGE = "pipeline.review.report"
FRAME = ("base", "store", "shell")
SCRIPTS = {
    "overview": (*FRAME, "overview"),
    "page": (*FRAME, "page", "edit"),
    "duplicates": (*FRAME, "groups", "duplicates"),
    "relations": (*FRAME, "groups", "relations"),
    "search": (*FRAME, "search"),
    "shard": ("shard",),
}


@cache
def _asset(name: str) -> str:
    return files(PACKAGE).joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _script(kind: str) -> str:
    return "\n".join(_asset(f"{name}.js") for name in SCRIPTS[kind])


@cache
def policy(kind: str, image: str = "") -> Markup:
    """A content-security policy (CSP level 2): scripts of the file may run, nothing may be fetched.

    Hashes and not ``'self'``: a file opened from disk has no origin that all browsers agree on. Pictures may come from
    beside the file alone (the mark that tells whether the report is up to date), and from ``image``, an origin; frames
    are the parts of the search.
    """
    frames = " frame-src 'self' file:;" if kind == "search" else ""
    return Markup(
        "default-src 'none'; style-src {}; script-src {}; img-src data: 'self' file: {};{} connect-src 'none'; "
        "base-uri 'none'; form-action 'none'"
    ).format(Markup(_hash(_asset("report.css"))), Markup(_hash(_script(kind))), image, Markup(frames))


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@cache
def code_version() -> str:
    """A digest of all that a file of the report is made with: a page is drawn anew when it changes."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    folder = files(PACKAGE)
    items = [item for part in (folder, folder / "assets", folder / "templates") for item in part.iterdir()]
    for item in sorted((one for one in items if one.is_file()), key=lambda one: one.name):
        digest.update(item.name.encode() + item.read_bytes())
    return digest.hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": words.text,
        "at": words.attribute,
        "code": words.code,
        "tagged": words.code_tag,
        "told": words.told,
        "named": words.named,
        "said": words.said,
        "terms": terms.TERMS,
        "catalog": words.catalog(),
        "version": __version__,
        "roles": ROLES,
        "style": Markup(_asset("report.css")),
    }
    return environment


def render(kind: str, **values: Any) -> bytes:
    """A file of the report: ``kind`` is a template's name; ``image`` is the origin of the picture that it shows."""
    template = _environment().get_template(f"{kind}.html")
    image = str(values.get("image_origin", ""))
    page = template.render(script=Markup(_script(kind)), policy=policy(kind, image), **values)
    return page.encode("utf-8", "replace")  # half a surrogate pair, which no page that is "ok" holds
