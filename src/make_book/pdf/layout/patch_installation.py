"""The table of patches put in place: for the process, for the time of one layout, or on one layout context."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from make_book.pdf.layout.patches import FAST_PATHS, FIXES, INSTANCE, OWN_WRITING, PATCHES, WHILE
from make_book.pdf.layout.patching import Patch, PatchError, changed, put_in_place, while_replaced

LEFT_OUT: list[Patch] = []
"""Entries that are not put in place. Only tests fill it, to show that an entry is needed."""


@functools.cache
def install(*, fast: bool = True) -> None:
    """Put everything that is replaced for the whole process in place; without the `fast` paths if a test wants that.

    Raise `PatchError`, with nothing put in place, if a function is not the one that a patch was written after.
    """
    check_digests()
    chosen = [one for one in (*FIXES, *(FAST_PATHS if fast else ()), *OWN_WRITING) if one not in LEFT_OUT]
    later = [one.target for one in FAST_PATHS if one in chosen]
    for patch in chosen:
        if missing := [target for target in patch.needs if target not in later]:
            raise PatchError(f"the patch of {patch.target} needs that of {', '.join(missing)}")
    for patch in chosen:
        put_in_place(patch)


def check_digests() -> None:
    """Raise `PatchError` that names every function that is not the one that a patch was written after."""
    wrong = [f"{patch.target}: {one}" for patch in PATCHES for one in changed(patch)]
    if wrong:
        raise PatchError("this is not the WeasyPrint that the patches were written after: " + "; ".join(wrong))


@contextmanager
def replaced(values: Mapping[str, Any]) -> Iterator[None]:
    """Replace attributes of WeasyPrint, by dotted name, while the block runs. Each stands in `WHILE`."""
    unknown = values.keys() - {patch.target for patch in WHILE}
    if unknown:
        raise PatchError(f"not in the table of patches: {', '.join(sorted(unknown))}")
    left_out = {patch.target for patch in LEFT_OUT}
    with while_replaced({target: value for target, value in values.items() if target not in left_out}):
        yield


def replace_methods(context: Any, values: Mapping[str, Any]) -> None:
    """Replace methods of one layout context. Each stands in `INSTANCE`."""
    patches = {patch.target.rpartition(".")[2]: patch for patch in INSTANCE}
    for name, value in values.items():
        if name not in patches:
            raise PatchError(f"not in the table of patches: {name}")
        if patches[name] not in LEFT_OUT:
            setattr(context, name, value)
