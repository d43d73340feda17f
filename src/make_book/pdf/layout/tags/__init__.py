"""The structure tree of a PDF (ISO 32000-1 §14.7–14.8): one structure element for each element of the source.

`marked_content` marks what is drawn. `box_reading` walks the boxes of the pages and builds the tree of
`structure_nodes`. `structure_cleanup` removes elements without meaning and connects table cells with their headers.
`structure_writing` writes the tree.
"""
