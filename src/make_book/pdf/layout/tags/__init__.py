"""What the pages mean: the structure tree of a PDF (ISO 32000-1 §14.7–14.8), one element for one of the source.

`marks` brackets what is drawn, `reading` walks the boxes of the pages and grows the tree (`tree`; `kinds` says
what an element of ours is in a PDF), `shaping` takes away what carries nothing, `tables` ties cells to their
headers, `writing` writes it.
"""
