"""A small invented book for a book's own `print.css`: make-book's style sheet with rules of a test after it."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pdf.print_options import PrintOptions
from make_book.pipeline import Options, TypesetBook, typeset_book
from make_book.resources import BuildResources
from make_book.style_files import Styles
from pdf.edge import EDGE

SMALL = PdfEdition(trim="5x8", inner_margin="0.75in")
_WORDS = (
    "The tide clerk counted the boats before breakfast and wrote each of them into an extraordinarily long ledger.",
    "Nobody had asked for the ledger since the keeper of the lighthouse moved inland with a considerable dog.",
    "You might as well count the gulls, said the harbourmaster, as he had said for two and twenty years.",
    "On the feast of the pilots everybody was given a bun, a lantern and half a day to carry them about.",
    "The committee for unforeseeable circumstances met again, and foresaw that it would have to meet once more.",
)
_BOOK = """[book]
title = "Loose Leaves"
authors = ["Ada Kremer"]
translators = { name = "Piet Lamb" }
language = "en"
identifier = "urn:uuid:3b1f0e7c-52f4-5a9e-8f0b-6f4e1d2c9a77"
date = "2021-03-01"

[order]
by = "number"

[sections]
front = ["title-page", "contents"]
back = ["afterword", "image-credits"]
"""


def prose(first: int, paragraphs: int, sentences: int = 4) -> str:
    """Return paragraphs, each numbered."""
    return "\n\n".join(
        f"Paragraph {number}. " + " ".join(_WORDS[(number + step) % 5] for step in range(sentences))
        for number in range(first, first + paragraphs)
    )


_TABLE = "\n".join(["| Hour | Boats |", "|---|---:|", *(f"| Hour {n} | {n * 7 % 13} |" for n in range(1, 61))])
_BAY = '![A bay with two islands](images/bay.png "The bay"){credit="A. K."}'
_EPISODES = {
    "Sheets": f"""The sheet shows the bay and it is told in [](episode:3), later.

{prose(1, 3)}

::: {{.map}}
{_BAY}
:::

{prose(4, 3)}""",
    "Notes": f"""A long note.[^long] What came before stands in [](episode:1).

{prose(11, 4)}

The last paragraph of the harbour has a note where nothing follows.[^last]

[^long]: {" ".join(_WORDS)} {" ".join(_WORDS)} So ends the long note.

[^last]: The note of the last line.""",
    "Sides": f"""{prose(21, 1)}

::: {{.to-left}}
On a verso, if the sheet says so. {_WORDS[0]}
:::

{prose(22, 1)}

::: {{.to-right}}
On a recto, if the sheet says so. {_WORDS[1]}
:::

{prose(23, 2)}

::: {{.to-right}}
On the next recto, after a page left empty. {_WORDS[2]}
:::

{_BAY}""",
    "Heads": f"""## The first heading

::: {{.runner}}
Run of the [first](https://www.example.org/first) kind
:::

{prose(31, 2)}

## The second heading

::: {{.runner}}
Run of the *second* ![a rule](images/rule.png) kind
:::

{prose(33, 4)}

## The third heading

{prose(37, 3)}

::: {{.runner}}
Run of the third kind, see [](episode:1)
:::

{prose(40, 2)}""",
    "Hours": f"{_TABLE}\n\n{prose(51, 1)}",
    "Ends": f"""::: verse
The tide came in and measured us,
and wrote us down
:::

::: {{.faint}}
{_WORDS[3]}
:::

::: {{.tilted}}
{_WORDS[4]}
:::""",
}


@lru_cache(maxsize=1)
def loose_book() -> TypesetBook:
    """Return the book, typeset."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "manuscript"
        shutil.copytree(EDGE / "manuscript" / "images", root / "images")
        (root / "episodes").mkdir()
        (root / "book.toml").write_text(_BOOK, "utf-8")
        (root / "afterword.md").write_text(f"---\ntitle: After\n---\n\n{prose(60, 1)}\n", "utf-8")
        for number, (title, text) in enumerate(_EPISODES.items(), start=1):
            head = f"---\nnumber: {number}\ntitle: {title}\n---\n\n"
            (root / "episodes" / f"{number:03d}.md").write_text(head + text + "\n", "utf-8")
        return typeset_book(root.parent, Options())


@lru_cache(maxsize=64)
def loose(css: str = "", edition: PdfEdition = SMALL, *, plain: bool = False) -> Printed:
    """Return the book printed with `css` after make-book's `print.css`; once for all tests that ask for the same."""
    return print_loose(css, edition, plain=plain)


def print_loose(css: str, edition: PdfEdition, *, plain: bool) -> Printed:
    """Print the book with `css` after make-book's `print.css`."""
    book = loose_book()
    own = book.styles.text("print.css") + css
    styles = Styles(MappingProxyType({**book.styles.files, "print.css": own}), frozenset({"print.css"}))
    moment = book_time(book.book.imprint.date, {})
    resources, options = BuildResources(jobs=1), PrintOptions(plain)
    return make_pdf(book.book, book.sections, edition, styles, moment, resources=resources, options=options)
