"""`watch` and `serve` at the terminal."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from make_book.findings import BookError
from make_book.serving.server import HOST, bind
from serving.books import EPISODES, episode, text, write_book


class Running:
    """A command that runs, and the lines it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line.rstrip())

    def until(self, word: str) -> list[str]:
        """Return the lines up to the one with `word`."""
        found = [self.lines.get(timeout=60)]
        while word not in found[-1]:
            found.append(self.lines.get(timeout=60))
        return found

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "make_book", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book")


def test_watch_keeps_the_files_as_the_book_is(book: Path) -> None:
    epub = book / "dist" / "the-salt-ledger.epub"
    with running("watch", "--target", "epub", "--jobs", "1", str(book)) as command:
        command.until(".epub")
        first = epub.read_bytes()
        episode(book, 1).write_text(text(1, EPISODES[0]).replace("Paragraph 1.1", "Kittiwakes"), "utf-8")
        command.until(".epub")
        second = epub.read_bytes()
        assert second != first
        episode(book, 1).write_text("---\nnumber: [\n---\n", "utf-8")
        told = command.until("the old stays")
        assert any("001.md:2:1: error: " in line and "[MAN-030]" in line for line in told)
        assert epub.read_bytes() == second
        episode(book, 1).write_text(text(1, EPISODES[0]), "utf-8")
        command.until(".epub")
        assert epub.read_bytes() == first
        assert [path.name for path in (book / "dist").iterdir()] == ["the-salt-ledger.epub"]
        assert command.interrupt() == 130


def test_an_edition_nobody_knows_is_told_of(book: Path) -> None:
    with running("watch", "--target", "vinyl", str(book)) as command:
        told = command.until("the old stays")
        assert any("there is no [editions.vinyl]" in line and "[OUT-002]" in line for line in told)
        assert command.interrupt() == 130
    assert not (book / "dist").exists()


def test_serve_prints_an_address_of_this_machine_and_leaves_dist_alone(book: Path) -> None:
    with running("serve", "--port", "0", "--target", "epub", str(book)) as command:
        [address] = [line for line in command.until("http://") if line.startswith("http")]
        assert address.startswith(f"http://{HOST}:")
        assert len(address.rstrip("/").rpartition("/")[2]) >= 32
        command.until("made epub")
        assert command.interrupt() == 130
    assert not (book / "dist").exists()


def test_a_port_that_is_taken_is_a_finding_if_it_was_asked_for() -> None:
    with bind(0) as first:
        port = first.getsockname()[1]
        assert first.getsockname()[0] == "127.0.0.1"
        with pytest.raises(BookError) as caught:
            bind(port)
        assert [finding.code for finding in caught.value.findings] == ["SRV-001"]


def test_the_usual_port_is_only_a_wish() -> None:
    with bind(None) as first, bind(None) as second:
        assert isinstance(second, socket.socket)
        assert first.getsockname()[1] != second.getsockname()[1]
