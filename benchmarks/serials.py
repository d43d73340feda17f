"""Write a serial to measure with: `python benchmarks/serials.py FOLDER --episodes 365 --words 800`.

The same numbers give the same bytes, always: prose that means nothing and breaks into lines as English
does, in a book folder for make-book and, beside it, as one Markdown file for pandoc.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

LANGUAGE = Path(__file__).with_suffix(".toml")
FIRST_DAY = date(1911, 3, 14)
TITLE, AUTHOR = "The Ledgers of Saltmouth", "Hester Quillfeather"
EVERY_SO_MANY = 3
"""One episode in so many has a note."""


class Episode(NamedTuple):
    """One instalment; `paragraphs` are Markdown."""

    number: int
    day: date
    title: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...]


class Speaker:
    """Says sentences of the language in `serials.toml`, the commoner words of a class oftener."""

    def __init__(self, seed: int) -> None:
        language = tomllib.loads(LANGUAGE.read_text("utf-8"))
        self.chance = random.Random(seed)
        self.words = {name: _split(text) for name, text in language["words"].items()}
        self.rules: dict[str, list[str]] = language["rules"]

    def say(self, rule: str) -> str:
        """Return words for `rule`, its first letter large where a sentence begins."""
        said = re.sub(r"<(\w+)>", lambda name: self.say(name[1]), self._one_of(rule))
        said = re.sub(r"\ba (?=[aeiou])", "an ", said)
        if rule not in ("sentence", "title"):
            return said
        return re.sub(r"^\W*\w", lambda first: first[0].upper(), said)

    def _one_of(self, rule: str) -> str:
        if rule in self.words:
            return self.words[rule][int(len(self.words[rule]) * self.chance.random() ** 1.8)]
        return self.rules[rule][int(len(self.rules[rule]) * self.chance.random() ** 1.1)]

    def paragraph(self) -> str:
        """Return a paragraph: talk, or one to six sentences."""
        if self.chance.random() < 0.42:
            return self.say("speech")
        return " ".join(self.say("sentence") for _ in range(1 + int(6 * self.chance.random())))


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")] if "|" in text else text.split()


def episodes(count: int, words: float, seed: int = 1) -> Iterator[Episode]:
    """Yield `count` episodes of about `words` words; together they have `count * words`, give or take a paragraph."""
    speaker = Speaker(seed)
    spoken = 0
    for number in range(1, count + 1):
        paragraphs: list[str] = []
        while not paragraphs or spoken < number * words - 25:
            room = round(number * words - spoken)
            paragraphs.append(_no_longer(speaker.paragraph(), max(room, 12)))
            spoken += len(paragraphs[-1].split())
        notes = (speaker.say("note"),) if number % EVERY_SO_MANY == 0 else ()
        if notes:
            paragraphs[len(paragraphs) // 2] += "[^1]"
        day = FIRST_DAY + timedelta(days=number - 1)
        yield Episode(number, day, speaker.say("title"), tuple(paragraphs), notes)


def _no_longer(paragraph: str, words: int) -> str:
    """Return `paragraph`, or its first sentences if it has more than `words` words and a few."""
    if len(paragraph.split()) <= words + 20 or "“" in paragraph:
        return paragraph
    kept = ""
    for sentence in re.findall(r"[^.?]+[.?*]+", paragraph):
        if kept and len(f"{kept}{sentence}".split()) > words + 10:
            break
        kept += sentence
    return kept


def write_serial(folder: Path, told: Iterator[Episode]) -> int:
    """Write `told` as the book `folder`/book and as `folder`/pandoc.md; return the number of words."""
    texts = folder / "book" / "manuscript" / "episodes"
    texts.mkdir(parents=True)
    (texts.parent / "book.toml").write_text(_book(), "utf-8")
    words = 0
    with (folder / "pandoc.md").open("w", encoding="utf-8") as whole:
        whole.write(f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\nlang: en-GB\n---\n")
        for episode in told:
            (texts / f"{episode.number:04}.md").write_text(_head(episode) + _body(episode, "1"), "utf-8")
            whole.write(f"\n# {episode.title}\n\n*{episode.day}*\n\n{_body(episode, f'{episode.number}-1')}")
            words += sum(len(paragraph.split()) for paragraph in episode.paragraphs)
    return words


def _book() -> str:
    return (
        f'[book]\ntitle = "{TITLE}"\nauthors = ["{AUTHOR}"]\nlanguage = "en-GB"\ndate = "1925"\n'
        'identifier = "urn:uuid:0e3c2a68-64c5-5d0a-9f5e-5f2a1f7f1911"\n\n[order]\nby = "number"\n'
    )


def _head(episode: Episode) -> str:
    return f'---\nnumber: {episode.number}\ndate: {episode.day}\ntitle: "{episode.title}"\n---\n\n'


def _body(episode: Episode, key: str) -> str:
    text = "\n\n".join(episode.paragraphs).replace("[^1]", f"[^{key}]")
    return "".join((text, "\n", *(f"\n[^{key}]: {note}\n" for note in episode.notes)))


def main() -> int:
    """Write one serial."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--episodes", type=int, default=365)
    parser.add_argument("--words", type=float, default=800, help="of an episode, on the average")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    words = write_serial(options.folder, episodes(options.episodes, options.words, options.seed))
    print(f"{options.folder}: {options.episodes} episodes, {words} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
