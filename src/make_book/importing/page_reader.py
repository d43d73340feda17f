"""Saved web pages and pieces of HTML → documents: the text found, what is around it listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from make_book.findings import Finding, Span
from make_book.importing.date_parsing import read_date
from make_book.importing.html_to_markdown import to_markdown
from make_book.importing.html_tree import Node, classes, find_all, local, parse_html, words_of
from make_book.importing.import_record import RAW, sha256
from make_book.importing.import_values import Clipping, Field, LeftOut, SourceDocument
from make_book.importing.page_metadata import page_fields, page_language
from make_book.importing.page_recipes import PageRecipe, first, recipe_for, select
from make_book.manuscript.file_names import parse_file_name

_AROUND = re.compile(
    r"(?:^|[-_ ])(?:nav|navigation|menu|sidebar|breadcrumbs?|share|sharing|social|related|comments?|cookie|newsletter"
    r"|subscribe|signup|advert|ads?|promo|footer|pagination|pager|toolbar|masthead|skip-link)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LEAST = 20
"""Words a page must have in its text."""


def read_page(clipping: Clipping) -> SourceDocument | Finding:
    """Return the document in an HTML page or fragment, or why there is none."""
    root = parse_html(clipping.data)
    if root is None or not words_of(root):
        return Finding("IMP-002", "the page holds no words", Span(clipping.name))
    recipe = recipe_for(root)
    fragment = next((True for node in find_all(root, "meta", "article", "main") if node is not None), False) is False
    stated = {} if fragment and not list(find_all(root, "title")) else {f.name: f for f in page_fields(root)}
    told = _by_recipe(root, recipe)
    content = _content(root, recipe)
    left = [*_around(root, content), *_removed(content, recipe)]
    fields = {**stated, **told}
    title = fields.get("title")
    left += _without_title(content, title.value if title else None)
    language = page_language(root)
    made = to_markdown(content, language)
    found = tuple(field for name, field in fields.items() if name not in ("language", "standfirst"))
    standfirst = fields.get("standfirst")
    if standfirst and ("standfirst" in told or standfirst.value[:60] not in words_of(content)):
        found = (*found, *((standfirst,) if "standfirst" in told else ()))
    found = (*found, *_from_name(clipping.name, {field.name for field in found}))
    body, heading = _heading_as_title(made.markdown, found)
    return SourceDocument(
        source=clipping.name,
        file=clipping.name,
        body=body,
        digest=sha256(clipping.data),
        fields=(*found, *heading),
        addresses=_addresses(clipping.name, found),
        language=language,
        left_out=(*left, *made.left_out),
    )


def _by_recipe(root: Node, recipe: PageRecipe) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for name in ("title", "standfirst", "date", "author", "number"):
        node = first(root, getattr(recipe, name)) if getattr(recipe, name) else None
        if node is None:
            continue
        value: str | None = words_of(node)
        if name == "date":
            value = read_date(node.get("datetime") or value or "")
        if name == "author" and value:
            value = re.sub(r"\A(?:by|von|par|par|от)\s+", "", value, flags=re.IGNORECASE)
        if value:
            found[name] = Field(name, value, 0.9, node.sourceline or 1, value)
    return found


def _content(root: Node, recipe: PageRecipe) -> Node:
    """Return the element that holds the text: by the recipe, by HTML's elements, or where most paragraphs are."""
    if recipe.content and (node := first(root, recipe.content)) is not None:
        return _joined(root, recipe, node)
    body = next(find_all(root, "body"), root)
    articles = [node for node in find_all(body, "article") if len(words_of(node).split()) > _LEAST]
    if len(articles) == 1:
        return articles[0]
    mains = [
        node for node in body.iter() if local(node) == "main" or (node.get("role") if local(node) else "") == "main"
    ]
    if len(mains) == 1 and len(words_of(mains[0]).split()) > _LEAST:
        return mains[0]
    return _densest(body)


def _joined(root: Node, recipe: PageRecipe, node: Node) -> Node:
    """Return `node`; where a page has several contents (a work of many chapters), the element around them all."""
    same = list(select(root, recipe.content.split()[0]))
    if len(same) > 1 and len(words_of(same[0]).split()) * 2 < sum(len(words_of(one).split()) for one in same):
        above = [set(one.iterancestors()) for one in same]
        common = set.intersection(*above)
        return next(one for one in same[0].iterancestors() if one in common)
    return node


