"""The EPUB edition: sections into one EPUB 3 package."""
