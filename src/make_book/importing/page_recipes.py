"""Where pages of known systems keep their text: `page_recipes.toml`, and its small selectors."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from make_book.importing.html_tree import Node, classes, local

_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<rest>(?:[.#][\w-]+|\[[\w:-]+(?:=[^\]]+)?\])*)\Z")


class PageRecipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One recipe: selectors for what is on a page."""

    name: str
    when: str
    content: str = ""
    title: str = ""
    standfirst: str = ""
    date: str = ""
    author: str = ""
    number: str = ""
    remove: str = ""


class _Recipes(msgspec.Struct, frozen=True):
    recipe: tuple[PageRecipe, ...]


@functools.cache
def recipes() -> tuple[PageRecipe, ...]:
    """Return all recipes in their order; the last one fits every page."""
    data = Path(__file__).with_name("page_recipes.toml").read_bytes()
    return msgspec.toml.decode(data, type=_Recipes).recipe


def recipe_for(root: Node) -> PageRecipe:
    """Return the first recipe whose `when` is on the page."""
    return next(recipe for recipe in recipes() if recipe.when == "body" or first(root, recipe.when) is not None)


def first(root: Node, selectors: str) -> Node | None:
    """Return the first element that the first fitting one of `selectors` names."""
    return next((node for selector in selectors.split() for node in select(root, selector)), None)


def select(root: Node, selector: str) -> Iterator[Node]:
    """Yield the elements below `root` that one selector names."""
    found = _SELECTOR.match(selector)
    if not found:
        return
    parts = re.findall(r"[.#][\w-]+|\[[^\]]+\]", found["rest"])
    for node in root.iter():
        name = local(node)
        if name and (not found["tag"] or name == found["tag"]) and all(_fits(node, part) for part in parts):
            yield node


def _fits(node: Node, part: str) -> bool:
    if part[0] == ".":
        return part[1:].lower() in classes(node)
    if part[0] == "#":
        return bool(node.get("id") == part[1:])
    key, equals, value = part[1:-1].partition("=")
    return bool(node.get(key) == value if equals else node.get(key) is not None)
