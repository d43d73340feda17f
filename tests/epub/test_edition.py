import re

import msgspec
import pytest

from epub.reading import OPF, XHTML, files, package, spine, tree
from epub.samples import BOOK, PLAIN, QUAY, SECTIONS, made, matter, png, section, with_imprint
from make_book.editions import EpubEdition
from make_book.epub import names
from make_book.epub.epub_edition import weigh
from make_book.model import Book, Division
from sections import make_section


def test_the_spine_is_the_book_with_the_cover_first_and_the_nav_as_its_contents() -> None:
    packed = made()
    assert packed.findings == ()
    assert spine(packed.data) == [
        "cover.xhtml",
        "title-page.xhtml",
        "nav.xhtml",
        "foreword.xhtml",
        "part-1.xhtml",
        "episode-001.xhtml",
        "episode-002.xhtml",
        "afterword.xhtml",
    ]


def test_a_book_without_a_page_of_contents_still_has_its_nav_document() -> None:
    sections = tuple(s for s in SECTIONS if s.kind != "contents")
    packed = made(sections)
    assert names.NAV not in spine(packed.data)
    assert "EPUB/nav.xhtml" in files(packed.data)
    assert [finding.code for finding in packed.findings] == ["EPB-001"]


def test_appending_an_episode_changes_no_byte_of_an_earlier_document() -> None:
    before = files(made().data)
    at = len(SECTIONS) - 1
    after = files(made((*SECTIONS[:at], section(3, "<p>New.</p>"), SECTIONS[at])).data)
    documents = [name for name in before if name.endswith(".xhtml") and name != "EPUB/nav.xhtml"]
    assert len(documents) == 7
    assert {name: before[name] for name in documents} == {name: after[name] for name in documents}
    assert "EPUB/episode-003.xhtml" in after


def test_every_file_of_the_zip_is_in_the_manifest_and_the_other_way_round() -> None:
    data = made(edition=EpubEdition(fonts="display")).data
    listed = {f"EPUB/{item.get('href')}" for item in package(data).iter(f"{OPF}item")}
    assert listed | {"mimetype", "META-INF/container.xml", "EPUB/content.opf"} == set(files(data))


def test_every_link_inside_the_book_has_its_target() -> None:
    data = made().data
    documents = {name: tree(data, name) for name in spine(data)}
    ids = {name: {node.get("id") for node in root.iter()} for name, root in documents.items()}
    count = 0
    for name, root in documents.items():
        for link in root.iter(f"{XHTML}a"):
            href = str(link.get("href"))
            if not href.startswith("https:"):
                path, _, anchor = href.partition("#")
                assert not anchor or anchor in ids[path or name]
                assert (path or name) in ids
                count += 1
    assert count > 10


def test_ids_are_unique_in_every_document() -> None:
    data = made().data
    for name in spine(data):
        ids = [node.get("id") for node in tree(data, name).iter() if node.get("id")]
        assert len(ids) == len(set(ids)), name


def test_nothing_outside_the_book_is_named_but_in_links() -> None:
    hostile = section(
        3, '<p><img src="https://evil.example/x.png" alt="x"/></p><script src="http://evil.example/"></script>'
    )
    data = made((*SECTIONS, hostile)).data
    for name, content in files(data).items():
        if name.endswith(".xhtml"):
            for tag, attribute in re.findall(rb'<(\w+)[^>]*?\s(?:\w+:)?(src|href)="https?://', content):
                assert (tag, attribute) == (b"a", b"href"), name


def test_pictures_nobody_shows_stay_out() -> None:
    unused = msgspec.structs.replace(QUAY, path="images/unused.png")
    book = msgspec.structs.replace(BOOK, images=(*BOOK.images, unused))
    pictures = {name for name in files(made(book=book).data) if "/images/" in name}
    assert len(pictures) == 3


def test_a_large_picture_is_scaled_down_and_its_size_told() -> None:
    large = msgspec.structs.replace(QUAY, data=png(300, 200), width=300, height=200)
    book = msgspec.structs.replace(BOOK, images=(large, *BOOK.images[1:]))
    data = made(book=book, edition=EpubEdition(fonts="none", max_megapixels=0.015)).data
    image = next(tree(data, "episode-001.xhtml").iter(f"{XHTML}img"))
    assert (image.get("width"), image.get("height")) == ("150", "100")


def test_a_picture_that_cannot_be_read_is_a_finding() -> None:
    broken = msgspec.structs.replace(QUAY, data=b"no picture")
    packed = made(book=msgspec.structs.replace(BOOK, images=(broken, *BOOK.images[1:])))
    assert [finding.code for finding in packed.findings] == ["EPB-003", "EPB-002"]


def test_the_cover_is_a_page_of_its_own_with_words() -> None:
    data = made().data
    image = next(tree(data, "cover.xhtml").iter(f"{XHTML}img"))
    assert image.get("alt") == "The quay at low water"
    item = next(item for item in package(data).iter(f"{OPF}item") if item.get("properties") == "cover-image")
    assert item.get("href") == image.get("src")


def test_a_section_in_a_language_written_from_the_right_says_so() -> None:
    arabic = make_section(
        "note", "episode", "ملاحظة", Division.BODY, "ar", '<section id="note" lang="ar"><h1>ملاحظة</h1></section>'
    )
    data = made((*SECTIONS, arabic)).data
    assert tree(data, "note.xhtml").get("dir") == "rtl"
    assert tree(data, "episode-001.xhtml").get("dir") is None
    assert [node.text for node in package(data).iter() if node.tag.endswith("}language")] == ["en", "ar"]


def test_a_book_from_the_right_turns_its_pages_so() -> None:
    imprint = msgspec.structs.replace(BOOK.imprint, language="he", direction="rtl")
    book: Book = msgspec.structs.replace(BOOK, imprint=imprint)
    sections = tuple(msgspec.structs.replace(s, language="he") for s in SECTIONS)
    data = made(sections, book=book, edition=PLAIN).data
    assert next(package(data).iter(f"{OPF}spine")).get("page-progression-direction") == "rtl"
    assert {tree(data, name).get("dir") for name in spine(data) if name != names.COVER} == {"rtl"}


@pytest.mark.parametrize(("megabytes", "codes"), [(25, []), (25.1, ["EPB-005"]), (50.1, ["EPB-006"])])
def test_a_file_too_large_for_mail_is_reported(megabytes: float, codes: list[str]) -> None:
    assert [finding.code for finding in weigh(int(megabytes * 1e6))] == codes


def test_a_copyright_page_that_somebody_wrote_stays_and_an_empty_generated_one_goes() -> None:
    generated = matter("copyright", "Copyright", Division.FRONT, "<p>All rights.</p>")
    written = msgspec.structs.replace(generated, source="manuscript/copyright.md")
    bare = with_imprint(rights=None, publisher=None, place=None, isbn=None, print_isbn=None, people=())
    assert "copyright.xhtml" in spine(made((written, *SECTIONS), book=bare).data)
    assert "copyright.xhtml" not in spine(made((generated, *SECTIONS), book=bare).data)
    assert "copyright.xhtml" in spine(made((generated, *SECTIONS)).data)
