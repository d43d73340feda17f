"""Links between texts by file, name, title and address on a site become links between episodes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from make_book.compose import compose
from make_book.manuscript.sources import read

FILES = {
    "episodes/2019-12-31-quay.md": "---\ntitle: The Quay\n---\nWater.",
    "episodes/2020-01-02-pier.md": "---\ntitle: The Pier\npermalink: /walks/long-pier.html\nslug: long\n---\nStone.",
    "foreword.md": "Read on.",
}


def linked(folder: Path, words: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return where the links of an episode with `words` lead, and what is said of them."""
    for name, text in {**FILES, "episodes/2020-01-01-a.md": f"---\ntitle: A\n---\n{words}\n"}.items():
        path = folder / "manuscript" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "manuscript/book.toml").write_text('[book]\ntitle = "T"\nauthors = "A"\nlanguage = "en"\n', "utf-8")
    composed = compose(read(folder).manuscript)
    text = next(episode.text.xhtml for episode in composed.book.episodes if episode.title == "A")
    found = [f"{finding.span} {finding.code}" for finding in composed.findings if finding.code == "TXT-014"]
    return [part.split('"')[0] for part in text.split('href="#')[1:]], found


@pytest.mark.parametrize(
    "link",
    [
        "[x](2020-01-02-pier.md)",
        "[x](../episodes/2020-01-02-pier.md#there)",
        "[x](pier.html)",
        "[x](../pier/)",
        "[x](/2020/01/02/pier/)",
        "[x](/2020/01/pier)",
        "[x](/walks/long-pier.html)",
        "[x](/blog/long/?a=b)",
        "[x][p]\n\n[p]: pier.html",
        "[x]({% post_url 2020-01-02-pier %})",
        "[x]({{ site.baseurl }}/2020/01/02/pier/)",
        '[x]({{< ref "pier.md" >}})',
        "[[2020-01-02-pier]]",
        "[[The Pier|x]]",
        "[[the pier#there]]",
    ],
)
def test_a_link_to_a_text_by_any_of_its_names_leads_there(tmp_path: Path, link: str) -> None:
    assert linked(tmp_path, link) == (["episode-2020-01-02"], [])


def test_a_section_is_found_too(tmp_path: Path) -> None:
    assert linked(tmp_path, "[x](../foreword.md)") == (["foreword"], [])


def test_each_link_to_no_text_is_told_of_where_it_stands(tmp_path: Path) -> None:
    targets, found = linked(tmp_path, "`[x](jetty.md)`\n\na [x](jetty.md) and\n[[Jetty]] [x](/2019/01/01/pier-two/)")
    file = "manuscript/episodes/2020-01-01-a.md"
    assert targets == []
    assert found == [f"{file}:6:3 TXT-014", f"{file}:7:1 TXT-014", f"{file}:7:11 TXT-014"]
