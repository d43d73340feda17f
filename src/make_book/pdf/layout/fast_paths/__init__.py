"""What WeasyPrint 70 works out over and over, worked out once: the same pages in less time.

Nothing here may change one byte of what is written. A fast path is taken where a property holds that makes its
result WeasyPrint's own (each function says which); everywhere else (right-to-left text, a fallback font, spaces
that are kept, a line that only just fits) WeasyPrint's own function is asked. The table `patches` puts them in place.
"""
