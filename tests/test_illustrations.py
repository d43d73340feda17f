"""Where the pictures of the texts are found, and what becomes of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from make_book.compose import Composed, compose
from make_book.manuscript.sources import read

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3" width="4" height="3"/>'
TOML = '[book]\ntitle = "The Ferry"\nlanguage = "en"\n'


def made(
    root: Path, text: str, images: tuple[str, ...] = (), toml: str = "", file: str = "episodes/tide.md"
) -> Composed:
    files = {"book.toml": TOML + toml, file: f"{text}\n", **dict.fromkeys(images, SVG)}
    for name, content in files.items():
        path = root / "manuscript" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    result = read(root)
    composed = compose(result.manuscript)
    return Composed(composed.book, (*result.findings, *composed.findings))


def codes(composed: Composed) -> list[str]:
    return [finding.code for finding in composed.findings]


def shown(composed: Composed) -> list[str]:
    return [image.path for image in composed.book.images]


@pytest.mark.parametrize(
    ("address", "file", "toml"),
    [
        ("images/quay.svg", "images/quay.svg", ""),
        ("../images/quay.svg", "images/quay.svg", ""),
        ("quay.svg", "images/quay.svg", ""),
        ("quay.svg", "episodes/quay.svg", ""),
        ("pictures/the%20quay.svg", "episodes/pictures/the quay.svg", ""),
        ("../assets/quay.svg", "images/assets/quay.svg", ""),
        ("/assets/quay.svg", "images/assets/quay.svg", ""),
        ("/assets/quay.svg", "site/static/assets/quay.svg", '[images]\nroot = "site/static"\n'),
        ("/assets/quay.svg?width=300", "images/assets/quay.svg", ""),
        ("images\\quay.svg", "images/quay.svg", ""),
        ("https://example.org/a/quay.svg", "saved/example.org/a/quay.svg", '[images]\nremote = "saved"\n'),
        ("https://example.org/a/quay.svg", "saved/a/quay.svg", '[images]\nremote = "saved"\n'),
        ("//example.org/a/quay.svg?x=1", "saved/quay.svg", '[images]\nremote = "saved"\n'),
    ],
)
def test_a_picture_is_found_beside_the_text_in_images_and_where_book_toml_says(
    tmp_path: Path, address: str, file: str, toml: str
) -> None:
    composed = made(tmp_path, f'<img src="{address}" alt="The quay">', (file,), toml)
    assert (shown(composed), codes(composed)) == ([file], [])
    assert f'src="{file}"' in composed.book.episodes[0].text.xhtml


@pytest.mark.parametrize(
    "address", ["../../etc/passwd", "images/../../secret.svg", "images/%2e%2e/%2e%2e/secret.svg", "/secret.svg"]
)
def test_no_address_leads_out_of_the_manuscript(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.svg").write_text(SVG)
    composed = made(tmp_path, f"![x]({address})")
    assert (shown(composed), codes(composed)) == ([], ["MAN-051"])


@pytest.mark.parametrize("address", ["https://example.org/a.png", "//example.org/a.png", "file:///etc/passwd"])
def test_a_picture_from_elsewhere_is_an_error_unless_book_toml_says_otherwise(tmp_path: Path, address: str) -> None:
    assert codes(made(tmp_path, f"![x]({address})")) == ["TXT-009"]


def test_a_picture_on_the_web_becomes_a_link_and_keeps_its_caption(tmp_path: Path) -> None:
    text = '![The quay](https://example.org/a.png "At *low* water"){credit="Ida"}\n\n'
    text += "See ![the pier](https://example.org/b.png) there."
    composed = made(tmp_path, text, toml='[images]\nremote = "link"\n')
    xhtml = composed.book.episodes[0].text.xhtml
    assert '<a class="missing-picture" href="https://example.org/a.png">The quay</a>' in xhtml
    assert "low" in xhtml
    assert "Ida" in xhtml
    assert 'See <a class="missing-picture" href="https://example.org/b.png">the pier</a> there.' in xhtml
    assert "<img" not in xhtml
    assert codes(composed) == ["TXT-040", "TXT-040"]


def test_a_picture_on_the_web_is_left_out_and_its_caption_stays(tmp_path: Path) -> None:
    text = '![The quay](https://example.org/a.png "At low water")\n\nSee ![](https://example.org/b.png) there.'
    xhtml = made(tmp_path, text, toml='[images]\nremote = "omit"\n').book.episodes[0].text.xhtml
    assert ("<img" in xhtml, "At low water" in xhtml, "The quay" in xhtml) == (False, True, False)
    assert "See  there." in xhtml


def test_missing_pictures_may_be_left_out(tmp_path: Path) -> None:
    composed = made(tmp_path, "![x](images/a.png)\n\nText", toml='[images]\nmissing = "omit"\n')
    assert codes(composed) == ["MAN-057"]
    assert "<img" not in composed.book.episodes[0].text.xhtml


def test_the_wrong_picture_is_named_and_not_one_that_is_like_it(tmp_path: Path) -> None:
    text = "![The quay](images/quay.svg)\n\nText.\n\n![The quay again](Images/quay.svg)"
    (finding,) = made(tmp_path, text, ("images/quay.svg",)).findings
    assert (finding.code, str(finding.span)) == ("MAN-051", "manuscript/episodes/tide.md:5:1")


def test_files_that_no_text_names_are_noted_and_stop_nothing(tmp_path: Path) -> None:
    files = ("images/a.svg", "images/backup.zip", "images/Thumbs.db", "episodes/b.webp")
    composed = made(tmp_path, "Text", files)
    assert [str(finding.span) for finding in composed.findings] == [f"manuscript/{file}" for file in sorted(files)]
    assert set(codes(composed)) == {"MAN-052"}


def test_a_broken_picture_that_a_text_shows_is_an_error_where_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "manuscript/images").mkdir(parents=True)
    (tmp_path / "manuscript/images/a.png").write_bytes(b"no picture")
    (finding,) = made(tmp_path, "Text\n\n![x](images/a.png)").findings
    assert (finding.code, str(finding.span)) == ("MAN-047", "manuscript/episodes/tide.md:3:1")


@pytest.mark.parametrize("folder", ["/tmp", "../elsewhere", "..", "."])
def test_a_folder_outside_the_manuscript_is_refused(tmp_path: Path, folder: str) -> None:
    assert "MAN-004" in codes(made(tmp_path, "Text", toml=f'[images]\nroot = "{folder}"\n'))
