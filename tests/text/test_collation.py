"""Lists in the order in which people of a language look things up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.text.collation import FIGURES, initial, sort_key

ORDERS = {
    "en": "1st quay|Ångström|New York|Newark|No. 2|No. 10|O’Brien|obrist|resume|résumé|Zoë",
    "en-GB": "Anker, Rosa|Anker (ship)|Anker family|Ankers",
    "de": "Äpfel|Apfelbaum|Masse|Maße|Massenet|Muller|Müller|Mullner|Ostern|Österreich",
    "sv": "Aalto|Zorn|Åberg|Ärlig|Öberg",
    "da": "Aarhus|Zealand|Æbelø|Østerbro|Århus",
    "es": "nube|nuez|ñandú|oso",
    "pl": "lato|łódź|mama|sala|środa|zima|źródło|żaba",
    "ru": "еда|ёж|ель|изба|йод|кот|Anker",
    "be": "еўра|ёд|жыта|узор|ўдалы|фарба",
    "uk": "гора|ґанок|дім|єдність|іній|їжак|йод",
    "cs": "cena|čas|hrad|chata|Ivan",
    "fr": "cote|coté|côte|côté|élan|Éluard|œil|officier",
    "hu": "cukor|csak|odú|öböl|őr|öt",
    "tr": "Ilgaz|İzmir|jale",
}
GROUPS = [
    ("en", "«Hope»", "H"),
    ("en", "Ångström", "A"),
    ("en", "1976", FIGURES),
    ("en", "— ?", ""),
    ("sv", "Åberg", "Å"),
    ("cs", "chata", "Ch"),
    ("ru", "Ёж", "Е"),
    ("ru", "Anker", "A"),
    ("tr", "izmir", "İ"),
    ("en", "日本", "日"),
]


@pytest.mark.parametrize("tag", ORDERS)
def test_words_stand_in_the_order_of_the_language(tag: str) -> None:
    words = ORDERS[tag].split("|")
    backwards = words[::-1]
    assert sorted(backwards, key=lambda word: sort_key(word, tag)) == words


@pytest.mark.parametrize(("tag", "word", "letter"), GROUPS)
def test_a_word_stands_in_the_group_of_its_first_letter(tag: str, word: str, letter: str) -> None:
    assert initial(word, tag) == letter


@given(st.lists(st.text(max_size=8), max_size=8), st.sampled_from(["en", "de", "hu", "ru", "tr", "xx"]))
def test_any_words_have_one_order_and_each_group_stands_together(words: list[str], tag: str) -> None:
    backwards = words[::-1]
    ordered = sorted(words, key=lambda word: sort_key(word, tag))
    assert ordered == sorted(backwards, key=lambda word: sort_key(word, tag))
    groups = [initial(word, tag) for word in ordered]
    assert len(dict.fromkeys(groups)) == sum(a != b for a, b in zip(["none", *groups], groups, strict=False))
