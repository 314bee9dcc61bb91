"""A benchmark of public newspaper pages: gold without the text, and what makes both one again.

    python -m benchmarks.pages build FETCHED --output BENCHMARK     # fetched pages + standoff files = pages and gold
    python -m benchmarks.pages figures BENCHMARK                    # jieban, the splitter and a peer, scored
    python -m benchmarks.pages place ARTICLES BENCHMARK/KIND OUTPUT # articles without offsets, put in their places

docs/benchmark.md explains the task.
"""
