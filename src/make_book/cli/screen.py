"""The terminal: findings, progress and last words on standard error, data on standard output."""

from __future__ import annotations

import argparse
import json as json_
import os
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import msgspec

from make_book.cli.answer import Answer, as_data
from make_book.findings import Finding, Severity, errors

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_OFTEN = 10
"""Of so many pieces one is shown."""
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class Screen:
    """Where a verb's words go, and how many of them. `root` is the folder that findings' files lie in."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False, colour: bool = False, live: bool = False) -> None:
        """Speak in `colour`; show the progress `live`; `quiet` and `verbose` as their options say."""
        self.quiet, self.verbose, self.colour, self.live = quiet, verbose, colour, live
        self.root: Path | None = None
        self._began = self._stage_began = time.perf_counter()
        self._stage, self._showing = "", False

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Screen:
        """Return the screen that `arguments` and the environment ask for."""
        silent = arguments.quiet or arguments.json
        return cls(
            quiet=silent,
            verbose=arguments.verbose and not silent,
            colour=coloured(arguments.color, sys.stderr),
            live=not silent and _is_terminal(sys.stderr),
        )

    @property
    def seconds(self) -> float:
        """How long this command has run."""
        return time.perf_counter() - self._began

    def paint(self, text: str, *styles: str) -> str:
        """Return `text` in `styles` if the screen has colours."""
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour and codes and text else text

    def say(self, text: str = "") -> None:
        """Print a line for people."""
        self.clear()
        print(text, file=sys.stderr)

    def stage(self, name: str) -> None:
        """Tell that the stage `name` begins; with `verbose`, how long the one before it took."""
        self._end_stage()
        self._stage, self._stage_began = name, time.perf_counter()
        self.show(f"{name} …")

    def progress(self, stage: str, done: int, total: int) -> None:
        """Take note that `stage` begins (0 of 0); show how many of a stage's pieces are done, if they are many."""
        if not total:
            self.stage(stage)
        elif total > 1 and (done % _OFTEN == 0 or done == total):
            self.show(f"{self._stage} … {stage} {done} of {total}")

    def show(self, text: str) -> None:
        """Show `text` where the next words will be: it is gone with them."""
        if self.live:
            print(f"\r\x1b[K{self.paint(text, 'dim')}", end="", file=sys.stderr, flush=True)
            self._showing = True

    def clear(self) -> None:
        """Take away what `show` left."""
        if self._showing:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._showing = False

    def give(self, answer: Answer, *, json: bool, strict: bool) -> int:
        """Print `answer` and return the exit status it stands for."""
        self._end_stage()
        findings = tuple(dict.fromkeys(answer.findings))
        if json:
            data = {**answer.data, "findings": [as_data(finding) for finding in findings]}
            _write(as_json(data))
        else:
            _write(answer.text)
            self._print(findings)
            if not self.quiet:
                for line in answer.closing:
                    self.say(line)
        return 1 if answer.failed or errors(findings, strict=strict) else 0

    def place(self, finding: Finding) -> str:
        """Return where `finding` is, as `file:line:column` from the folder we are in."""
        if finding.span is None:
            return "make-book"
        path = self.root / finding.span.file if self.root else None
        if path is None or not path.exists():
            return str(finding.span)
        return str(msgspec.structs.replace(finding.span, file=shown(path)))

    def _print(self, findings: tuple[Finding, ...]) -> None:
        listed = [finding for finding in findings if self._wanted(finding)]
        for finding in in_order(listed):
            self._print_one(finding)
        if listed or (findings and not self.quiet):
            if listed:
                self.say()
            self.say(self._count(findings, len(findings) - len(listed)))

    def _print_one(self, finding: Finding) -> None:
        severity = self.paint(finding.severity.value, COLOURS[finding.severity], "bold")
        message, code = plain(finding.message), self.paint(f"[{finding.code}]", "dim")
        self.say(f"{self.paint(self.place(finding), 'bold')}: {severity}: {message} {code}")
        for hint in finding.hints:
            self.say(self.paint(f"    {plain(hint)}", "dim"))

    def _wanted(self, finding: Finding) -> bool:
        least = Severity.ERROR if self.quiet else Severity.NOTE if self.verbose else Severity.WARNING
        order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        return order.index(finding.severity) <= order.index(least)

    def _count(self, findings: tuple[Finding, ...], hidden: int) -> str:
        counts = [(severity, sum(f.severity is severity for f in findings)) for severity in COLOURS]
        told = ", ".join(self.paint(many(n, severity.value), COLOURS[severity]) for severity, n in counts if n)
        return f"{told} (-v shows the notes)" if hidden and not self.quiet else told

    def _end_stage(self) -> None:
        if self._stage and self.verbose:
            self.say(self.paint(f"{self._stage}: {time.perf_counter() - self._stage_began:.2f} s", "dim"))
        self._stage = ""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings` file by file, as the files first appear, and by line within each."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        by_file.setdefault(finding.span.file if finding.span else "", []).append(finding)
    return [finding for group in by_file.values() for finding in sorted(group, key=_line)]


def _line(finding: Finding) -> tuple[int, int]:
    span = finding.span
    return (span.line or 0, span.column or 0) if span else (0, 0)


def many(count: int, noun: str, nouns: str = "") -> str:
    """Return "1 note" or "1,234 notes"; `nouns` is the plural of a word that takes more than an s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {nouns or f'{noun}s'}"


def plain(text: str) -> str:
    """Return `text` without what could steer a terminal."""
    return _CONTROL.sub(" ", text)


def shown(path: Path) -> str:
    """Return `path` as one would type it here: relative if that is shorter."""
    relative = os.path.relpath(path)
    return min((relative, str(path)), key=len)


def coloured(wish: str, stream: TextIO) -> bool:
    """Tell whether to colour what goes to `stream` (no-color.org; a dumb terminal has none)."""
    if wish != "auto":
        return wish == "always"
    return _is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO) -> bool:
    return bool(stream and not stream.closed and stream.isatty())


def as_json(data: dict[str, Any]) -> str:
    """Return `data` as JSON that standard output can carry, whatever its encoding."""
    carries_all = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    return json_.dumps(data, ensure_ascii=not carries_all, indent=2) + "\n"


def _write(text: str) -> None:
    if not text:
        return
    sys.stdout.write(text)
    sys.stdout.flush()
