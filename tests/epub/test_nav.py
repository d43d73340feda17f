from hypothesis import given
from hypothesis import strategies as st

from epub.reading import EPUB, NCX, XHTML, tree
from epub.samples import SECTIONS, made
from make_book.epub import nav
from make_book.model import Division, Section
from sections import make_section


def sections(levels: list[int]) -> list[Section]:
    return [
        make_section(f"s{i}", "episode", f"T{i}", Division.BODY, "en", "<section/>", level=level)
        for i, level in enumerate(levels)
    ]


def flat(entries: tuple[nav.NavEntry, ...]) -> list[str]:
    return [title for entry in entries for title in (entry.title, *flat(entry.children))]


def depth(entries: tuple[nav.NavEntry, ...]) -> int:
    return max((1 + depth(entry.children) for entry in entries), default=0)


@given(st.lists(st.integers(0, 6), min_size=1))
def test_the_contents_hold_every_listed_section_once_in_order_and_at_most_three_deep(levels: list[int]) -> None:
    entries = nav.outline(sections(levels), "Book", "en")
    listed = [f"T{i}" for i, level in enumerate(levels) if level > 0]
    assert flat(entries) == (listed or ["T0"])
    assert 1 <= depth(entries) <= nav.LEVELS


def test_episodes_stand_under_their_part() -> None:
    entries = nav.outline(SECTIONS, "Book", "en")
    assert [entry.title for entry in entries] == ["Foreword", "October 2020", "Afterword"]
    assert [child.title for child in entries[1].children] == ["1. The tide clerk counts again", "2. Day 2"]


def test_a_section_without_a_title_is_called_by_the_book() -> None:
    assert (
        nav.outline([make_section("s", "x", " ", Division.BODY, "en", "<section/>")], "Book", "en")[0].title == "Book"
    )


def test_the_nav_document_and_the_ncx_say_the_same() -> None:
    data = made().data
    contents = next(n for n in tree(data, "nav.xhtml").iter(f"{XHTML}nav") if n.get(f"{EPUB}type") == "toc")
    links = [(a.text, a.get("href")) for a in contents.iter(f"{XHTML}a")]
    points = [
        (next(point.iter(f"{NCX}text")).text, next(point.iter(f"{NCX}content")).get("src"))
        for point in tree(data, "toc.ncx").iter(f"{NCX}navPoint")
    ]
    assert links == points
    assert len(links) == 5


def test_the_ncx_counts_its_levels_and_names_the_book() -> None:
    ncx = tree(made().data, "toc.ncx")
    heads = {meta.get("name"): meta.get("content") for meta in ncx.iter(f"{NCX}meta")}
    assert heads["dtb:depth"] == "2"
    assert heads["dtb:uid"].startswith("urn:uuid:")  # type: ignore[union-attr]
    orders = [int(str(point.get("playOrder"))) for point in ncx.iter(f"{NCX}navPoint")]
    assert orders == list(range(1, 6))


def test_landmarks_are_hidden_unique_and_lead_to_the_first_real_page() -> None:
    root = tree(made().data, "nav.xhtml")
    marks = next(node for node in root.iter(f"{XHTML}nav") if node.get(f"{EPUB}type") == "landmarks")
    assert marks.get("hidden") == "hidden"
    found = {a.get(f"{EPUB}type"): a.get("href") for a in marks.iter(f"{XHTML}a")}
    assert found == {
        "cover": "cover.xhtml",
        "titlepage": "title-page.xhtml",
        "toc": "nav.xhtml#toc",
        "bodymatter": "part-1.xhtml",
        "backmatter": "afterword.xhtml",
    }
    assert len(list(marks.iter(f"{XHTML}a"))) == len(found)


def test_a_title_in_another_language_says_so() -> None:
    sections = [
        make_section("s", "x", "Прилив", Division.BODY, "ru", "<section/>"),
        make_section("t", "x", "Tide", Division.BODY, "en", "<section/>"),
    ]
    labels = nav.Labels("Cover", "Contents", "Landmarks", "Start", "Book")
    page = nav.nav_document(
        nav.outline(sections, "Book", "en"), (), labels, language="en", direction="ltr"
    ).data.decode()
    assert 'lang="ru" xml:lang="ru">Прилив</a>' in page
    assert ">Tide</a>" in page
    assert page.count('lang="ru" ') == 1
