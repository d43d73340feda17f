"""Styles of pages, worked out once for all pages to which the same rules apply."""

from __future__ import annotations

from typing import Any

_MARGINS = ("@top-", "@bottom-", "@left-", "@right-")


class PageStyleCache:
    """Styles of pages: those to which the same rules apply share one, worked out once."""

    def __init__(self, *, margins: bool) -> None:
        """Dress pages with their `margins`, or without."""
        self._margins = margins

    def apply(self, kind: Any, html: Any, style_for: Any) -> None:
        """Give the page type `kind` its styles, and those of its margin boxes."""
        worn: dict[frozenset[tuple[Any, ...]], Any] = style_for.__dict__.setdefault("make_book_worn", {})
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        style_for.add_page_declarations(kind)
        if not self._margins:
            for page, pseudo in list(cascaded):
                if pseudo and pseudo.startswith(_MARGINS):
                    del cascaded[page, pseudo]
        pseudos = [pseudo for page, pseudo in cascaded if page == kind]
        rules = frozenset(
            (pseudo, name, id(value)) for pseudo in pseudos for name, (value, _) in cascaded[kind, pseudo].items()
        )
        if rules in worn:
            computed.update({(kind, pseudo): computed[worn[rules], pseudo] for pseudo in [None, *pseudos]})
        else:
            root = html.etree_element
            style_for.set_computed_styles(kind, root=root, parent=root, base_url=html.base_url)
            for pseudo in filter(None, pseudos):
                style_for.set_computed_styles(kind, pseudo_type=pseudo, root=root, parent=kind, base_url=html.base_url)
            worn[rules] = kind
        cascaded.clear()
