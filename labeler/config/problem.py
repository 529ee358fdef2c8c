"""What msgspec says of wrong data, in the words of those who write configurations."""

import difflib
import re
from collections.abc import Collection, Iterator
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec

from labeler.config.toml import KeyPath

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
    "date": "a date such as 2027-01-31",
}


class Problem(NamedTuple):
    """What is wrong, and at which key."""

    path: KeyPath
    text: str


def problem_of(error: msgspec.ValidationError, value: Any, wanted: Any) -> Problem:
    """The first thing wrong with `value`, which `msgspec.convert` refused to make a `wanted`."""
    text, _, at = str(error).partition(" - at `")
    steps = _STEP.findall(at.rstrip("`"))
    path: KeyPath = ()
    for name, index in steps:
        if index == "...":
            path = (*path, _wrong_key(_value_at(value, path), _type_at(wanted, path)))
        else:
            path = (*path, int(index) if index else name)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", text, re.DOTALL):
        keys = _keys(_type_at(wanted, path))
        return Problem((*path, unknown[1]), f"unknown key{nearest(unknown[1], keys)}")
    if missing := re.fullmatch(r"Object missing required field `(.*)`", text):
        return Problem(path, f"`{missing[1]}` is missing; give it")
    if invalid := re.fullmatch(r"Invalid enum value '(.*)'", text, re.DOTALL):
        values = dict.fromkeys(_literals(_type_at(wanted, path)))
        return Problem(path, f"no such value {invalid[1]!r}{nearest(invalid[1], values)}")
    return Problem(path, _expected(text))


def nearest(given: str, known: Collection[str]) -> str:
    """How to mend a name that is none of the known ones."""
    like = given.replace("_", "-").lower()
    found = difflib.get_close_matches(like, known, 1) or difflib.get_close_matches(given, known, 1)
    if found:
        return f"; did you mean `{found[0]}`?"
    return f"; there are {', '.join(known)}"


def _expected(text: str) -> str:
    match = re.fullmatch(r"Expected `([^`]*)`(.*?)(?:, got `(\w+)`)?", text)
    if match is None:
        return text[:1].lower() + text[1:]
    wanted, more, got = match.groups()
    kinds = [_KINDS.get(kind.strip(), kind.strip()) for kind in wanted.split("|")]
    said = f"must be {' or '.join(k for k in kinds if k != 'nothing')}{more}"
    if got is not None:
        said += f", not {_KINDS.get(got, got)}"
    if got == "bool":
        said += "; put words such as no, on, yes in quotes"
    return said


def _wrong_key(value: Any, wanted: Any) -> str:
    """The key of a mapping whose value msgspec refused; it does not name it."""
    mapping = next(option for option in _options(wanted) if get_origin(option) is dict)
    return next(str(key) for key, inner in value.items() if not _is({key: inner}, mapping))


def _is(value: Any, wanted: Any) -> bool:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return False
    return True


def _value_at(value: Any, path: KeyPath) -> Any:
    for step in path:
        value = value[step]
    return value


def _type_at(wanted: Any, path: KeyPath) -> Any:
    for step in path:
        wanted = next(inner for option in _options(wanted) for inner in _inner(option, step))
    return wanted


def _inner(wanted: Any, step: str | int) -> Iterator[Any]:
    """The type of the value at one key or index, where a type has such."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is tuple and isinstance(step, int):
        yield arguments[0]
    elif origin is dict:
        yield arguments[1]
    elif isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        hints = get_type_hints(wanted, include_extras=True)
        for field in msgspec.structs.fields(wanted):
            if field.encode_name == step:
                yield hints[field.name]


def _options(wanted: Any) -> Iterator[Any]:
    """The types of a union, without what annotates them."""
    origin = get_origin(wanted)
    if origin is Annotated:
        yield from _options(get_args(wanted)[0])
    elif origin in (Union, UnionType):
        for option in get_args(wanted):
            yield from _options(option)
    else:
        yield wanted


def _keys(wanted: Any) -> list[str]:
    return [
        field.encode_name
        for option in _options(wanted)
        if isinstance(option, type) and issubclass(option, msgspec.Struct)
        for field in msgspec.structs.fields(option)
    ]


def _literals(wanted: Any) -> Iterator[str]:
    for option in _options(wanted):
        if get_origin(option) is Literal:
            yield from get_args(option)
        elif get_origin(option) is tuple:
            yield from _literals(get_args(option)[0])
