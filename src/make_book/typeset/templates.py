"""Templates filled with data. The only importer of Jinja2.

Templates come with a manuscript that may be somebody else's, so they run in Jinja's immutable
sandbox, with autoescape on and undefined names an error, without anything that gives other words
each time, and for a bounded time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from make_book.findings import BookError, Finding, Span
from make_book.limits import TimeLimitReached, time_limit
from make_book.style_files import Styles

Filler = Callable[..., str]
_SECONDS = 20
"""Processor time that one template may take for one section; ours take thousandths of a second."""
_LARGEST = 50_000_000
"""Characters that one template may give."""
_RANDOM = ("lipsum", "cycler", "joiner")
"""Globals of Jinja that give other words each time, or objects that print their place in memory."""
_ADDRESS = re.compile(r"\bat 0x[0-9a-f]{6,16}\b")
"""How Python prints an object that has no words of its own: with its place in memory, another one each time."""


def markup(xhtml: str) -> Markup:
    """Mark `xhtml`, which we made and checked, as ready for a template: it is not escaped again."""
    return Markup(xhtml)


def template_renderer(styles: Styles) -> Filler:
    """Return `fill(name, **values) -> str` over the templates in `styles`.

    `fill` raises `BookError` with a `TYP-001` finding that names the template and its line.
    """
    environment = _environment(tuple(sorted(styles.files.items())))

    def fill(name: str, **values: Any) -> str:
        try:
            with time_limit(_SECONDS):
                filled = environment.get_template(name).render(values)
                _judge(filled, values)
        except TemplateSyntaxError as error:
            raise BookError([_fault(error.name or name, error.lineno, error.message or "syntax error")]) from error
        except (TemplateError, SecurityError, TimeLimitReached) as error:
            raise BookError([_fault(*_place(error, name, styles.files), str(error))]) from error
        except Exception as error:  # a template is a program of somebody's: whatever it raises is its fault
            message = f"{type(error).__name__}: {error}"
            raise BookError([_fault(*_place(error, name, styles.files), message)]) from error
        return filled

    return fill


def _judge(filled: str, values: Mapping[str, Any]) -> None:
    """Raise `SecurityError` for what a template may not give."""
    if len(filled) > _LARGEST:
        raise SecurityError(f"the template gives more than {_LARGEST // 1_000_000} million characters")
    found = _ADDRESS.search(filled)
    if found and found[0] not in repr(values):
        raise SecurityError(f"the template prints an object ({found[0]}), which is another one in every build")


@lru_cache(maxsize=4)
def _environment(files: tuple[tuple[str, str], ...]) -> ImmutableSandboxedEnvironment:
    sources = dict(files)

    def load(name: str) -> tuple[str, str, None] | None:
        return (sources[name], name, None) if name in sources else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    for name in _RANDOM:
        del environment.globals[name]
    del environment.filters["random"]
    return environment


def _fault(name: str, line: int | None, message: str) -> Finding:
    hint = "see the original with: make-book export-template " + name
    return Finding("TYP-001", f"template {name}: {message}", Span(f"styles/{name}", line), (hint,))


def _place(error: BaseException, name: str, known: Container[str]) -> tuple[str, int | None]:
    """Return the template and the line in which `error` arose, from the traceback that Jinja rewrites."""
    place: tuple[str, int | None] = (name, None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in known:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place
