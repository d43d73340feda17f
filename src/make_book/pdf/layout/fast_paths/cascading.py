"""Which rules apply to an element, put together once for all elements to which the same rules apply.

Replaced: `weasyprint.css.StyleFor.__init__` and `.__call__`.

The sheets are the same for every section layout. The user agent's give every element six pseudo-elements (`::marker`,
`::footnote-call`, …): the styles of those that nobody asks for are not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

import msgspec
from weasyprint import css

from make_book.pdf.layout.fast_paths.guard import written_after

_own_init = written_after(css.StyleFor.__init__, "b1e725a7552502aa")
_own_call = written_after(css.StyleFor.__call__, "96b91915ae7c344a")
written_after(css.StyleFor.set_computed_styles, "b5b15856b8beff3f")

_MOST = 4000
"""Sets of rules that are kept for one desk."""

Declared = dict[str, tuple[Any, Any]]
"""Values by the name of their property, each with its weight."""


class _Cascade(msgspec.Struct, frozen=True):
    """The rules that apply to an element and its pseudo-elements."""

    number: int
    """The same where WeasyPrint sees the same rules: such elements share a style if their parents do."""
    declared: dict[str | None, Declared]
    """By pseudo-element."""
    rules: tuple[Any, ...]
    """What the key names by its address, so that nothing else comes there."""


class _Known:
    """Sets of rules that were met at a desk."""

    def __init__(self) -> None:
        self.cascades: dict[Any, _Cascade] = {}
        self.numbers: dict[Any, int] = {}


class _Pending(msgspec.Struct, frozen=True):
    """Pseudo-elements, by element, whose styles nobody has asked for."""

    declared: dict[Any, dict[str | None, Declared]]
    root: Any
    base_url: Any
    target_collector: Any


def install() -> None:
    """Put the replacements in place."""
    css.StyleFor.__init__ = _init
    css.StyleFor.__call__ = _call


def _init(  # noqa: PLR0917 - WeasyPrint's
    self: Any, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, target_collector: Any
) -> None:
    """Work out the styles of all elements, as WeasyPrint does; of pseudo-elements only which rules apply to them."""
    if presentational_hints:
        _own_init(self, html, sheets, presentational_hints, font_config, target_collector)
        return
    css.PROGRESS_LOGGER.info("Step 3 - Applying CSS")
    self._cascaded_styles, self._computed_styles = {}, {}
    self.initial_page_sizes = {"box": None, "area": None}
    self._sheets, self.font_config = sheets, font_config
    pending = self.make_book_pending = _Pending({}, html.etree_element, html.base_url, target_collector)
    _style_elements(self, html, pending, _known_at(font_config))
    for node, declared in pending.declared.items():
        for pseudo in filter(None, declared):
            if "anchor" in declared[pseudo]:  # WeasyPrint notes all anchors now
                _style_pseudo(self, node, pseudo)
    self._cascaded_styles.clear()


def _known_at(font_config: Any) -> _Known:
    known: _Known = font_config.__dict__.setdefault("make_book_cascades", _Known())
    if len(known.cascades) > _MOST:
        known = font_config.make_book_cascades = _Known()
    return known


def _style_elements(style_for: Any, html: Any, pending: _Pending, known: _Known) -> None:
    """Give every element its style; those to which the same applies share one."""
    own, declarations = _attributes(pending.root, pending.base_url)
    styles, shared = style_for._computed_styles, dict[Any, Any]()
    for element in html.wrapper_element.iter_subtree():
        node, parent = element.etree_element, element.parent.etree_element if element.parent else None
        cascade = _cascade(element, style_for._sheets, known)
        parent_style = id(styles[parent, None]) if element.parent else None
        key = parent_style, declarations.get(node), cascade.number
        if key not in shared:
            declared = cascade.declared.get(None, {})
            style_for._cascaded_styles[node, None] = _combined(own[node], declared) if node in own else declared
            style_for.set_computed_styles(
                node,
                root=pending.root,
                parent=parent,
                base_url=pending.base_url,
                target_collector=pending.target_collector,
            )
            shared[key] = styles[node, None]
        styles[node, None] = shared[key]
        pending.declared[node] = cascade.declared


def _attributes(root: Any, base_url: Any) -> tuple[dict[Any, Declared], dict[Any, tuple[Any, ...]]]:
    """Return what elements say for themselves (`style`, `lang`, `id`), and in which words."""
    own: dict[Any, Declared] = {}
    declarations: dict[Any, tuple[Any, ...]] = {}
    for specificity, element, said, base in css.find_style_attributes(root, False, base_url):
        declarations[element] = tuple(said)
        values = css.preprocess_declarations(base, declarations[element])
        _declare(own.setdefault(element, {}), values, "author", inf, specificity)
    return own, declarations


def _declare(style: Declared, declarations: Any, origin: str, layer: Any, specificity: Any) -> None:
    """Add declarations to `style`, but for those that weigh less than what stands there."""
    for name, values, importance in declarations:
        weight = css.declaration_precedence(origin, importance), layer, specificity
        if name not in style or style[name][1] <= weight:
            style[name] = values, weight


def _combined(own: Declared, declared: Declared) -> Declared:
    """Return what an element says for itself and what rules say of it, as if the rules had come after it."""
    heavier = {name: said for name, said in own.items() if name not in declared or declared[name][1] < said[1]}
    return {**declared, **heavier}


def _cascade(element: Any, sheets: Any, known: _Known) -> _Cascade:
    """Return the rules that apply to `element`."""
    matched = list(_matched(element, sheets))
    key = tuple([rule[0] for rule in matched])
    if key not in known.cascades:
        declared: dict[str | None, Declared] = {}
        for (_, specificity, _, layer, pseudo), origin, sheet_specificity, _, declarations in matched:
            style = declared.setdefault(pseudo, {})
            _declare(style, declarations, origin, layer, sheet_specificity or specificity)
        number = known.numbers.setdefault(tuple(rule[:4] for rule in key), len(known.numbers))
        known.cascades[key] = _Cascade(number, declared, tuple(matched))
    return known.cascades[key]


def _matched(element: Any, sheets: Any) -> Iterator[tuple[tuple[Any, ...], str, Any, Any, Any]]:
    """Yield the rules that match `element`: a key each, and what it stands for."""
    for sheet, origin, sheet_specificity in sheets:
        for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(element):
            order = inf if layer is None else sheet.layers.index(layer)
            key = id(sheet), specificity, id(declarations), order, pseudo
            yield key, origin, sheet_specificity, sheet, declarations


def _style_pseudo(style_for: Any, element: Any, pseudo: str) -> None:
    """Give a pseudo-element its style."""
    pending = style_for.make_book_pending
    style_for._cascaded_styles[element, pseudo] = pending.declared[element][pseudo]
    style_for.set_computed_styles(
        element,
        pseudo_type=pseudo,
        root=pending.root,
        parent=element,
        base_url=pending.base_url,
        target_collector=pending.target_collector,
    )
    del style_for._cascaded_styles[element, pseudo]


def _call(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
    """Return the style of an element or a pseudo-element."""
    if pseudo_type is not None and (element, pseudo_type) not in self._computed_styles:
        pending: _Pending | None = self.__dict__.get("make_book_pending")
        if pending is not None and pseudo_type in pending.declared.get(element, ()):
            _style_pseudo(self, element, pseudo_type)
    return _own_call(self, element, pseudo_type)
