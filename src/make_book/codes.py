"""The closed table of findings: code, severity, and one line on what it means.

`MAN` manuscript, `TXT` the text's Markdown, `TYP` templates and styles, `IMP` import, `EPB` the EPUB,
`PDF` the print edition, `FTH` faithfulness of the text, `CHK` outside checkers, `OUT` writing.
"""

from typing import Literal, NamedTuple


class Rule(NamedTuple):
    """One row of the table."""

    severity: Literal["error", "warning", "note"]
    meaning: str


CODES: dict[str, Rule] = {
    # -- manuscript: folders, book.toml, front matter, order -------------------------------------
    "MAN-001": Rule("error", "no book.toml was found"),
    # -- text ------------------------------------------------------------------------------------
    "TXT-001": Rule("error", "a footnote is referred to but not defined"),
    # -- templates and styles --------------------------------------------------------------------
    "TYP-001": Rule("error", "a template is wrong"),
    # -- import ----------------------------------------------------------------------------------
    # -- EPUB ------------------------------------------------------------------------------------
    # -- print -----------------------------------------------------------------------------------
    # -- faithfulness ----------------------------------------------------------------------------
    # -- outside checkers ------------------------------------------------------------------------
    # -- writing ---------------------------------------------------------------------------------
}
