"""Syntax of other programs that nothing here carries out: it is printed unchanged, and reported once for each kind."""

from __future__ import annotations

import re

from make_book.text.markdown.inline_patterns import InlinePattern, Result
from make_book.text.markdown.inline_text import InlineText
from make_book.text.markdown.job import Foreign, Job

HUGO = Foreign("TXT-022", "shortcode of Hugo", "shortcodes of Hugo")
LIQUID = Foreign("TXT-022", "tag of Liquid or Jinja", "tags of Liquid or Jinja")
VARIABLE = Foreign("TXT-022", "variable of a template", "variables of a template")
WORDPRESS = Foreign("TXT-026", "shortcode of WordPress", "shortcodes of WordPress")
EMOJI = Foreign("TXT-026", "name of an emoji", "names of emoji", "type the emoji itself")
CONTENTS = Foreign("TXT-026", "place for a table of contents", "places for a table of contents", "the book has its own")
COMMENT = Foreign("TXT-026", "comment of Obsidian", "comments of Obsidian", "write <!-- … -->: it is not printed")
BLOCK_NAME = Foreign("TXT-026", "name of a block in Obsidian", "names of blocks in Obsidian", "write {#name}")
HASHTAGS = Foreign("TXT-026", "line of hashtags", "lines of hashtags", "write them in front matter: tags: [harbour]")
COMMAND = Foreign("TXT-026", "command of TeX", "commands of TeX")
ADMONITION = Foreign("TXT-026", "admonition of MkDocs", "admonitions of MkDocs", "write a callout: > [!note] Title")
EMBED = Foreign("TXT-026", "embedded note of a wiki", "embedded notes of a wiki")

_WHOLE: tuple[tuple[Foreign, re.Pattern[str]], ...] = (
    (CONTENTS, re.compile(r"\[TOC\]|\[\[_?TOC_?\]\]|\{:toc[^{}\n]*\}|@\[toc\](?:\([^()\n]*\))?", re.IGNORECASE)),
    (HASHTAGS, re.compile(r"#[^\W\d][\w/-]*(?:[ \t]+#[^\W\d][\w/-]*)*")),
    (COMMAND, re.compile(r"\\(?:page|new|clear|line)(?:page|break|doublepage|line)?(?:\{[^{}\n]*\})?")),
    (BLOCK_NAME, re.compile(r"\^[A-Za-z0-9-]+")),
)
_FIRST_LINE = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+")
_LAST_WORD = re.compile(r"[ \n]\^[A-Za-z0-9][A-Za-z0-9-]*\Z")
_LAST_TOC = re.compile(r"\n\{:toc[^{}\n]*\}\Z", re.IGNORECASE)


def tell_of_text(text: InlineText, job: Job) -> None:
    """Tell of what another program would take a whole paragraph for, or its beginning or end."""
    first = text[0]
    if first in "[{#\\^@" and len(text) < 200:
        for kind, pattern in _WHOLE:
            if pattern.fullmatch(text):
                job.tell(kind, text, text.place(0))
    elif first in "!?" and (found := _FIRST_LINE.match(text)):
        job.tell(ADMONITION, found[0], text.place(0))
    if "^" in text[-60:] and len(text) > 60 and (found := _LAST_WORD.search(text, len(text) - 60)):
        job.tell(BLOCK_NAME, found[0].strip(), text.place(found.start() + 1))
    if text.endswith("}") and (found := _LAST_TOC.search(text, max(0, len(text) - 60))):
        job.tell(CONTENTS, found[0].strip(), text.place(found.start() + 1))


class ForeignPattern(InlinePattern):
    """A pattern of another program's syntax, which is printed unchanged."""

    kind: Foreign
    closing = ""
    """What stands at the end of every match, so that nobody looks for it in vain."""

    def handleMatch(self, m: re.Match[str], data: InlineText) -> Result:  # type: ignore[override]  # noqa: N802
        """Return the words as they stand, and tell of them."""
        if not self.applies(m, data):
            return None, None, None
        self.job.tell(self.kind, m[0], data.place(m.start()))
        return m[0], m.start(), m.end()

    def applies(self, m: re.Match[str], text: InlineText) -> bool:  # noqa: ARG002
        """Say whether the match is what it looks like."""
        return True


class EmojiNames(ForeignPattern):
    """`:smile:`."""

    signs = (":",)
    kind = EMOJI
    expression = r":(?:[a-z][a-z0-9_+-]{1,40}|[+-]1):(?![\w/:])"

    def applies(self, m: re.Match[str], text: InlineText) -> bool:
        """Leave `10:am:` and `C::a:` alone."""
        return m.start() == 0 or not (text[m.start() - 1].isalnum() or text[m.start() - 1] in ":/_")


class ObsidianComments(ForeignPattern):
    """`%% hidden %%`."""

    signs = ("%",)
    kind = COMMENT
    expression = r"%%[^%\n]{1,2000}%%"


class WordPressShortcodes(ForeignPattern):
    """`[gallery ids="1,2"]`, `[caption id="a"]` … `[/caption]`."""

    signs = ("[",)
    kind = WORDPRESS
    expression = (
        r"\[/?(?:gallery|caption|wp_caption|embed|audio|video|playlist|soundcloud|youtube|vimeo|contact-form|more)"
        r"(?:[ \t]+[\w-]+(?:=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\]\"']+))?)*[ \t]*\](?![(\[:{])"
    )

    def applies(self, m: re.Match[str], text: InlineText) -> bool:
        """Leave `[more]` and `[video]` alone, which an author may write as a remark."""
        return (
            "=" in m[0]
            or m[0][1] == "/"
            or f"[/{m[0][1:-1].split()[0]}]" in text
            or m[0] in ("[gallery]", "[playlist]")
        )


FOREIGN_PATTERNS: tuple[tuple[str, type[InlinePattern]], ...] = (
    ("emoji_name", EmojiNames),
    ("obsidian_comment", ObsidianComments),
    ("wordpress", WordPressShortcodes),
)
