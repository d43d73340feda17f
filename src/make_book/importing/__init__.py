"""Clippings into reviewable Markdown: once, reported, revertible."""
