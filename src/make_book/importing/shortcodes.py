"""Shortcodes, Liquid tags and the like that other systems' templates fill in: known ones become Markdown.

Hugo `{{< name … >}}` and `{{% name … %}}`, Jekyll's and Hexo's `{% name … %}`, WordPress `[name …]`.
What is not known stays in the text and is reported; `[import.shortcodes]` in book.toml says what to do with it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

import msgspec

from make_book.importing.markdown_addresses import outside_code

_TEMPLATE = re.compile(
    r"\{\{(?P<form>[<%])[ \t]*(?P<end>/)?[ \t]*(?P<name>[\w./-]+)"
    r"(?P<rest>(?:[^\"'`{}>]|\"[^\"]*\"|'[^']*'|`[^`]*`|>(?!\}\}))*?)[ \t]*/?[>%]\}\}"
    r"|\{%-?[ \t]*(?P<liquid>[\w/:-]+)(?P<liquid_rest>(?:[^%]|%(?!\}))*?)-?%\}"
    r"|\{\{-?(?P<value>[^{}<%]*?)-?\}\}"
)
_SQUARE = re.compile(
    r"(?<![\\!\]])\[(?P<end>/)?(?P<name>caption|gallery|embed|audio|video|playlist|youtube|vimeo|footnote|ref|wp_caption|soundcloud|code)"
    r"(?P<rest>(?:[ \t\n]+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))*[ \t]*)/?\](?!\()"
)
_ARGUMENT = re.compile(
    r"""(?:(?P<key>[\w-]+)\s*=\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|`(?P<tick>[^`]*)`|(?P<bare>[^\s"'=,]+))"""
)
_SITE_VALUES = (
    "site.baseurl",
    "site.url",
    "base_url",
    "baseurl",
    "site.base_url",
    "site.github.url",
    "root",
    "filename",
    "static",
)
_SOURCE_KEYS = ("src", "url", "image_path", "image", "path", "file", "name", "img")
_DROPPED = frozenset(
    "raw endraw toc comment endcomment more include_relative include_cached assign capture endcapture break div /div"
    " content-module center endcenter cq endcq pullquote endpullquote notice /notice endnotice grid /grid".split()
)
"""Tags that stand around words or for a website only: the tag goes, the words stay."""


class Shortcode(msgspec.Struct, frozen=True):
    """One shortcode: its name, arguments in order and by key, whether it ends one, its place and text."""

    name: str
    values: tuple[str, ...]
    named: dict[str, str]
    end: bool
    start: int
    text: str

    def get(self, *keys: str) -> str:
        """Return the first argument given by one of `keys` (a number: by position), or ""."""
        for key in keys:
            if key.isdigit() and int(key) < len(self.values):
                return self.values[int(key)]
            if key in self.named:
                return self.named[key]
        return ""


class Rewritten(msgspec.Struct, frozen=True):
    """A text with its shortcodes replaced, and those nobody knows: name, line."""

    text: str
    unknown: tuple[tuple[str, int], ...]


def rewrite(text: str, told: Mapping[str, str], *, square: bool = False) -> Rewritten:
    """Replace the shortcodes of `text`; `told` maps a name to `drop`, `keep`, `words` or Markdown with `{0}`, `{key}`.

    `square`: WordPress' shortcodes in square brackets are looked for too.
    """
    pieces: list[str] = []
    unknown: list[tuple[str, int]] = []
    at = 0
    for start, end in outside_code(text):
        pieces.append(text[at:start])
        at = end

        def one(found: re.Match[str]) -> str:
            code = _shortcode(found)
            made = _told(code, told) if code else None
            made = _known(code) if made is None and code else made
            if made is None:
                name = code.name if code else found[0][:40]
                unknown.append((name, text.count("\n", 0, found.start()) + 1))
                return found[0]
            return made

        piece = _TEMPLATE.sub(one, text[start:end])
        pieces.append(_SQUARE.sub(one, piece) if square else piece)
    pieces.append(text[at:])
    return Rewritten("".join(pieces), tuple(unknown))


def _shortcode(found: re.Match[str]) -> Shortcode | None:
    groups = found.groupdict()
    if (value := groups.get("value")) is not None:
        words = value.split("|")[0].strip().strip("\"'")
        return Shortcode("site-value", (words,), {}, end=False, start=found.start(), text=found[0])
    name = groups.get("name") or groups.get("liquid") or ""
    rest = groups.get("rest") or groups.get("liquid_rest") or ""
    end = bool(groups.get("end")) or name.startswith(("end", "/"))
    values, named = [], {}
    for argument in _ARGUMENT.finditer(rest):
        word = next(argument[key] for key in ("double", "single", "tick", "bare") if argument[key] is not None)
        if argument["key"]:
            named[argument["key"].lower()] = html.unescape(word)
        else:
            values.append(html.unescape(word))
    return Shortcode(name.removeprefix("/").lower(), tuple(values), named, end, found.start(), found[0])


def _told(code: Shortcode, told: Mapping[str, str]) -> str | None:
    rule = told.get(code.name)
    if rule is None:
        return None
    if rule == "keep":
        return code.text
    if rule in ("drop", "words") or code.end:
        return ""
    return re.sub(r"\{(\w+)\}", lambda found: code.get(found[1]), rule)


def _known(code: Shortcode) -> str | None:
    if code.name in _DROPPED:
        return ""
    maker = _MAKERS.get(code.name)
    return maker(code) if maker else None


def _figure(code: Shortcode) -> str:
    if code.end:
        return ""
    source = code.get("src", "url", "image", "link", "0")
    caption = re.sub(r"<[^<>]*>", "", code.get("caption", "title", "1")).replace('"', "”")
    credit = code.get("attr", "credit")
    title = f' "{caption}"' if caption else ""
    braces = '{credit="' + credit.replace('"', "”") + '"}' if credit else ""
    return f"![{code.get('alt', 'caption', '2')}]({_address(source)}{title}){braces}" if source else ""


def _asset_img(code: Shortcode) -> str:
    values = [value for value in code.values if not re.fullmatch(r"\d+(?:px|%)?|left|right", value)]
    return f"![{' '.join(values[1:])}]({_address(values[0])})" if values else ""


def _link(address: str, words: str) -> Callable[[Shortcode], str]:
    def make(code: Shortcode) -> str:
        value = code.get("id", "v", "src", "url", "href", "0")
        if code.end or not value:
            return ""
        target = value if "://" in value else address.format(value)
        return f"[{code.get('title') or words}]({target})"

    return make


def _reference(code: Shortcode) -> str:
    return code.get("path", "0") or " ".join(code.values)


def _post_link(code: Shortcode) -> str:
    words = " ".join(code.values[1:]) or code.get("0")
    return f"[{words}]({_address(code.get('0'))})"


def _fence(code: Shortcode) -> str:
    if code.end:
        return "\n```\n"
    language = re.sub(r"[^\w+-]", "", code.get("lang", "0"))
    return f"\n```{language}\n"


