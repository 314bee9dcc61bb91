"""For people: the review report, and `jieban explain`."""
