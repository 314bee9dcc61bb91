"""The states of the decoder: the role of a fragment, and whether an article begins with it."""

from __future__ import annotations

from typing import NamedTuple


class State(NamedTuple):
    """A state of the decoder.

    Attributes:
        name: as weights files and the fit name it.
        role: the role that a fragment in this state has.
        begins: whether the fragment begins an article (of a headline: its first line).
    """

    name: str
    role: str
    begins: bool = False


STATES = (
    State("title", "title", True),
    State("title_more", "title"),
    State("kicker", "kicker"),
    State("subtitle", "subtitle"),
    State("byline", "byline"),
    State("tail", "tail"),
    State("heading", "heading"),
    State("body", "body"),
    State("body_first", "body", True),
    State("caption", "caption"),
    State("caption_first", "caption", True),
    State("credit", "credit"),
    State("label", "label"),
    State("sponsor", "sponsor"),
    State("furniture", "furniture"),
    State("jump", "jump"),
)
"""The states of a fragment. ``tail`` is a byline below its article, ``jump`` a jump line that stands alone,
``title_more`` a further line of a headline, ``body_first`` the first paragraph of an article without a headline."""

AT = {state.name: n for n, state in enumerate(STATES)}
"""Where each state stands in rows and columns of scores."""

ROLES = tuple(dict.fromkeys(state.role for state in STATES))
"""The roles, in the order of the states."""
