"""Across pages: halves of an article (接版) and passages that repeat."""
