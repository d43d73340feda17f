"""Clippings into reviewable Markdown: once, reported, revertible.

    paths --gather--> Clippings --read, repair--> RawEpisodes --understand--> Drafts --plan--> files, report

Each kind of source has its module (`*_reader.py`); `source_kinds` knows a kind by its content. What a language's
pages say around their text is data, in `phrases/*.toml`.
"""

from make_book.importing.book_files import carry_out
from make_book.importing.importer import Import, import_clippings, prepare
from make_book.importing.planning import Decision, ImportPlan
from make_book.importing.report import COLUMNS, EpisodeReport, Report, rows, to_json

__all__ = [
    "COLUMNS", "Decision", "EpisodeReport", "Import", "ImportPlan", "Report", "carry_out", "import_clippings",
    "prepare", "rows", "to_json",
]  # fmt: skip
