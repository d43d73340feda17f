"""What another system's templates left in a text: shortcodes and tags that nothing here carries out."""

from __future__ import annotations

import re

from make_book.findings import Finding
from make_book.text.places import Places

_CODE = re.compile(
    r"^[ >]*(?P<fence>`{3,}|~{3,})[^`\n]*$.*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z)"
    r"|<!--.*?-->"
    r"|(?<![\\`])(?P<mark>`+)(?!`)(?:(?!\n[ ]*\n).)+?(?<!`)(?P=mark)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_TAG = re.compile(r"(?<!\\)(?:\{\{<.*?>\}\}|\{\{%.*?%\}\}|\{%.*?%\}|\{\{.*?\}\})")
_HINT = "take it out, or put in its place what it stood for; in `…` it is code and stays"


def template_tags(places: Places) -> tuple[Finding, ...]:
    """Return a finding for each `{{< … >}}`, `{{% … %}}`, `{% … %}` and `{{ … }}` outside code.

    The words stay as they are typed. (Hugo's shortcodes; Liquid, as Jekyll has it; Jinja.)
    """
    if "{{" not in places.source and "{%" not in places.source:
        return ()
    text = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), places.source)
    return tuple(
        Finding(
            "TXT-022",
            f"{_short(tag[0])} is another system's; it is printed as it stands",
            places.at(tag.start()),
            (_HINT,),
        )
        for tag in _TAG.finditer(text)
    )


def _short(tag: str) -> str:
    return tag if len(tag) <= 50 else f"{tag[:40].rstrip()} … {tag[-3:].lstrip()}"
