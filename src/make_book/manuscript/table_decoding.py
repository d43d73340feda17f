"""Tables decoded key by key into structs, so that every fault is found and not only the first."""

from __future__ import annotations

import datetime as dt
import types
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.toml_places import KeyPath
from make_book.xml_text import NOT_XML, legal

S = TypeVar("S", bound=msgspec.Struct)

_WORDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
    tuple: "a list",
}


def plain(value: Any) -> Any:
    """Return tomllib's value with its dates and times as ISO 8601 text, all through."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def without_controls(value: Any, path: KeyPath, collector: FindingCollector) -> Any:
    """Return `value` without control characters (XML 1.0 §2.2) that its escapes write; they are reported (MAN-042)."""
    if isinstance(value, dict):
        return {key: without_controls(one, (*path, key), collector) for key, one in value.items()}
    if isinstance(value, list):
        return [without_controls(one, (*path, at), collector) for at, one in enumerate(value)]
    if isinstance(value, str) and (found := NOT_XML.search(value)):
        collector.add("MAN-042", f"control character U+{ord(found[0]):04X}", path, "delete it")
        return legal(value)
    return value


def decode_table(cls: type[S], table: dict[str, Any], path: KeyPath, collector: FindingCollector) -> S:
    """Return `table` as `cls`; faulty and missing keys are written down and left at their defaults."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(cls)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in fields:
            if key != cls.__struct_config__.tag_field:
                where = f" in [{'.'.join(map(str, path))}]" if path else ""
                collector.add("MAN-003", f"unknown key {key!r}{where}", (*path, key), *did_you_mean(key, fields))
            continue
        decoded = _decode(fields[key].type, value, (*path, key), collector)
        if decoded is not msgspec.UNSET:
            values[fields[key].name] = decoded
    for key, field in fields.items():
        if field.required and field.name not in values:
            values[field.name] = _missing(field.type, (*path, key), key in table, collector)
    return cls(**values)


def _missing(kind: Any, path: KeyPath, reported: bool, collector: FindingCollector) -> Any:
    if cls := _struct(kind):
        return decode_table(cls, {}, path, collector)
    if not reported:
        collector.add("MAN-005", f"{_dotted(path)} is missing", path)
    return ""


def _decode(kind: Any, value: Any, path: KeyPath, collector: FindingCollector) -> Any:
    if isinstance(value, dict) and (cls := _struct(kind)):
        return decode_table(cls, value, path, collector)
    if isinstance(value, list) and (item := _item(kind)) is not None:
        items = [_decode(item, one, (*path, index), collector) for index, one in enumerate(value)]
        return tuple(one for one in items if one is not msgspec.UNSET)
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        _refuse(kind, value, path, collector, str(error))
        return msgspec.UNSET


def _refuse(kind: Any, value: Any, path: KeyPath, collector: FindingCollector, error: str) -> None:
    choices = [one for part in _options(kind) if get_origin(part) is Literal for one in get_args(part)]
    if choices and isinstance(value, str):
        message = f"{_dotted(path)} is {value!r}, but must be one of: {', '.join(choices)}"
        collector.add("MAN-004", message, path, *did_you_mean(value, choices))
        return
    wanted = " or ".join(dict.fromkeys(_WORDS[one] for part in _options(kind) if (one := _base(part)) in _WORDS))
    given = _WORDS.get(type(value), type(value).__name__)
    detail = f"must be {wanted}, not {given}" if given not in wanted.split(" or ") else error[0].lower() + error[1:]
    collector.add("MAN-004", f"{_dotted(path)}: {detail}", path)


def _options(kind: Any) -> tuple[Any, ...]:
    """Return the members of a union, annotations taken off, `None` left out."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(part for one in get_args(kind) if one is not type(None) for part in _options(one))
    return (kind,)


def _base(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return dict
    return str if get_origin(kind) is Literal else get_origin(kind) or kind


def _struct(kind: Any) -> Any:
    return next((one for one in _options(kind) if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


def _item(kind: Any) -> Any:
    return next((get_args(one)[0] for one in _options(kind) if get_origin(one) is tuple), None)


def _dotted(path: KeyPath) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
