"""The steps of a run, each with what it leaves for the next one: see ``docs/luigi.md`` for the whole row."""
