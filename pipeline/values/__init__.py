"""Shared by all other rooms: traced text, the values that pass from stage to stage, settings, errors."""
