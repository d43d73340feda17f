"""What a reader sees of the tokens of a text: words, numbers of items and notes, captions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

from make_book.checks.list_numbers import ItemList, opened
from make_book.checks.second_reader.html import Event, events, tag_events
from make_book.checks.second_reader.html_names import BLOCKS, REMOVED, VOID
from make_book.checks.second_reader.inline_rules import LIST, settle
from make_book.checks.second_reader.parser import RESTORED
from make_book.checks.wording import CALL, END, GENERATED, ITEM, OPTIONAL, OR

_BREAKS = BLOCKS | {"br", "hr"}
_LISTS = ("ol", "ul", "menu", "dir")

Label = str | int
"""What a note is known by: its label, or the number of one that stands in the text itself."""


def label_of(call: Token) -> Label:
    """Return what the note is known by that the token `call` calls."""
    label: Label = call.meta.get("label", call.meta.get("id", ""))
    return label


class Writer:
    """Writes the words of tokens, each on its line."""

    def __init__(self, numbers: Mapping[Label, int], source: Sequence[str]) -> None:
        """Take the numbers of the notes by their labels, and the lines of the source."""
        self._numbers, self._source, self._whole = numbers, source, "\n".join(source)
        self._said: defaultdict[int, list[str]] = defaultdict(list)
        self._line = self._depth = 0
        self._lists: list[ItemList] = []
        self._removed: list[tuple[str, int]] = []
        """Elements that are open and have no place in a book, and how deep in Markdown's blocks they began."""
        self._spans: list[str] = []
        """What stands at the end of each span that is open."""
        self._bracket = False
        """Whether an editor's remark has begun and no word of it is written."""

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the number of each line that has words, and these."""
        for line, said in sorted(self._said.items()):
            if (text := "".join(said)).strip():
                yield line, text + "\n"

    def write(self, tokens: Sequence[Token]) -> None:
        """Write the words of blocks."""
        for at, token in enumerate(tokens):
            if token.map and token.nesting >= 0:
                self._line = token.map[0]
            if token.type == "inline":
                children = settle(token.children or [])
                self._inline(children, figure=tokens[at - 1].type == "paragraph_open" and _is_figure(children))
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "html_block":
                self._html(list(events(token.content, self._whole)))
            elif token.tag:
                self._block(token, tokens[at + 1] if at + 1 < len(tokens) else None)

    def _say(self, text: str) -> None:
        if self._removed:
            return
        if self._bracket and text.strip():
            self._bracket = False
            if text.lstrip().startswith("["):
                self._spans[-1] = ""
            else:
                text = f"[{text}"
        self._said[self._line].append(text.translate(RESTORED))

    def _block(self, token: Token, following: Token | None) -> None:
        """Begin or end a block of Markdown's; of a block without words its mark may have been taken for one."""
        self._depth += token.nesting
        if token.nesting < 0:
            self._removed = [one for one in self._removed if one[1] <= self._depth]
            self._close(token.tag)
            return
        empty = following is not None and (
            following.nesting < 0 or (following.type == "inline" and not following.content)
        )
        self._open(token.tag, {name: str(value) for name, value in token.attrs.items()}, written=token.info)
        if empty and token.markup in ("-", "+", "*", "#", "##", "###", "####", "#####", "######"):
            self._say(f"{OPTIONAL}{token.markup}{END}\n")
        elif token.tag == "dd" and self._source[self._line].lstrip(" >").startswith("~"):
            self._say("~ ")

    def _open(self, tag: str, attributes: Mapping[str, str], *, items: int = 1, written: str = "") -> None:
        if tag in REMOVED and tag not in VOID:
            self._removed.append((tag, self._depth))
        if tag in _BREAKS:
            self._say("\n")
        if tag in _LISTS:
            self._lists.append(opened(tag, attributes, items))
        elif tag == "li" and self._lists and (label := self._lists[-1].label(attributes.get("value"))):
            other = f"{OR}{written}" if written not in ("", label) else ""
            self._say(f"{ITEM}{label}{other}{END} ")
        elif tag == "span":
            self._bracket = "editor" in attributes.get("class", "").split()
            self._spans.append("]" if self._bracket else "")

    def _close(self, tag: str) -> None:
        names = [name for name, _ in self._removed]
        if tag in names:
            del self._removed[len(names) - 1 - names[::-1].index(tag) :]
        if tag in _BREAKS:
            self._say("\n")
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "span" and self._spans:
            if self._bracket:
                self._say("[")
            self._bracket = False
            self._say(self._spans.pop())

    def _lines(self, text: str) -> None:
        """Write `text`, which goes on over lines of the source."""
        for line in text.splitlines(keepends=True):
            self._say(line)
            self._line += line.endswith("\n")

    def _code(self, token: Token) -> None:
        self._say("\n")
        self._line += token.type == "fence"
        self._lines(token.content)

    def _html(self, happened: Sequence[Event]) -> None:
        first = self._line
        for at, (kind, name, attributes, lines) in enumerate(happened):
            self._line = first + lines
            if kind == "open" and name == "img":
                self._aside(attributes.get("title", ""))
                self._aside(attributes.get("alt", ""))
            elif kind == "open":
                if (name, _after(happened, at)) == ("a", "close"):
                    self._no_words(attributes.get("href", ""))
                self._open(name, attributes, items=_items(happened[at:]) if "reversed" in attributes else 1)
            elif kind == "close":
                self._close(name)
            else:
                self._lines(name)

    def _inline(self, tokens: Sequence[Token], *, figure: bool) -> None:
        for at, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                self._say("\n")
                self._line += 1
            elif token.type == "image":
                self._picture(token, _credit(tokens), figure=figure)
            elif token.type == "footnote_ref":
                self._say(f"{CALL}{self._numbers[label_of(token)]}{END}")
            elif token.type == "html_inline":
                if _is_empty_link(tokens[at : at + 3]):
                    self._no_words(next((said.get("href", "") for _, _, said, _ in tag_events(token.content)), ""))
                line = self._line
                self._html(list(tag_events(token.content)))
                self._line = line + token.content.count("\n")
            elif token.type in ("text", "code_inline"):
                self._say(token.content)
            elif token.type == "link_open" and tokens[at + 1].type == "link_close":
                self._no_words(str(token.attrs.get("href", "")))
            elif token.tag == "span":
                self._span(token)

    def _no_words(self, address: str) -> None:
        """Write what a link without words says: its address, or words that the program makes."""
        if ":" in address and not address.startswith("episode:"):
            self._aside(address)
        else:
            self._say(GENERATED)

    def _span(self, token: Token) -> None:
        if token.nesting > 0:
            self._open("span", {name: str(value) for name, value in token.attrs.items()})
        else:
            self._close("span")

    def _picture(self, token: Token, credit: str, *, figure: bool) -> None:
        """Write caption and credit of a figure; of another picture they may be missing.

        In the place of a picture that is not in the book its text alternative may stand.
        """
        source, caption = str(token.attrs.get("src", "")), token.meta["caption"]
        in_book = ":" not in source and "images/" in source
        if figure and not source.startswith("data:"):
            if not in_book:
                self._aside(token.content)
            self._inline(settle(caption), figure=False)
            self._say(f" {credit}\n")
            return
        self._aside("" if in_book else _plain(token.children or ()))
        self._aside("".join(child.content for child in caption))
        self._aside(credit)

    def _aside(self, words: str) -> None:
        if words.strip():
            self._say(f" {OPTIONAL} {words} {END} ")


