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
    "MAN-002": Rule("error", "book.toml is not TOML"),
    "MAN-003": Rule("error", "book.toml has a key the house does not know"),
    "MAN-004": Rule("error", "a value in book.toml is of the wrong kind"),
    "MAN-005": Rule("error", "a key that every book.toml needs is missing"),
    "MAN-006": Rule("error", "an ISBN is wrong"),
    "MAN-007": Rule("error", "a language tag is not one of BCP 47"),
    "MAN-008": Rule("error", "a date is not a date, or not in the calendar"),
    "MAN-009": Rule("error", "a trim size or a length cannot be read"),
    "MAN-010": Rule("error", "a contributor's role is neither a MARC relator code nor a known word"),
    "MAN-011": Rule("error", "the cover picture is missing"),
    "MAN-012": Rule("warning", "the cover picture has no text alternative"),
    "MAN-013": Rule("error", "[sections] names a section the house does not know"),
    "MAN-014": Rule("warning", "[sections] names a section that has nothing to say"),
    "MAN-015": Rule("note", "[sections] leaves out a section somebody wrote"),
    "MAN-016": Rule("warning", "the book's language is not given"),
    "MAN-017": Rule("warning", "[[part]] is given, but the parts are not made from the list"),
    "MAN-018": Rule("error", "a part names an episode that is not there"),
    "MAN-019": Rule("error", "an episode stands in two parts"),
    "MAN-020": Rule("warning", "an episode stands in none of the listed parts"),
    "MAN-021": Rule("warning", "a listed part has no episodes"),
    "MAN-030": Rule("error", "front matter cannot be read"),
    "MAN-031": Rule("warning", "front matter has a key the house does not know"),
    "MAN-032": Rule("error", "a value in front matter is of the wrong kind"),
    "MAN-033": Rule("error", "front matter is not closed"),
    "MAN-034": Rule("error", "a key of front matter is given twice"),
    "MAN-035": Rule("warning", "a key of front matter has no effect in this file"),
    "MAN-036": Rule("warning", "the number in front matter is not the number in the file's name"),
    "MAN-040": Rule("error", "a text is not UTF-8"),
    "MAN-041": Rule("error", "a text holds NUL bytes"),
    "MAN-042": Rule("error", "a text holds a control character that no book can carry"),
    "MAN-043": Rule("error", "a file is empty"),
    "MAN-044": Rule("warning", "an episode has a head but no text"),
    "MAN-045": Rule("warning", "a file beside book.toml is no section the house knows"),
    "MAN-046": Rule("error", "a link leads out of the book's folder"),
    "MAN-047": Rule("error", "a picture cannot be read"),
    "MAN-048": Rule("error", "a file cannot be read"),
    "MAN-049": Rule("error", "the book has no episodes"),
    "MAN-050": Rule("error", "two files answer to the same name"),
    "MAN-051": Rule("error", "a picture used in the text is missing"),
    "MAN-052": Rule("note", "a picture is used nowhere"),
    "MAN-053": Rule("error", "a cross-reference leads nowhere"),
    "MAN-054": Rule("warning", "a cross-reference leads to an episode outside this edition"),
    "MAN-060": Rule("error", "two episodes have the same number"),
    "MAN-061": Rule("warning", "numbers are missing between two episodes"),
    "MAN-062": Rule("warning", "number and date of an episode disagree"),
    "MAN-063": Rule("warning", "an episode lacks the number or date the others are ordered by"),
    "MAN-064": Rule("note", "drafts were left out"),
    "MAN-065": Rule("error", "the selection holds no episode"),
    "MAN-066": Rule("error", "the selection cannot be understood"),
    "MAN-067": Rule("warning", "an episode lacks what the parts are made by"),
    # -- text ------------------------------------------------------------------------------------
    "TXT-001": Rule("error", "a footnote is referred to but not defined"),
    "TXT-002": Rule("warning", "a footnote is defined but nowhere referred to; it is left out"),
    "TXT-003": Rule("warning", "a footnote is defined twice; the first stands"),
    "TXT-004": Rule("error", "a fenced block is never closed"),
    "TXT-005": Rule("warning", "a closing fence has no block to close"),
    "TXT-006": Rule("error", "the opening line of a fenced block cannot be read"),
    "TXT-007": Rule("note", "a fenced block has a name the house does not know"),
    "TXT-008": Rule("error", "a picture has no text alternative"),
    "TXT-009": Rule("error", "a picture lies outside the manuscript's images"),
    "TXT-010": Rule("warning", "HTML that has no place in a book was removed"),
    "TXT-011": Rule("warning", "an attribute that has no place in a book was removed"),
    "TXT-012": Rule("warning", "HTML was not well-formed and was mended"),
    "TXT-013": Rule("warning", "control characters were removed"),
    "TXT-014": Rule("warning", "a link leads nowhere a book can lead; its words stay"),
    "TXT-015": Rule("warning", "an anchor is given twice; the first stands"),
    "TXT-016": Rule("warning", "not a language tag (BCP 47)"),
    "TXT-017": Rule("note", "a heading skips a level; the gap was closed"),
    "TXT-018": Rule("warning", "a mark for the index or the glossary names nothing"),
    "TXT-019": Rule("warning", "a link has no words"),
    "TXT-020": Rule("warning", "an abbreviation is explained but nowhere used"),
    # -- templates and styles --------------------------------------------------------------------
    "TYP-001": Rule("error", "a template is wrong"),
    "TYP-002": Rule("error", "a template gives XHTML that is not well-formed"),
    # -- import ----------------------------------------------------------------------------------
    "IMP-001": Rule("error", "a path given to import cannot be read"),
    "IMP-002": Rule("warning", "a clipping is empty"),
    "IMP-003": Rule("warning", "a clipping is not text, nor of another kind that can be read"),
    "IMP-004": Rule("warning", "an archive or a file is broken, too large or unsafe"),
    "IMP-005": Rule("note", "damage to the encoding was repaired"),
    "IMP-006": Rule("warning", "the title was guessed"),
    "IMP-007": Rule("warning", "the same episode was saved twice; the shorter copy was left out"),
    "IMP-008": Rule("warning", "episodes are missing between two numbers"),
    "IMP-009": Rule("warning", "two different episodes have the same number"),
    "IMP-010": Rule("note", "quotation marks were mended"),
    "IMP-011": Rule("warning", "quotation marks do not pair and were left as they are"),
    "IMP-012": Rule("warning", "a translator's credit does not say into which language"),
    "IMP-013": Rule("warning", "a photo credit stands in the text"),
    "IMP-014": Rule("warning", "a paragraph breaks off"),
    "IMP-015": Rule("warning", "an editor's note stands in the text"),
    "IMP-016": Rule("note", "a paragraph in another script was marked with its language"),
    "IMP-017": Rule("note", "a dead link to the original was moved to the front matter"),
    "IMP-018": Rule("warning", "an episode has no date"),
    "IMP-019": Rule("note", "an episode has no number"),
    "IMP-020": Rule("warning", "a file that was edited by hand was not overwritten"),
    "IMP-021": Rule("note", "the language was found out from the text"),
    "IMP-022": Rule("warning", "an episode is in another language than the book"),
    "IMP-023": Rule("warning", "the narrator is uncertain"),
    "IMP-024": Rule("note", "a short line may be a heading"),
    "IMP-025": Rule("warning", "the record of earlier imports is damaged"),
    "IMP-026": Rule("error", "nothing was found that can be imported"),
    # -- EPUB ------------------------------------------------------------------------------------
    "EPB-001": Rule("warning", "a link leads to no place in this edition"),
    "EPB-002": Rule("error", "a picture that a section shows is not in the book"),
    "EPB-003": Rule("error", "a picture cannot be put into the EPUB"),
    "EPB-004": Rule("warning", "pictures without text alternatives keep the EPUB from claiming them"),
    # -- print -----------------------------------------------------------------------------------
    "PDF-001": Rule("error", "the layout engine reports an error"),
    "PDF-002": Rule("warning", "the layout engine reports a doubt"),
    "PDF-003": Rule("error", "no font of the house can show a character"),
    "PDF-004": Rule("error", "a setting of the print edition cannot be read"),
    # -- faithfulness ----------------------------------------------------------------------------
    # -- outside checkers ------------------------------------------------------------------------
    # -- writing ---------------------------------------------------------------------------------
}