def _quote(code: Shortcode) -> str:
    return "\n:::\n" if code.end else "\n::: quotation\n"


def _site_value(code: Shortcode) -> str | None:
    value = code.values[0]
    if value in _SITE_VALUES:
        return ""
    return None


def _include(code: Shortcode) -> str | None:
    if re.search(r"fig|image|img|photo|picture", code.get("0"), re.I):
        named = {key: value for key, value in code.named.items() if key not in ("0",)}
        source = next(
            (
                named[key]
                for key in ("src", "url", "image_path", "image", "path", "file", "name", "img")
                if key in named
            ),
            "",
        )
        return _figure(msgspec.structs.replace(code, values=(), named=named | {"src": source})) if source else None
    if re.search(r"toc|share|ads?\b|analytic|comment|signup|newsletter|banner", code.get("0"), re.I):
        return ""
    return None


def _caption(code: Shortcode) -> str | None:
    return "" if code.end or code.get("caption") == "" else f"*{code.get('caption')}*\n\n"


_MAKERS: dict[str, Callable[[Shortcode], str | None]] = {
    "figure": _figure, "img": _figure, "image": _figure, "fig": _figure, "imgproc": _figure, "picture": _figure,
    "asset_img": _asset_img, "asset_path": lambda code: code.get("0"),
    "youtube": _link("https://www.youtube.com/watch?v={}", "Video"),
    "youtuber": _link("https://www.youtube.com/watch?v={}", "Video"),
    "vimeo": _link("https://vimeo.com/{}", "Video"), "video": _link("{}", "Video"), "audio": _link("{}", "Audio"),
    "gist": _link("https://gist.github.com/{}", "Gist"), "tweet": _link("https://twitter.com/i/status/{}", "Tweet"),
    "twitter": _link("https://twitter.com/i/status/{}", "Tweet"), "x": _link("https://x.com/i/status/{}", "Post"),
    "instagram": _link("https://www.instagram.com/p/{}", "Picture"), "soundcloud": _link("{}", "Audio"),
    "embed": _link("{}", "Link"), "spotify": _link("https://open.spotify.com/{}", "Audio"), "link": _reference,
    "ref": _reference, "relref": _reference, "post_url": _reference, "post_path": _reference, "url_for": _reference,
    "post_link": _post_link, "highlight": _fence, "endhighlight": _fence, "codeblock": _fence, "endcodeblock": _fence,
    "code": _fence, "endcode": _fence, "blockquote": _quote, "endblockquote": _quote,
    "quote": _quote, "endquote": _quote,
    "site-value": _site_value, "include": _include, "gallery": lambda code: "" if code.values or code.end else None,
    "caption": _caption, "wp_caption": _caption,
}  # fmt: skip
"""What becomes of the shortcodes that are known."""


def _address(text: str) -> str:
    return f"<{text}>" if re.search(r"[\s()]", text) else text
