"""Markdown, typography, languages and the words of a text."""
