"""JSON Lines: one record a line, whatever else a line holds is carried along as JSON."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from labeler.batch.slabs import Failure, Slab, byte_slabs
from labeler.batch.sources import Source, open_source
from labeler.batch.streams import LARGEST_LINE, Damage, TooLong, lines_of, read_stream
from labeler.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_LINE = "line"
_FIELDS_SHOWN = 12


def read_slabs(source: Source, slab_size: int) -> Iterator[Slab]:
    """Lines that are not blank, as bytes."""
    with open_source(source.path) as file:
        lines = lines_of(read_stream(file, source.compression))
        yield from byte_slabs(_numbered(lines, source.path), _LINE, slab_size, file.tell)


def _numbered(
    lines: Iterator[bytes | TooLong | Damage], path: str
) -> Iterator[tuple[int, bytes] | Failure]:
    number = 0
    for line in lines:
        if isinstance(line, Damage):
            after = f"after line {number}: {line.message}"
            yield Failure(path, None, "damaged", after)
            continue
        number += 1
        if isinstance(line, TooLong):
            size = f"{line.length:,} bytes, of {LARGEST_LINE:,} allowed; split it"
            yield Failure(path, number, "record", f"the line has {size}")
        elif not line.isspace():
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


class JsonRecord:
    """One line's fields."""

    __slots__ = ("fields",)

    def __init__(self, line: bytes, codec: str) -> None:
        """Raises InputError for a line that is no JSON object."""
        try:
            fields: Any = json.loads(line.decode(codec))
        except UnicodeDecodeError as error:
            raise InputError(
                f"byte {error.start + 1}: not valid {codec}; name the encoding with --encoding"
            ) from None
        except json.JSONDecodeError as error:
            raise InputError(f"column {error.colno}: not JSON ({error.msg})") from None
        except RecursionError:
            raise InputError("JSON nested too deep; flatten it") from None
        except ValueError:  # Python reads no number of thousands of digits
            raise InputError("a number with too many digits; put it in quotes") from None
        if not isinstance(fields, dict):
            raise InputError("not a JSON object")
        self.fields: dict[str, Any] = fields

    def text(self, name: str) -> str:
        """The field that holds the text. Raises InputError if there is none."""
        if name not in self.fields:
            there = ", ".join(list(self.fields)[:_FIELDS_SHOWN]) or "none"
            raise InputError(f"no field {name!r} (there are: {there})")
        value = self.fields[name]
        if value is not None and not isinstance(value, str):
            raise InputError(f"field {name!r} holds no text but {type(value).__name__}")
        return value or ""


def parse(table: "pa.Table", codec: str) -> list[JsonRecord | InputError]:
    """The records of a slab's lines."""
    return [_parsed(line, codec) for line in table.column(_LINE).to_pylist()]


def _parsed(line: bytes, codec: str) -> JsonRecord | InputError:
    try:
        return JsonRecord(line, codec)
    except InputError as error:
        return error
