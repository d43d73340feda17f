"""The file that the binder writes, read by a library that had no part in it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.pdf.binding.name_trees import PageTree, add_names
from make_book.pdf.binding.outline import Destination, OutlineItem, add_outline
from make_book.pdf.binding.pdf_file import PdfFile, spread
from make_book.pdf.fragment import FIRST, FONTS, PdfObject
from make_book.pdf.pdf_syntax import array, dictionary, hexadecimal, name, number, numbers, reference, string

texts = st.text(st.characters(codec="utf-8"))


def read(file: PdfFile, **entries: bytes) -> pikepdf.Pdf:
    tree = PageTree(file)
    page = file.reserve()
    parent = reference(tree.add(page))
    file.write(page, dictionary(Type=b"/Page", Parent=parent, MediaBox=numbers((0, 0, 9, 9)), Resources=b"<<>>"))
    tree.close()
    pages = {"Type": b"/Catalog", "Pages": reference(tree.root)}
    return pikepdf.open(io.BytesIO(file.close(file.add(dictionary(**{**pages, **entries})))))


@given(texts)
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    pdf = read(PdfFile(), Title=string(text))
    assert str(pdf.Root.Title) == text


@given(texts.filter(lambda text: "\0" not in text))
def test_any_name_is_read_as_it_was_written(text: str) -> None:
    pdf = read(PdfFile(), Names=b"<<%b 1>>" % name(text))
    assert list(pdf.Root.Names.keys()) == [f"/{text}"]


@given(st.floats(-1e6, 1e6))
def test_a_number_is_read_to_four_decimals(value: float) -> None:
    pdf = read(PdfFile(), Number=number(value))
    assert float(pdf.Root.Number) == pytest.approx(value, abs=5.1e-5)


@pytest.mark.parametrize(
    ("value", "written"), [(0, b"0"), (-0.00001, b"0"), (100, b"100"), (-0.5, b"-0.5"), (7.12, b"7.12")]
)
def test_numbers_are_written_short(value: float, written: bytes) -> None:
    assert number(value) == written


@given(st.lists(st.binary(max_size=300), max_size=230))
def test_objects_and_streams_are_found_whatever_their_number(contents: list[bytes]) -> None:
    file = PdfFile()
    streams = [file.add_stream(content) for content in contents]
    listed = file.add(array(map(reference, [file.add(hexadecimal(content)) for content in contents])))
    pdf = read(file, Streams=array(map(reference, streams)), Strings=reference(listed))
    assert [stream.read_raw_bytes() for stream in pdf.Root.Streams] == contents
    assert [bytes(one) for one in pdf.Root.Strings] == contents
    assert pdf.check_pdf_syntax() == []


def test_what_is_the_same_is_written_once() -> None:
    file = PdfFile()
    assert file.once(b"<</Length 1>>", b"a") == file.once(b"<</Length 1>>", b"a")
    assert file.once(b"<</Length 1>>", b"b") != file.once(b"<</Length 1>>", b"a")
    assert file.once(b"[1 2]") == file.once(b"[1 2]") != file.once(b"[1 3]")


def test_a_picture_and_its_mask_are_one_for_all_fragments_but_not_with_another_mask() -> None:
    file = PdfFile()

    def picture(mask: bytes) -> int:
        pdf_objects = (
            PdfObject(FIRST, b"<</SMask %d 0 R/Length 7>>", (FIRST + 1,), b"picture"),
            PdfObject(FIRST + 1, b"<</Length 4>>", (), mask),
        )
        places = spread(FIRST + 2)
        file.add_objects(pdf_objects, places)
        return places[FIRST]

    assert picture(b"mask") == picture(b"mask") != picture(b"MASK")


def test_objects_that_name_each_other_keep_together() -> None:
    file = PdfFile()
    pdf_objects = (
        PdfObject(FIRST, b"<</Other %d 0 R/Percent (50%%)>>", (FIRST + 1,)),
        PdfObject(FIRST + 1, b"<</Other %d 0 R/Font %d 0 R>>", (FIRST, FONTS)),
    )
    places = spread(FIRST + 2, fonts=file.add(b"<<>>"))
    file.add_objects(pdf_objects, places)
    pdf = read(file, One=reference(places[FIRST]))
    one = pdf.Root.One
    assert one.Other.Other.objgen == one.objgen
    assert str(one.Percent) == "50%"


def titled(title: str) -> pikepdf.Pdf:
    return read(PdfFile(), Title=string(title))


def test_the_identifier_depends_on_the_content_of_the_file_only() -> None:
    one, same, other = ([bytes(part) for part in pdf.trailer.ID] for pdf in map(titled, ("a", "a", "b")))
    assert one == same != other


@given(st.dictionaries(texts, st.integers(0, 9), max_size=200))
def test_a_name_is_found_in_its_tree(entries: dict[str, int]) -> None:
    file = PdfFile()
    tree = add_names(file, [(key, b"%d" % value) for key, value in entries.items()])
    if tree is None:
        assert not entries
        return
    pdf = read(file, Names=reference(tree))
    assert {str(key): int(str(value)) for key, value in pikepdf.NameTree(pdf.Root.Names).items()} == entries
    for page_entry in pdf.Root.Names.Kids:
        keys = [bytes(key) for key in list(page_entry.Names)[::2]]
        assert keys == sorted(keys)
        assert [bytes(limit) for limit in page_entry.Limits] == [keys[0], keys[-1]]


@pytest.mark.parametrize("count", [1, 64, 65, 200])
def test_pages_stand_in_order_on_branches(count: int) -> None:
    file = PdfFile()
    tree = PageTree(file)
    for index in range(count):
        page = file.reserve()
        parent = reference(tree.add(page))
        file.write(
            page, dictionary(Type=b"/Page", Parent=parent, MediaBox=numbers((0, 0, 9 + index, 9)), Resources=b"<<>>")
        )
    tree.close()
    pdf = read(file, Pages=reference(tree.root))
    assert [int(page.MediaBox[2]) for page in pdf.pages] == list(range(9, 9 + count))
    assert pdf.check_pdf_syntax() == []


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=40))
def test_an_outline_has_every_entry_under_the_last_of_a_lower_level(levels: list[tuple[int, bool]]) -> None:
    file = PdfFile()
    marks = [OutlineItem(level, str(at), Destination(1, 0, 0), open_) for at, (level, open_) in enumerate(levels)]
    root = add_outline(file, marks)
    assert root is not None
    pdf = read(file, Outlines=reference(root))
    parents: dict[str, str] = {}

    def walk(node: pikepdf.Object, above: str) -> int:
        count, entry, before = 0, node.get("/First"), None
        while entry is not None:
            assert entry.get("/Prev") == before
            assert entry.Parent.objgen == node.objgen
            parents[str(entry.Title)] = above
            inner = walk(entry, str(entry.Title))
            is_open = marks[int(str(entry.Title))].open
            assert int(entry.get("/Count", 0)) == (inner if is_open else -inner)
            count += 1 + (inner if is_open else 0)
            before, entry = entry, entry.get("/Next")
        assert node.get("/Last") == before
        return count

    assert walk(pdf.Root.Outlines, "") == int(pdf.Root.Outlines.Count)
    assert len(parents) == len(levels)
    for at, (level, _) in enumerate(levels):
        lower = [before for before in range(at) if levels[before][0] < level]
        assert parents[str(at)] == (str(lower[-1]) if lower else "")
