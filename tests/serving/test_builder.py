"""What the builder says, and when it gives way."""

from __future__ import annotations

import threading
from multiprocessing import Pipe
from pathlib import Path

import pytest

from make_book.pipeline import Options
from make_book.resources import BuildResources
from make_book.serving import builder
from make_book.serving.builder import BuildRequest, _Builder
from make_book.serving.messages import Build, Done, EditionMade, Message, Stage, Typeset, pack, unpack
from make_book.serving.rendered_editions import RenderedDocuments, RenderedPages
from serving.books import EPISODES, episode, write_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("built"))


OVER = "over"


class BuilderInThread:
    """A builder in this process, and everything it says."""

    def __init__(self, root: Path, *targets: str) -> None:
        self.ours, theirs = Pipe()
        self.builder = _Builder(theirs, BuildRequest(root, Options(resources=BuildResources(jobs=1)), targets))
        self.heard: list[Message] = []

    def build(self, order: Build) -> list[Message]:
        """Build, and return what was said, stages left out."""
        listener = threading.Thread(target=self._listen)
        self.heard = []
        listener.start()
        self.builder.build(order)
        self.builder.progress(OVER, 0, 0)
        listener.join(60)
        return [message for message in self.heard if not isinstance(message, Stage)]

    def _listen(self) -> None:
        while (message := unpack(self.ours.recv_bytes())) != Stage(OVER):
            self.heard.append(message)


def test_the_book_is_told_first_then_what_is_looked_at_then_the_rest(book: Path) -> None:
    for first, kinds in (("print", ["print", "screen"]), ("screen", ["screen", "print"])):
        typeset, *made, done = BuilderInThread(book).build(Build(1, "print" if first == "print" else "screen"))
        assert isinstance(typeset, Typeset)
        assert [row.title for row in typeset.rows if row.kind == "episode"] == list(EPISODES)
        assert [one.kind for one in made if isinstance(one, EditionMade)] == kinds
        assert isinstance(done, Done)
        assert done.whole


def test_proofs_open_at_the_page_and_document_that_the_book_tells(book: Path) -> None:
    typeset, paper, screen, _ = BuilderInThread(book).build(Build(1))
    assert isinstance(typeset, Typeset)
    assert isinstance(paper, EditionMade)
    assert isinstance(screen, EditionMade)
    pages, documents = RenderedPages(paper.data, paper.page_entries), RenderedDocuments(screen.data)
    row = next(row for row in typeset.rows if row.number == 2)
    assert "Paragraph 2.1:" in pages.words(paper.starts[row.id])
    assert b"Paragraph 2.1:" in documents.member(row.document)[0]
    assert pages.picture(0, 300).startswith(b"\x89PNG")
    for index in (-1, len(pages)):
        with pytest.raises(IndexError):
            pages.picture(index, 300)
    for name in ("../mimetype", "/etc/passwd", "", "episode-099.xhtml"):
        with pytest.raises(KeyError):
            documents.member(name)
    pages.close()


def test_a_build_gives_way_to_a_newer_one_and_what_was_left_comes_first_then(book: Path) -> None:
    client = BuilderInThread(book)
    client.ours.send_bytes(pack(Build(2)))
    said = client.build(Build(1))
    assert not any(isinstance(message, Done) for message in said)
    assert client.builder.dropped == {"epub", "pdf"}
    client.builder.dropped = frozenset({"epub"})
    made = [one.kind for one in client.build(client.builder.latest()) if isinstance(one, EditionMade)]
    assert made == ["screen", "print"]


def test_of_several_orders_only_the_last_is_taken(book: Path) -> None:
    client = BuilderInThread(book)
    for generation in (1, 2, 3):
        client.ours.send_bytes(pack(Build(generation)))
    assert client.builder.latest() == Build(3)


def test_a_book_that_cannot_be_read_is_findings(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    episode(root, 1).write_text("---\nnumber: [\n---\n", "utf-8")
    [done] = BuilderInThread(root).build(Build(1))
    assert isinstance(done, Done)
    assert not done.whole
    assert "MAN-030" in {finding.code for finding in done.findings}


def test_the_pages_that_somebody_looks_at_come_before_the_book_is_bound_and_look_the_same(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "_LONG", 4)
    before = BuilderInThread(book).build(Build(1))[1]
    assert isinstance(before, EditionMade)
    row = next(section for section, page in before.starts.items() if page == before.starts["episode-003"])
    _, some, whole, *_ = BuilderInThread(book).build(Build(2, "print", (row, 0)))
    assert isinstance(some, EditionMade)
    assert isinstance(whole, EditionMade)
    assert some.first is not None
    assert (some.page_entries, some.starts, whole.first) == (whole.page_entries, whole.starts, None)
    old, new = RenderedPages(before.data, before.page_entries), RenderedPages(whole.data, whole.page_entries)
    glimpse = RenderedPages.over(old, some.data, some.page_entries, some.first)
    assert len(glimpse) == len(new)
    for page in range(len(new)):
        assert glimpse.picture(page, 200) == new.picture(page, 200)
        assert glimpse.words(page) == new.words(page)
    for pages in (glimpse, new):
        pages.close()


def test_nobody_is_shown_pages_of_a_section_that_is_gone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "_LONG", 4)
    made = [
        one
        for one in BuilderInThread(book).build(Build(1, "print", ("episode-099", 0)))
        if isinstance(one, EditionMade)
    ]
    assert [one.first for one in made] == [None, None]
