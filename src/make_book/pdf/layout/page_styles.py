"""Styles of pages: pages that the same rules match share them, so they are computed once."""

from __future__ import annotations

from typing import Any

_MARGINS = ("@top-", "@bottom-", "@left-", "@right-")


class PageStyleCache:
    """Computes the styles of page types, in place of WeasyPrint's `set_page_type_computed_styles`."""

    def __init__(self, *, margins: bool) -> None:
        """Begin without any styles. Pages have styles for margin boxes only if `margins` is true."""
        self._margins = margins

    def apply(self, kind: Any, html: Any, style_for: Any) -> None:
        """Set the styles of the page type `kind` and of its margin boxes in `style_for`."""
        computed_for: dict[frozenset[tuple[Any, ...]], Any] = style_for.__dict__.setdefault("make_book_pages", {})
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
        if rules in computed_for:
            computed.update({(kind, pseudo): computed[computed_for[rules], pseudo] for pseudo in [None, *pseudos]})
        else:
            root = html.etree_element
            style_for.set_computed_styles(kind, root=root, parent=root, base_url=html.base_url)
            for pseudo in filter(None, pseudos):
                style_for.set_computed_styles(kind, pseudo_type=pseudo, root=root, parent=kind, base_url=html.base_url)
            computed_for[rules] = kind
        cascaded.clear()
