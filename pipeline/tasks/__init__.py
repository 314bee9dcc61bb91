"""Luigi's tasks: a step of the work each, and ``CleanCorpus``, which wraps them.

``luigi --module pipeline.tasks CleanCorpus`` does what ``jieban run`` does. In other people's pipelines:

    from jieban.tasks import CleanCorpus

    class Count(luigi.Task):
        def requires(self):
            return CleanCorpus(input_path="pages", output_path="clean")

        def run(self):
            with self.input()["articles"].open() as lines:
                ...

``complete()`` and ``output()`` look and do nothing else, ``requires()`` hangs on parameters alone, and ``run()`` takes
the lock. All knowledge of a task is on disk: no instance keeps anything.
"""

from pipeline.tasks.corpus import CleanCorpus, FindDuplicates, JoinIssues, WriteArticles, WriteReport
from pipeline.tasks.days import CleanDay, CleanIssue
from pipeline.tasks.pages import DetectSplices, FixEncoding, SegmentArticles
from pipeline.tasks.step import Pages

__all__ = [
    "CleanCorpus",
    "CleanDay",
    "CleanIssue",
    "DetectSplices",
    "FindDuplicates",
    "FixEncoding",
    "JoinIssues",
    "Pages",
    "SegmentArticles",
    "WriteArticles",
    "WriteReport",
]
