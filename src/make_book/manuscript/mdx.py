"""MDX (mdxjs.com) as Markdown: what only a website can run is taken out and reported, line by line.

Imports and exports, components and expressions go; the words between a component's tags stay, and a
component for pictures becomes a picture of Markdown. Lines keep their numbers. HTML's own elements are
left to the text's cleaning.
"""

from __future__ import annotations

import re

from make_book.manuscript.finding_collector import FindingCollector

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_MODULE = re.compile(r"(?:import|export)\b[ \t*{\w\"']")
_NAME = re.compile(r"</?([A-Z][\w.]*|>)|<([a-z][\w]*\.[\w.]+)")
_PICTURE = re.compile(r"<(?:\w*Image|Img|Figure|Picture|Photo)\b")
_ATTRIBUTE = re.compile(r"""\b(src|alt|caption|title)=(?:"([^"]*)"|'([^']*)'|\{\s*["']([^"']*)["']\s*\})""")
_LITERAL = re.compile(r"""\{\s*(?:"([^"]*)"|'([^']*)'|`([^`$]*)`)\s*\}""")
_CODE = re.compile(r"(`+)(?!`)(?:(?!\1(?!`)).|\n(?!\n))*?(?<!`)\1(?!`)", re.DOTALL)


def without_mdx(body: str, first_line: int, collector: FindingCollector) -> str:
    """Return `body` without what is MDX; what was dropped goes into `collector` (MAN-073), once for each kind."""
    dropped: dict[str, list[int]] = {}
    text = _without_modules(body, first_line, dropped)
    text = _without_components(text, first_line, dropped)
    for what, lines in dropped.items():
        where = ", ".join(map(str, lines[:12])) + (" …" if len(lines) > 12 else "")
        message = f"MDX: {what} was dropped (line{'s' if len(lines) > 1 else ''} {where})"
        collector.add_at("MAN-073", message, lines[0], 1, "write in Markdown what the book is to show")
    return text


def _without_modules(body: str, first_line: int, dropped: dict[str, list[int]]) -> str:
    """Blank `import` and `export` blocks: from such a line, after a blank one, to the next blank line."""
    lines, fence, inside, blank = body.split("\n"), "", False, True
    for at, line in enumerate(lines):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and line.strip() and (inside or (blank and _MODULE.match(line))):
            inside = True
            dropped.setdefault("import or export", []).append(first_line + at)
            lines[at] = ""
            blank = True
            continue
        inside = inside and bool(line.strip())
        blank = not line.strip()
    return "\n".join(lines)


def _without_components(text: str, first_line: int, dropped: dict[str, list[int]]) -> str:
    """Take out the tags of components, comments and expressions, but not in code."""
    kept: list[str] = []
    at = 0
    while at < len(text):
        if code := _code(text, at):
            kept.append(text[at:code])
            at = code
            continue
        end, what = _thing(text, at)
        if end is None:
            kept.append(text[at])
            at += 1
            continue
        if words := _words(text[at:end]):
            kept.append(words + "\n" * (text.count("\n", at, end) - words.count("\n")))
            at = end
            continue
        if what:
            lines = dropped.setdefault(what, [])
            line = first_line + text.count("\n", 0, at)
            lines += [line] if line not in lines[-1:] else []
        kept.append("\n" * text.count("\n", at, end))
        at = end
    return "".join(kept)


def _code(text: str, at: int) -> int | None:
    """Return where the code that begins at `at` ends, if code begins there."""
    if (at == 0 or text[at - 1] == "\n") and (fence := _FENCE.match(text, at)):
        closing = re.compile(rf"(?m)^[ ]{{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*$")
        found = closing.search(text, fence.end())
        return found.end() if found else len(text)
    if text[at] == "`" and (span := _CODE.match(text, at)):
        return span.end()
    return None


def _words(thing: str) -> str:
    """Return what of a tag or an expression is for readers: a picture, or the text of a literal."""
    if literal := _LITERAL.fullmatch(thing):
        return next((group for group in literal.groups() if group is not None), "")
    if _PICTURE.match(thing):
        given = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(thing)}
        caption = given.get("caption") or given.get("title")
        title = ' "{}"'.format(caption.replace('"', "&quot;")) if caption else ""
        return f"![{given.get('alt', '')}](<{given['src']}>{title})" if given.get("src") else ""
    return ""


def _thing(text: str, at: int) -> tuple[int | None, str]:
    """Return the end of a component's tag or an expression that begins at `at`, and what to call it."""
    if text[at] == "{" and text[at - 1 : at] not in ("]", ")"):
        end = _closed(text, at, "{", "}")
        if end is None or text[at + 1 : at + 2] in ("#", ".", ":"):  # attributes of Markdown
            return None, ""
        return end, "" if text.startswith("{/*", at) else f"the expression {text[at : min(end, at + 30)]!r}"
    if text[at] == "<" and ((found := _NAME.match(text, at)) or text.startswith("<>", at)):
        end = _closed(text, at, "<", ">")
        return end, f"the component <{found[1] or found[2]}>" if found and found[1] != ">" else ""
    return None, ""


def _closed(text: str, at: int, opening: str, closing: str) -> int | None:
    """Return the end of what `opening` begins at `at`: braces nest, and quoted strings hold anything."""
    depth, braces, quote = 0, 0, ""
    for place in range(at, min(len(text), at + 20_000)):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`" and (braces or opening == "<"):
            quote = sign
        elif opening == "<" and sign in "{}":
            braces += 1 if sign == "{" else -1
        elif sign == opening and not braces:
            depth += 1
        elif sign == closing and not braces:
            depth -= 1
            if depth == 0:
                return place + 1
    return None
