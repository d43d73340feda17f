"""The drawings of the project's own book, as programs that write SVG."""