def _densest(body: Node) -> Node:
    """Return the element whose own paragraphs hold most words, the whole body if it has none of its own."""
    scores: dict[Node, int] = {}
    for paragraph in find_all(body, "p", "pre", "blockquote"):
        parent = paragraph.getparent()
        if parent is not None and not any(_is_around(one) for one in (parent, *parent.iterancestors())):
            scores[parent] = scores.get(parent, 0) + len(words_of(paragraph).split())
    if not scores:
        return body
    best = max(scores, key=lambda node: scores[node])
    return best if scores[best] * 2 > sum(scores.values()) and best is not body else body


def _is_around(node: Node) -> bool:
    name = local(node)
    if name in ("nav", "footer", "aside") or (name == "header" and next(find_all(node, "h1"), None) is None):
        return True
    marks = " ".join((*classes(node), node.get("id") or ""))
    return bool(name and name not in ("body", "html", "article", "main") and _AROUND.search(marks))


def _around(root: Node, content: Node) -> list[LeftOut]:
    """List the words of the page outside `content`, and take what is around the text out of `content`."""
    left = []
    for node in list(content.iter()):
        if (
            node is not content
            and local(node)
            and _is_around(node)
            and local(node) not in ("aside", "footer", "header")
        ):
            if words := words_of(node):
                left.append(LeftOut(words, "around the text", node.sourceline or 1))
            _take_out(node)
    inside = {content, *content.iterancestors()}
    stack = [root]
    while stack:
        node = stack.pop()
        if node is content or not local(node):
            continue
        if node in inside:
            if node.text and node.text.strip() and node is not content:
                left.append(LeftOut(" ".join(node.text.split()), "around the text", node.sourceline or 1))
            stack += reversed(node)
        elif local(node) not in ("script", "style") and (words := words_of(node)):
            left.append(LeftOut(words, "around the text", node.sourceline or 1))
        if (
            node is not root
            and node.tail
            and node.tail.strip()
            and node.getparent() in inside
            and node.getparent() is not content
        ):
            left.append(LeftOut(" ".join(node.tail.split()), "around the text", node.sourceline or 1))
    return left


def _removed(content: Node, recipe: PageRecipe) -> list[LeftOut]:
    left = []
    for selector in recipe.remove.split():
        for node in list(select(content, selector)):
            if words := words_of(node):
                left.append(LeftOut(words, f"{recipe.name}: {selector}", node.sourceline or 1))
            _take_out(node)
    return left


def _without_title(content: Node, title: str | None) -> list[LeftOut]:
    """Take a heading that repeats the title out of the text."""
    for node in find_all(content, "h1", "h2"):
        if title and words_of(node).casefold() == title.casefold():
            _take_out(node)
            return []
        break
    return []


def _take_out(node: Node) -> None:
    parent, tail = node.getparent(), node.tail
    if parent is None:
        return
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")
    parent.remove(node)


def _heading_as_title(body: str, found: Sequence[Field]) -> tuple[str, tuple[Field, ...]]:
    """Take the heading that opens a page without any other title as its title."""
    if any(field.name == "title" and field.confidence > 0.65 for field in found) or not body.startswith("#"):
        return body, ()
    line, _, rest = body.partition("\n")
    words = re.sub(r"[*`\\]|</?\w+>", "", line.lstrip("# ")).strip()
    return rest.lstrip("\n"), (Field("title", words, 0.8, 1, line),)


def _from_name(name: str, known: set[str]) -> tuple[Field, ...]:
    stem = parse_file_name(PurePosixPath(name).stem)
    if stem.date and "date" not in known:
        return (Field("date", stem.date, 0.8, 1, PurePosixPath(name).stem),)
    return ()


def _addresses(name: str, fields: Sequence[Field]) -> tuple[str, ...]:
    path = PurePosixPath(name)
    own = [name, path.with_suffix("").as_posix(), path.stem, RAW + name]
    own += [field.value for field in fields if field.name == "source-url"]
    return tuple(dict.fromkeys(one.strip("/").casefold() for one in own))
