"""The gate behind templates and front matter: nothing in a section acts, fetches or leads where no book can."""

from __future__ import annotations

import pytest

from make_book import xhtml
from make_book.typeset.section_safety import make_safe

MATHML = "http://www.w3.org/1998/Math/MathML"


def faults(inside: str) -> list[str]:
    return list(make_safe(xhtml.parse_one(f"<section>{inside}</section>")))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>x</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>a{b:u\\72l(http://x)}</style></svg>',
        '<meta http-equiv="refresh" content="0;url=http://x"/>',
        "<iframe></iframe>",
        "<form><button>x</button></form>",
        '<p style="background:URL(http://x)">x</p>',
        '<p style="background:u\\72l(http://x)">x</p>',
        '<p onclick="x">x</p>',
        '<img src="http://x/a.png" alt=""/>',
        '<img src="//x/a.png" alt=""/>',
        '<img src="images/a.png" srcset="http://x 1x" alt=""/>',
        '<a href="javascript:x">x</a>',
        '<a href=" java&#10;script:x">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi href="javascript:x">x</mi></math>',
        f'<math xmlns="{MATHML}" xmlns:l="http://www.w3.org/1999/xlink"><mi l:href="x">x</mi></math>',
        '<x:y xmlns:x="urn:x"/>',
    ],
)
def test_what_could_act_or_fetch_is_named(inside: str) -> None:
    assert faults(inside)


@pytest.mark.parametrize(
    "inside",
    [
        '<p class="a" id="b" lang="de" style="color: red">x <a href="#b">y</a> <a href="ch#b">z</a></p>',
        '<img src="images/a:b.png" alt="x"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path id="a" d="M0 0"/><use href="#a"/></svg>',
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi mathvariant="normal">x</mi></math>',
        "<header><hgroup><h1>x</h1></hgroup></header><aside>n</aside><hr/>",
    ],
)
def test_what_a_book_may_hold_stays(inside: str) -> None:
    assert faults(inside) == []


def test_a_link_out_of_the_book_is_written_validly() -> None:
    root = xhtml.parse_one('<section><a href="https://x.example/a[1]">x</a></section>')
    assert list(make_safe(root)) == []
    assert root[0].get("href") == "https://x.example/a%5B1%5D"
