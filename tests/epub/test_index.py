"""The index in the EPUB: each place a link that leads to the very words, with a name of its own."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest

import gates
from epub.reading import EPUB, XHTML, files, package, tree
from epub.samples import COVER, MOMENT, PLAIN, STYLES
from make_book.compose import compose
from make_book.epub.epub_edition import make_epub
from make_book.manuscript.sources import read
from make_book.typeset.sections import typeset

EPISODES = {
    "001.md": "---\nnumber: 1\ntitle: The quay\n---\n\nThe [tide]{.index} rose[^1] and"
    ' the [Tide]{.index see-also=Floods} fell. []{.index term="Sea" see="Tide"}\n\n'
    '[^1]: At the [stairs]{.index term="Quay" sub="its stairs"}.\n',
    "002.md": "---\ntitle: A letter without a number\n---\n\nNobody spoke of the [tide]{.index to=end}.\n\nOf the"
    " [floods]{.index} they did.[]{#end}\n",
}


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("book")
    (root / "manuscript" / "episodes").mkdir(parents=True)
    (root / "manuscript" / "book.toml").write_text('[book]\ntitle = "The Ferry"\nlanguage = "en"\nidentifier = "f"\n')
    (root / "manuscript" / "index.md").write_text("Names of ships are left out.\n")
    for name, text in EPISODES.items():
        (root / "manuscript" / "episodes" / name).write_text(text)
    book = compose(read(root).manuscript).book
    path = root / "book.epub"
    path.write_bytes(make_epub(book, typeset(book, STYLES), PLAIN, STYLES, MOMENT, cover=COVER).data)
    return path


def test_every_link_of_the_index_leads_to_a_place_that_is_there(epub: Path) -> None:
    data = epub.read_bytes()
    links = [str(link.get("href")) for link in tree(data, "index.xhtml").iter(f"{XHTML}a")]
    assert len(links) == 7
    for link in links:
        path, _, anchor = link.partition("#")
        name = posixpath.normpath(posixpath.join("EPUB", path or "index.xhtml"))
        assert anchor
        assert f'id="{anchor}"'.encode() in files(data)[name], link


def test_the_places_of_an_entry_have_names_of_their_own(epub: Path) -> None:
    for run in tree(epub.read_bytes(), "index.xhtml").iter(f"{XHTML}span"):
        if run.get(f"{EPUB}type") == "index-locator-list":
            names = [link.get("aria-label") or link.text for link in run.iter(f"{XHTML}a")]
            assert len(set(names)) == len(names) > 0


def test_the_index_is_declared_and_in_the_contents(epub: Path) -> None:
    data = epub.read_bytes()
    features = [meta.text for meta in package(data).iter() if meta.get("property") == "schema:accessibilityFeature"]
    assert "index" in features
    (jump,) = (link for link in tree(data, "nav.xhtml").iter(f"{XHTML}a") if link.get(f"{EPUB}type") == "index")
    assert (jump.text, jump.get("href")) == ("Index", "index.xhtml")


def test_what_only_print_needs_is_not_in_the_epub(epub: Path) -> None:
    assert b"data-until" not in files(epub.read_bytes())["EPUB/index.xhtml"]


@pytest.mark.gate
@pytest.mark.parametrize("version", ["5.3.0", "4.2.6"])
def test_epubcheck_has_nothing_to_say_of_an_index(epub: Path, version: str) -> None:
    assert gates.epubcheck(epub, version) == ()


@pytest.mark.gate
def test_ace_finds_no_violation_in_an_index(epub: Path) -> None:
    assert gates.ace(epub) == ()
