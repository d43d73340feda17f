"""Fast paths: what WeasyPrint 70 computes again and again is computed once. The pages are the same, byte for byte.

A fast path is taken where a property holds that makes its result the same as WeasyPrint's; each module states its
property. Everywhere else (right-to-left text, fallback fonts, preserved spaces, lines that only just fit) WeasyPrint's
own function is called. The table `patches` puts the functions in place. docs/dev/decisions/fast-paths.md says why they
exist.
"""
