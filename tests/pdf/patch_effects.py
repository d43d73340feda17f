"""Run as a program: what WeasyPrint does with every patch of `FIXES`, or with all but one, printed as JSON."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from typing import Any

import weasyprint
from weasyprint.formatting_structure.boxes import BlockBox, LineBox, TextBox

from make_book.pdf.layout import patch_installation, patches, patching
from pdf.leave_out import leave_out

KINDS = ("outer", "inner")


def lines(page: Any) -> list[str]:
    """Return the text of every line of a page."""
    boxes = [box for box in page._page_box.descendants() if isinstance(box, LineBox)]
    return ["".join(part.text for part in box.descendants() if isinstance(part, TextBox)) for box in boxes]


def hanging_space() -> list[str]:
    """Return the first line of a paragraph that is as wide as its first two words."""
    css = "@page { size: 600px } p { font: 16px serif; margin: 0; float: left; clear: left }"
    measured = weasyprint.HTML(string=f"<style>{css}</style><p>one two</p>").render()
    boxes = measured.pages[0]._page_box.descendants()
    width = next(box.width for box in boxes if isinstance(box, BlockBox) and box.element_tag == "p")
    text = f'<p style="width: {width + 0.5}px">one two <em>alpha beta </em>gamma</p>'
    return lines(weasyprint.HTML(string=f"<style>{css}</style>{text}").render().pages[0])[:1]


def lost_notes() -> list[str]:
    """Return the notes of some crowded little books that stand on no page, or on two."""
    css = (
        "@page { size: 200px 150px; margin: 10px; @footnote { margin-top: 4px } }"
        "body { font: 10px/12px serif } p { margin: 0; orphans: 1; widows: 1 }"
        ".n { float: footnote; font-size: 8px; line-height: 10px }"
    )
    lost = []
    for seed in range(40):
        source, body, count = random.Random(seed), "", 0
        for _ in range(source.choice([2, 4])):
            body += "<p>"
            for _ in range(source.choice([20, 40, 60])):
                body += "word "
                if source.random() < 0.12:
                    count += 1
                    body += f'<span class="n">note{count}x {"more " * source.choice([0, 5, 20])}</span> '
            body += "</p>"
        pages = weasyprint.HTML(string=f"<style>{css}</style>{body}").render().pages
        text = " ".join(line for page in pages for line in lines(page))
        lost += [f"{seed}: {number}" for number in range(1, count + 1) if text.count(f"note{number}x") != 1]
    return lost


def early_notes() -> list[str]:
    """Return the notes in notes that stand on a page before their call, or on none."""
    css = (
        "@page { size: 200px 150px; margin: 10px; @footnote { margin-top: 4px } }"
        "body { font: 10px/12px serif } p { margin: 0; orphans: 1; widows: 1 }"
        ".n { float: footnote; font-size: 8px; line-height: 10px }"
    )
    early = []
    for seed in (0, 1, 6, 7):
        source, body, count = random.Random(seed), "", 0
        for _ in range(source.choice([2, 4])):
            body += "<p>"
            for _ in range(source.choice([20, 40, 60])):
                body += "word "
                if source.random() < 0.1:
                    count += 1
                    body += f'<span class="n">outer{count}x {"more " * source.choice([0, 5, 12])}'
                    body += f'<span class="n">inner{count}x {"more " * source.choice([0, 8])}</span> </span> '
            body += "</p>"
        pages = weasyprint.HTML(string=f"<style>{css}</style>{body}").render().pages
        texts = [" ".join(lines(page)) for page in pages]
        for number in range(1, count + 1):
            outer, inner = ([at for at, text in enumerate(texts) if f"{kind}{number}x" in text] for kind in KINDS)
            if len(outer) != 1 or len(inner) != 1 or inner < outer:
                early.append(f"{seed}: {number}")
    return early


def divided() -> list[str]:
    """Return how pyphen divides a word in which British and American differ, for `en`."""
    from weasyprint.text.line_break import pyphen

    return [pyphen.Pyphen(lang="en").inserted("knowledge")]


def dated() -> list[str]:
    """Return whether a font that is saved would get another date."""
    from weasyprint.pdf import fonts

    return [str(getattr(fonts.TTFont, "keywords", {}).get("recalcTimestamp", True))]


TRIES: dict[str, Callable[[], list[str]]] = {
    "hanging space": hanging_space,
    "lost notes": lost_notes,
    "early notes": early_notes,
    "divided": divided,
    "dated": dated,
}

if __name__ == "__main__":
    what, without = sys.argv[1], sys.argv[2]
    leave_out()
    for patch in (*patches.FIXES, *patches.OWN_WRITING):
        if patch.target != without and patch not in patch_installation.LEFT_OUT:
            patching.put_in_place(patch)
    print(json.dumps(TRIES[what]()))
