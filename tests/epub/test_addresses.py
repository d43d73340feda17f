import pytest

from make_book.epub.addresses import Addresses, address


def addresses() -> Addresses:
    one, two = ("one", "a", "both"), ("two", "b", "both")
    return address((("one", "one.xhtml", one), ("contents", "nav.xhtml", ()), ("two", "two.xhtml", two)))


@pytest.mark.parametrize(
    ("href", "becomes"),
    [
        ("#a", "#a"),
        ("#b", "two.xhtml#b"),
        ("#both", "#both"),
        ("#two", "two.xhtml"),
        ("#one", "one.xhtml"),
        ("#contents", "nav.xhtml"),
        ("two#b", "two.xhtml#b"),
        ("two#two", "two.xhtml"),
        ("https://example.org/#a", "https://example.org/#a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("#nowhere", None),
        ("two#a", None),
        ("three#a", None),
        ("#", None),
        ("", None),
        ("javascript:alert(1)", None),
        ("../secret.txt", None),
    ],
)
def test_links_of_the_first_section(href: str, becomes: str | None) -> None:
    assert addresses().resolve(href, "one") == becomes
