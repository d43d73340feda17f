"""What `serve` and `watch` say at the terminal: a line for each build, and what is wrong."""

from __future__ import annotations

from pathlib import Path

from make_book.cli.answer import Answer
from make_book.cli.main import CRASH_FILE
from make_book.cli.screen import Screen, many
from make_book.serving.messages import Crashed, Done, EditionMade, Message, Stage


class Reporter:
    """Hears the builder, and tells the person at the terminal."""

    def __init__(self, screen: Screen) -> None:
        """Speak on `screen`."""
        self.screen = screen
        self.made: dict[str, str] = {}
        self._told: object = ()

    def hear(self, message: Message, seconds: float) -> None:
        """Take `message`, which came `seconds` after the save."""
        if isinstance(message, Stage):
            count = f" {message.done} of {message.whole}" if message.whole else ""
            self.screen.show(f"{message.name} …{count}")
        elif isinstance(message, EditionMade) and message.first is None:
            pages = f" ({many(len(message.page_entries), 'page')})" if message.page_entries else ""
            self.made[message.edition] = f"{message.edition}{pages}"
        elif isinstance(message, Done):
            self._done(message, seconds)
        elif isinstance(message, Crashed):
            self._crashed(message)

    def _done(self, done: Done, seconds: float) -> None:
        if done.findings != self._told:
            self._told = done.findings
            self.screen.give(Answer(done.findings), json=False, strict=False)
        if self.screen.quiet:
            return
        what = ", ".join(self.made.values())
        words = f"made {what or 'nothing'}, {seconds:.1f} s" if done.whole else "not all could be made; the old stays"
        self.screen.say(self.screen.paint(words, "dim" if done.whole else "red"))

    def _crashed(self, crash: Crashed) -> None:
        self.screen.say(f"{self.screen.paint('the builder has stopped', 'red', 'bold')}: {crash.reason}")
        if crash.report:
            Path(CRASH_FILE).write_text(crash.report, encoding="utf-8", errors="backslashreplace")
            self.screen.say(f"This is a bug in make-book, not in your book. The details are in {CRASH_FILE}.")
        self.screen.say("It is started again at the next save.")
