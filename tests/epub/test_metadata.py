from datetime import UTC, datetime

import msgspec
import pytest

from epub.reading import DC, OPF, metas, package, refinements
from epub.samples import BOOK, SECTIONS, made, with_imprint
from make_book.clock import EARLIEST
from make_book.epub import metadata
from make_book.model import Imprint, Series, Translator


def imprint(identifier: str = "x", isbn: str | None = None) -> Imprint:
    return Imprint("T", "en", identifier, isbn=isbn)


def test_the_identifier_is_the_isbn_a_doi_a_urn_or_made_from_the_stable_id() -> None:
    assert metadata.identifier(imprint("urn:isbn:9783161484100", "978-3-16-148410-0")) == "urn:isbn:9783161484100"
    assert metadata.identifier(imprint("https://example.org/books/1")) == "https://example.org/books/1"
    assert metadata.identifier(imprint("https://doi.org/10.1000/182")) == "doi:10.1000/182"
    assert metadata.identifier(imprint("urn:x:1")) == "urn:x:1"
    made_up = metadata.identifier(imprint("tide-clerk"))
    assert made_up.startswith("urn:uuid:")
    assert made_up == metadata.identifier(imprint("tide-clerk")) != metadata.identifier(imprint("tide-clerk-2"))


def test_an_isbn_is_declared_as_one() -> None:
    alone = with_imprint(identifier="urn:isbn:9783161484100", isbn="978-3-16-148410-0")
    assert refinements(made(book=alone).data, "id") == {"identifier-type": "15"}


def test_an_isbn_beside_an_identifier_is_a_second_one_of_thirteen_digits() -> None:
    data = made(book=with_imprint(identifier="urn:x:1", isbn="0-306-40615-2")).data
    said = {node.get("id"): node.text for node in package(data).iter(f"{DC}identifier")}
    assert said == {"id": "urn:x:1", "isbn": "urn:isbn:9780306406157"}
    assert refinements(data, "isbn") == {"identifier-type": "15"}


def test_the_print_edition_is_named_as_the_source() -> None:
    opf = package(made(book=with_imprint(print_isbn="978-0-306-40615-7")).data)
    assert [node.text for node in opf.iter(f"{DC}source")] == ["urn:isbn:9780306406157"]
    assert [node.text for node in package(made().data).iter(f"{DC}source")] == []


def test_title_and_subtitle_know_what_they_are() -> None:
    data = made().data
    titles = [(node.get("id"), node.text) for node in package(data).iter(f"{DC}title")]
    assert titles == [("title", "The Tide Clerk & Others"), ("subtitle", "Letters from Vell Harbour")]
    assert refinements(data, "title")["title-type"] == "main"
    assert refinements(data, "subtitle")["title-type"] == "subtitle"


def test_people_carry_role_and_sorting_name_under_ids_of_their_own() -> None:
    data = made().data
    creators = {node.get("id"): node.text for node in package(data).iter(f"{DC}creator")}
    assert creators == {"creator-1": "Rosa Anker", "creator-2": "Janka B."}
    assert refinements(data, "creator-1") == {"role": "aut", "file-as": "Anker, Rosa", "display-seq": "1"}
    assert "file-as" not in refinements(data, "creator-2")


def test_a_translation_is_a_chain_with_from_and_to() -> None:
    data = made().data
    translators = {node.text: str(node.get("id")) for node in package(data).iter(f"{DC}contributor")}
    assert refinements(data, translators["Ilse Brandt"])["dcterms:description"] == "ru → de"
    assert refinements(data, translators["Tom Hale"])["dcterms:description"] == "de → en"
    assert refinements(data, translators["Tom Hale"])["file-as"] == "Hale, Thomas"


def test_the_series_and_the_place_in_it() -> None:
    data = made().data
    assert metas(data, "belongs-to-collection") == ["Harbour Papers"]
    assert refinements(data, "series") == {"collection-type": "series", "group-position": "2"}


def test_a_place_in_the_series_that_is_no_number_is_not_claimed() -> None:
    data = made(book=with_imprint(series=Series("Harbour Papers", "ii"))).data
    assert refinements(data, "series") == {"collection-type": "series"}


def test_the_rest_is_said_as_it_stands() -> None:
    opf = package(made().data)
    said = {name: [node.text for node in opf.iter(DC + name)] for name in ("publisher", "date", "rights", "subject")}
    assert said == {
        "publisher": ["Lantern Press"],
        "date": ["2021-03"],
        "rights": ["© 2021 Rosa Anker"],
        "subject": ["Diaries", "FICTION / Sea Stories", "Harbours"],
    }


def test_a_subject_from_a_list_of_subjects_names_the_list_and_the_term() -> None:
    data = made().data
    ids = {node.text: node.get("id") for node in package(data).iter(f"{DC}subject")}
    assert ids == {"Diaries": None, "FICTION / Sea Stories": "subject-2", "Harbours": None}
    assert refinements(data, "subject-2") == {"authority": "BISAC", "term": "FIC047000"}


@pytest.mark.parametrize(("date", "said"), [(None, "2021-03-01")])
def test_a_book_without_a_date_is_dated_by_the_clock(date: None, said: str) -> None:
    opf = package(made(book=with_imprint(date=date)).data)
    assert [node.text for node in opf.iter(f"{DC}date")] == [said]


def test_a_book_of_which_nobody_knows_the_date_has_none() -> None:
    book = with_imprint(date=None)
    said = [one.name for one in metadata.statements(book, (), EARLIEST, cover="images/cover.png")]
    assert "dc:date" not in said
    assert "dc:publisher" in said


def test_modified_is_the_moment_of_the_clock_and_stands_once() -> None:
    assert metas(made().data, "dcterms:modified") == ["2021-03-01T12:00:01Z"]


def test_ids_in_the_package_are_unique_and_every_refinement_has_a_target() -> None:
    opf = package(made().data)
    ids = [node.get("id") for node in opf.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {str(meta.get("refines"))[1:] for meta in opf.iter(f"{OPF}meta") if meta.get("refines")} <= set(ids)


def test_a_translation_of_which_one_language_is_unknown_is_not_described() -> None:
    chain = (Translator("A. B.", "ru"), Translator("C. D.", "ru", "de"))
    part = msgspec.structs.replace(
        BOOK.parts[0], episodes=(msgspec.structs.replace(BOOK.episodes[0], translators=chain),)
    )
    data = made(book=msgspec.structs.replace(BOOK, parts=(part,))).data
    assert metas(data, "dcterms:description") == ["ru → de"]


def test_two_contents_of_one_day_never_share_identifier_and_modified() -> None:
    day = datetime(2021, 3, 1, tzinfo=UTC)
    said = []
    for words in ("It rained.", "It snowed.", "It rained."):
        text = SECTIONS[-1].xhtml.replace("</section>", f"<p>{words}</p></section>")
        last = msgspec.structs.replace(SECTIONS[-1], xhtml=text)
        said += metas(made(sections=(*SECTIONS[:-1], last), moment=day).data, "dcterms:modified")
    assert said[0] == said[2] != said[1]
    assert all(moment.startswith("2021-03-01T") for moment in said if moment)
