"""The table: each row a figure, what it is held against, and whether that is good enough."""

from __future__ import annotations

from statistics import median
from typing import Literal, NamedTuple

import msgspec
from processes import Run


class Row(NamedTuple):
    """A figure: `measure`, in itself or as a ratio to `against`, which must be `bound` at most."""

    key: str
    title: str
    measure: str
    kind: Literal["seconds", "ratio", "megabytes", "per page"]
    bound: float | None
    """`None`: there is no requirement, the figure is told for comparison."""
    against: str = ""


ROWS = (
    Row("cold-plain", "cold PDF, beside `--plain` (one document)", "print cold", "ratio", 0.5, "print plain"),
    Row("cold-weasyprint", "cold PDF, beside WeasyPrint alone", "print cold", "ratio", 0.5, "print WeasyPrint"),
    Row("cold-xelatex", "cold PDF, beside pandoc + XeLaTeX", "print cold", "ratio", 1.2, "print XeLaTeX"),
    Row("word", "one word changed, PDF", "print word", "seconds", 2.2),
    Row("word-xelatex", "one word changed, PDF, beside pandoc + XeLaTeX", "print word", "ratio", 0.12, "print XeLaTeX"),
    Row("serve", "one word changed, `serve`: from save to page", "serve word", "seconds", 1.0),
    Row("two-pages", "every later page moved, beside cold", "print two pages", "ratio", 0.35, "print cold"),
    Row("unchanged", "nothing changed, PDF", "print unchanged", "seconds", 0.15),
    Row("epub", "cold EPUB, beside pandoc", "screen cold", "ratio", 0.3, "screen pandoc"),
    Row("epub-word", "one word changed, EPUB, beside pandoc", "screen word", "ratio", 0.05, "screen pandoc"),
    Row("memory", "largest process, cold PDF of 5,000 episodes", "long cold", "megabytes", 400),
    Row("linear", "5,000 episodes beside 365, per page", "long cold", "per page", 1.15, "short cold"),
    Row("sample", "the sample: cold PDF, beside `--plain`", "sample cold", "ratio", None, "sample plain"),
    Row("sample-unchanged", "the sample: nothing changed, PDF", "sample unchanged", "seconds", 0.15),
    Row("diary", "the 1660 serial: cold PDF, beside `--plain`", "diary cold", "ratio", None, "diary plain"),
    Row("diary-word", "the 1660 serial: one word changed, PDF, beside cold", "diary word", "ratio", None, "diary cold"),
    Row("diary-unchanged", "the 1660 serial: nothing changed, PDF", "diary unchanged", "seconds", 0.15),
)
_HEADER = ("", "figure", "least – most", "peak MB", "beside", "ratio", "must be", "")


class Report(msgspec.Struct, frozen=True):
    """All that the table tells; written as JSON it can be read again."""

    about: dict[str, str]
    runs: dict[str, list[Run]]
    failures: dict[str, str]
    rows: list[str]
    """The keys of the rows asked for."""


def figure_of(row: Row, report: Report) -> float:
    """Return the figure that is held against the row's bound. Raise `KeyError` where it was not measured."""
    ours = report.runs[row.measure]
    if row.kind == "seconds":
        return median(run.seconds for run in ours)
    if row.kind == "megabytes":
        return max(run.megabytes for run in ours)
    pairs = zip(ours, report.runs[row.against], strict=False)
    return median(_cost(row, one) / _cost(row, other) for one, other in pairs)


def _cost(row: Row, run: Run) -> float:
    return run.seconds / run.pages if row.kind == "per page" else run.seconds


def render(report: Report) -> str:
    """Return the report as Markdown."""
    lines = [_line(_HEADER), _line(("---", *["---:"] * 6, "---"))]
    lines += [_line(_cells(row, report)) for row in ROWS if row.key in report.rows]
    lines += ["", *(f"- {name}: {text}" for name, text in report.about.items())]
    lines += [f"- pages: {_pages(report)}"] if _pages(report) else []
    lines += [f"- not measured, {name}: {reason}" for name, reason in report.failures.items()]
    return "\n".join(lines) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row, report: Report) -> tuple[str, ...]:
    unit = {"seconds": " s", "megabytes": " MB"}.get(row.kind, "")
    bound = "" if row.bound is None else f"≤ {row.bound:g}{unit}"
    ours = report.runs.get(row.measure, [])
    theirs = report.runs.get(row.against, [])
    if not ours or (row.against and not theirs):
        told = _seconds(ours) if ours else "not measured"
        return (row.title, told, _spread(ours), _peak(ours), _beside(row, theirs), "", bound, "")
    figure = figure_of(row, report)
    ratio = f"{figure:.3f}" if row.against else ""
    cells = (row.title, _seconds(ours), _spread(ours), _peak(ours), _beside(row, theirs), ratio, bound)
    if row.bound is None:
        return (*cells, "")
    return (*cells, "yes" if figure <= row.bound else "**no**")


def _seconds(runs: list[Run]) -> str:
    return f"{median(run.seconds for run in runs):.2f} s"


def _spread(runs: list[Run]) -> str:
    return f"{min(run.seconds for run in runs):.2f} – {max(run.seconds for run in runs):.2f}" if runs else ""


def _peak(runs: list[Run]) -> str:
    return f"{max(run.megabytes for run in runs):.0f}" if runs else ""


def _beside(row: Row, runs: list[Run]) -> str:
    if not row.against:
        return ""
    return f"{_seconds(runs)}, {_peak(runs)} MB" if runs else "not measured"


def _pages(report: Report) -> str:
    told = {name: runs[-1].pages for name, runs in report.runs.items() if runs and runs[-1].pages}
    return ", ".join(f"{name} {pages:,}" for name, pages in told.items())
