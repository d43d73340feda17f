"""What a patch of WeasyPrint, pydyf or pyphen is, how it is put in place, and how a changed function is noticed.

The table of patches is `patches`. A patch fits only the functions that it was written after. Their digests are
compared before anything is put in place, so another version of WeasyPrint fails with the name of the function that
changed, and not with pages that are slightly wrong.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import linecache
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType
from typing import Any, Literal

import msgspec

from make_book.pdf.layout.patch_digests import DIGESTS

How = Literal["attribute", "everywhere", "code", "added", "item", "import", "while", "instance", "copied"]


class PatchError(ImportError):
    """A function of WeasyPrint or pydyf is not the one that a patch was written after."""


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """One change that is made to a library from outside.

    `how` it is made: the `attribute` is set; the function is replaced `everywhere` a module of WeasyPrint holds it;
    the function gets other `code`, because other modules hold the function itself; an attribute is `added`; an `item`
    of a table is set; the attribute is set only during the `import` of WeasyPrint, or `while` one document is laid
    out; it is set on one `instance`; or nothing is set, and a function of ours is a copy of theirs with changes
    (`copied`).
    """

    target: str
    """The dotted name of what is replaced, added or copied; of an item, the table and the key in brackets."""
    why: str
    """What is wrong there, or too slow, and since which version."""
    test: str
    """The test that fails without it: `path::name`."""
    until: str
    """What would let us delete it."""
    how: How = "attribute"
    ours: Any = None
    """What is put there."""
    make: Callable[[Any], Any] | None = None
    """Instead of `ours`: called with what stands there, returns what is put there."""
    after: tuple[str, ...] = ()
    """The functions it was written after, by dotted name; if none are named, the target itself."""
    upstream: str = "not reported"
    """The issue or pull request of the library, or what is known of one."""
    needs: tuple[str, ...] = ()
    """Targets of fast paths that must be in place too: without them this one would do harm."""

    @property
    def written_after(self) -> tuple[str, ...]:
        """The functions whose digests (`patch_digests`) must be those that the patch was written after."""
        return self.after or (self.target,)


def resolve(dotted: str) -> tuple[Any, str, Any]:
    """Return the owner, the name and the value of a dotted name (the value is `None` if it is not there)."""
    owner_name, _, name = dotted.rpartition(".")
    try:
        owner: Any = importlib.import_module(owner_name)
    except ModuleNotFoundError:
        outer, _, inner = owner_name.rpartition(".")
        owner = getattr(resolve(owner_name)[0], inner) if outer else None
    return owner, name, inspect.getattr_static(owner, name, None)


def digest(dotted: str) -> str:
    """Return the SHA-256 of the source of a function or class. Raise `PatchError` if there is none."""
    value = resolve(dotted)[2]
    value = value.fget if isinstance(value, property) else value
    value = getattr(value, "__func__", value)
    value = inspect.unwrap(value) if callable(value) else value
    if isinstance(value, type):
        return hashlib.sha256(inspect.getsource(value).encode()).hexdigest()
    code = getattr(value, "__code__", None)
    if code is None:
        raise PatchError(f"{dotted} is not there any more, or is no function")
    return hashlib.sha256(function_source(code).encode()).hexdigest()


def changed(patch: Patch) -> tuple[str, ...]:
    """Return the functions that are not those that `patch` was written after, each with its digest now."""
    found = []
    for dotted in patch.written_after:
        try:
            now = digest(dotted)
        except (AttributeError, ImportError, OSError) as error:
            found.append(f"{dotted} ({error})")
            continue
        if not now.startswith(DIGESTS.get(dotted, "none")):
            found.append(f"{dotted} (now {now[:16]})")
    return tuple(found)


def function_source(code: CodeType) -> str:
    """Return the source of a function: what `inspect.getsource` returns, in a fiftieth of the time.

    `inspect` splits the file into tokens to find the end of the function; here its indentation tells it.
    """
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    indents = [len(line) - len(line.lstrip()) if line.strip() else sys.maxsize for line in lines]
    end = next((at for at, indent in enumerate(indents) if at and indent <= indents[0]), len(lines))
    return "".join(lines[:end]).rstrip() + "\n"


def rewritten(function: Any, *changes: tuple[str, str]) -> Any:
    """Return a copy of `function`. In its source each old text of `changes` is replaced by the new one.

    Raise `PatchError` if an old text does not stand there exactly once.
    """
    source = inspect.getsource(function)
    for old, new in changes:
        if source.count(old) != 1:
            raise PatchError(f"{function.__module__}.{function.__qualname__} has changed: it lacks {old!r}")
        source = source.replace(old, new)
    made: dict[str, Any] = {}
    exec(compile(source, inspect.getfile(function), "exec"), function.__globals__, made)
    return made[function.__name__]


def put_in_place(patch: Patch) -> None:
    """Put a patch in place that is meant for the whole process."""
    if patch.how == "item":
        dotted, _, key = patch.target.rstrip("]").partition("[")
        table = resolve(dotted)[2]
        table[key] = _replacement(patch, table)
        return
    owner, name, own = resolve(patch.target)
    made = _replacement(patch, own)
    if patch.how == "code":
        own.__code__ = made.__code__
    elif patch.how == "everywhere":
        _replace_everywhere(own, made)
    else:
        setattr(owner, name, made)


def _replacement(patch: Patch, own: Any) -> Any:
    return patch.ours if patch.make is None else patch.make(own)


def _replace_everywhere(own: Any, made: Any) -> None:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "weasyprint":
            for key in [key for key, value in vars(module).items() if value is own]:
                setattr(module, key, made)


@contextmanager
def while_replaced(values: Mapping[str, Any]) -> Iterator[None]:
    """Set attributes, by dotted name, for the time of the block."""
    places = {dotted: resolve(dotted) for dotted in values}
    for dotted, value in values.items():
        owner, name, _ = places[dotted]
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, own in places.values():
            setattr(owner, name, own)
