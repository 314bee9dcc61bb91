"""The version, where every module finds it, whatever else is called ``pipeline`` in a team's own project."""

__version__ = "0.1.0"
