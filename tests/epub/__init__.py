"""The EPUB edition, part by part."""
