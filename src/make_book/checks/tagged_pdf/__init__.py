"""The words of a tagged PDF, read from its structure, its content streams and what its fonts say of their glyphs.

Only this package knows pikepdf. Readers that show text guess at spaces, hyphens and the order of lines from right to
left; here nothing is guessed: characters stand as the file gives them, in the order in which it draws them.
"""

from __future__ import annotations

from make_book.checks.tagged_pdf.pdf_reading import PdfNote, PdfText, read_pdf

__all__ = ["PdfNote", "PdfText", "read_pdf"]
