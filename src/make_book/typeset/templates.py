"""Templates filled with data. The only importer of Jinja2.

Templates come with a manuscript that may be somebody else's, so they run in Jinja's immutable
sandbox, with autoescape on and undefined names an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from make_book.findings import BookError, Finding, Span
from make_book.house import Styles

Filler = Callable[..., str]


def markup(xhtml: str) -> Markup:
    """Mark `xhtml`, which we made and checked, as ready for a template: it is not escaped again."""
    return Markup(xhtml)


def press(styles: Styles) -> Filler:
    """Return `fill(name, **values) -> str` over the templates in `styles`.

    `fill` raises `BookError` with a `TYP-001` finding that names the template and its line.
    """
    environment = _environment(tuple(sorted(styles.files.items())))

    def fill(name: str, **values: Any) -> str:
        try:
            return environment.get_template(name).render(values)
        except TemplateSyntaxError as error:
            raise BookError([_fault(error.name or name, error.message or "syntax error", error.lineno)]) from error
        except (TemplateError, SecurityError, TypeError) as error:
            raise BookError([_fault(name, str(error), _line_in_template(error, name))]) from error

    return fill


@lru_cache(maxsize=4)
def _environment(files: tuple[tuple[str, str], ...]) -> ImmutableSandboxedEnvironment:
    sources: Mapping[str, str] = dict(files)
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _fault(name: str, message: str, line: int | None) -> Finding:
    hint = "see the original with: make-book export-template " + name
    return Finding("TYP-001", f"template {name}: {message}", Span(f"styles/{name}", line), (hint,))


def _line_in_template(error: BaseException, name: str) -> int | None:
    """Find the line of the template in the traceback that Jinja rewrites for its sources."""
    line, trace = None, error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in {"<template>", name}:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
