"""What holds for every clipping: nothing raises, nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.importing import prepare
from make_book.importing.clippings import Gathered
from make_book.importing.import_values import Clipping, EpisodeDraft, RawEpisode
from make_book.importing.phrases import all_phrases
from make_book.importing.repair import repair
from make_book.importing.text_paragraphs import words
from make_book.importing.understanding import understand

CLIPPINGS = Path(__file__).with_name("clippings")


def kept(draft: EpisodeDraft) -> Counter[str]:
    fields = [f.slice if f.name in ("number", "date") else f.value for f in draft.fields]
    people = [person.name for person in draft.translators]
    return Counter(words([*fields, *people, *(block.text for block in draft.blocks), *draft.consumed]))


@pytest.mark.parametrize("path", sorted(CLIPPINGS.glob("*/in/*.txt")), ids=lambda path: path.stem)
def test_no_word_of_a_clipping_is_lost(path: Path) -> None:
    if repaired := repair(path.read_bytes()):
        (draft,) = understand([RawEpisode(path.name, repaired.text)], None).drafts
        assert not Counter(words([repaired.text])) - kept(draft)


PHRASES = [
    phrase.replace("{language}", "Russian").replace("{name}", "Rosa Anker").replace("{place}", "Vell")
    for phrases in all_phrases().values()
    for phrase in (
        *phrases.telling,
        *phrases.episode,
        *phrases.credit,
        *phrases.places,
        *phrases.addendum,
        *phrases.here,
    )
]
PIECES = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(
        [
            " date ",
            "2020-10-13",
            "2020-12",
            "13.1.2020",
            " 22",
            ". ",
            ": ",
            " : ",
            "\n\n",
            "\n",
            "Rosa Anker ",
            "“",
            "” ",
            '"',
        ]
    ),
    st.text(max_size=8),
)


@given(st.lists(st.lists(PIECES, max_size=25).map(" ".join), min_size=1, max_size=4))
def test_no_word_of_any_text_is_lost(texts: list[str]) -> None:
    repaired = [found.text for text in texts if (found := repair(text.encode("utf-8", "replace")))]
    raws = [RawEpisode(f"{index}.txt", text) for index, text in enumerate(repaired)]
    for raw, draft in zip(raws, understand(raws, None).drafts, strict=True):
        assert not Counter(words([raw.text])) - kept(draft)


@given(st.lists(st.binary(max_size=120), max_size=4), st.sampled_from([None, "en", "zz"]))
def test_no_bytes_make_an_import_raise_and_a_second_one_finds_nothing_to_do(
    data: list[bytes], language: str | None
) -> None:
    gathered = Gathered(tuple(Clipping(f"{index}.txt", one) for index, one in enumerate(data)), ())
    made = prepare(gathered, {}, language=language)
    again = prepare(gathered, made.plan.files, language=language)
    assert again.plan.files == {}