def _plain(tokens: Sequence[Token] | None) -> str:
    """Return the words of a picture's text alternative."""
    return "".join(_plain(token.children) if token.type == "image" else token.content for token in tokens or ())


def _after(happened: Sequence[Event], at: int) -> str:
    """Return what follows the event number `at`, but for white space."""
    rest = (kind for kind, words, _, _ in happened[at + 1 : at + 3] if kind != "text" or words.strip())
    return next(rest, "")


def _is_empty_link(tokens: Sequence[Token]) -> bool:
    """Tell whether a link of HTML begins there in which no words stand."""
    written = "".join(token.content for token in tokens).lower()
    return written.startswith("<a ") and "".join(written.partition(">")[2].split()).startswith("</a")


def _items(happened: Sequence[Event]) -> int:
    """Return how many items the list has that begins with the first event."""
    depth = count = 0
    for kind, name, _, _ in happened:
        if name in _LISTS and kind != "text":
            depth += 1 if kind == "open" else -1
            if depth == 0:
                break
        count += (kind, name, depth) == ("open", "li", 1)
    return count


def _is_figure(tokens: Sequence[Token]) -> bool:
    """Tell whether a picture, or a link that shows one, is all there is in a paragraph."""
    rest = [token for token in tokens if token.type not in (LIST, "link_open", "link_close", "softbreak")]
    shown = [token for token in rest if token.type != "text" or token.content.strip()]
    return len(shown) == 1 and shown[0].type == "image"


def _credit(tokens: Sequence[Token]) -> str:
    """Return what the attribute lists of a paragraph say of its picture's origin."""
    lists = (token.meta.get("said", {}) for token in tokens)
    return next((str(said["credit"]) for said in lists if "credit" in said), "")
