"""The table of figures says what was measured, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

FIGURES = Path(__file__).parents[2] / "benchmarks" / "figures.py"


def runs(*seconds: float, megabytes: float = 100, pages: int = 0) -> list[dict[str, Any]]:
    return [{"seconds": each, "megabytes": megabytes, "pages": pages} for each in seconds]


REPORT: dict[str, Any] = {
    "about": {"date": "2024-05-01", "machine": "two cores"},
    "runs": {
        "print cold": runs(10, 30, 20, megabytes=200, pages=1400),
        "print XeLaTeX": runs(10, 20, 20, megabytes=440),
        "print unchanged": runs(0.1, 0.3, 0.2),
        "long cold": runs(50, 50, 50, megabytes=399.6, pages=5000),
        "short cold": runs(4, 4, 4, pages=400),
    },
    "failures": {"print plain": "make-book ended with 2: no option --plain"},
    "rows": ["cold-plain", "cold-xelatex", "unchanged", "memory", "linear"],
}


def table(folder: Path, report: dict[str, Any]) -> list[str]:
    file = folder / "figures.json"
    file.write_text(json.dumps(report), "utf-8")
    command = [sys.executable, str(FIGURES), "--read", str(file)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def row(lines: list[str], title: str) -> list[str]:
    """Return the cells after the title of the row that begins with `title`."""
    (line,) = [line for line in lines if line.startswith(f"| {title}")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_a_ratio_is_the_median_of_pairs_and_not_of_medians(tmp_path: Path) -> None:
    cells = row(table(tmp_path, REPORT), "cold PDF, beside pandoc")
    assert cells == ["20.00 s", "10.00 – 30.00", "200", "20.00 s, 440 MB", "1.000", "≤ 1.2", "yes"]


def test_a_bound_in_seconds_is_held_against_the_median(tmp_path: Path) -> None:
    cells = row(table(tmp_path, REPORT), "nothing changed")
    assert cells == ["0.20 s", "0.10 – 0.30", "100", "", "", "≤ 0.15 s", "**no**"]


def test_memory_is_held_against_the_largest_process_of_all_runs(tmp_path: Path) -> None:
    assert row(table(tmp_path, REPORT), "largest process")[-2:] == ["≤ 400 MB", "yes"]
    larger = {
        **REPORT,
        "runs": {**REPORT["runs"], "long cold": [*runs(9, 9, pages=9), *runs(9, megabytes=401, pages=9)]},
    }
    assert row(table(tmp_path, larger), "largest process")[-1] == "**no**"


def test_growth_is_judged_by_the_page(tmp_path: Path) -> None:
    assert row(table(tmp_path, REPORT), "5,000 episodes")[-3:] == ["1.000", "≤ 1.15", "yes"]


def test_what_could_not_be_measured_is_said_with_its_reason_and_judged_neither_way(tmp_path: Path) -> None:
    lines = table(tmp_path, REPORT)
    assert row(lines, "cold PDF, beside `--plain`")[-4:] == ["not measured", "", "≤ 0.5", ""]
    assert "- not measured, print plain: make-book ended with 2: no option --plain" in lines


def test_only_the_rows_asked_for_are_shown_with_all_that_is_known_of_the_machine(tmp_path: Path) -> None:
    lines = table(tmp_path, REPORT)
    assert len([line for line in lines if line.startswith("|")]) == 2 + 5
    assert "- date: 2024-05-01" in lines
    assert "- pages: print cold 1,400, long cold 5,000, short cold 400" in lines


def kept_report() -> dict[str, Any]:
    report: dict[str, Any] = json.loads((FIGURES.parent / "figures.json").read_text("utf-8"))
    return report


def test_the_page_on_performance_shows_the_figures_that_were_measured_and_all_are_good_enough() -> None:
    command = [sys.executable, str(FIGURES), "--read", str(FIGURES.parent / "figures.json")]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert told.strip() in (FIGURES.parents[1] / "docs" / "performance.md").read_text("utf-8")
    assert kept_report()["failures"] == {}
    assert "**no**" not in told


def test_the_three_lines_of_the_readme_are_these_figures_rounded() -> None:
    runs = kept_report()["runs"]
    seconds = {name: median(run["seconds"] for run in taken) for name, taken in runs.items()}
    readme = (FIGURES.parents[1] / "README.md").read_text("utf-8")
    for line in (
        f"- A print book of {runs['print cold'][0]['pages']:,} pages: "
        f"{seconds['print cold']:.0f} seconds the first time, "
        f"{seconds['print word']:.1f} seconds after a change of one word, {seconds['print unchanged']:.1f} seconds if",
        f": {seconds['screen cold']:.0f} seconds the first time, {seconds['screen word']:.1f} seconds after a change",
        f"- A print book of {runs['long cold'][0]['pages']:,} pages: "
        f"{max(run['megabytes'] for run in runs['long cold']):.0f} MB of memory.",
    ):
        assert line in readme
