"""The steps of a run, each with the files that it leaves for the next one: see ``docs/luigi.md`` for the whole row."""
