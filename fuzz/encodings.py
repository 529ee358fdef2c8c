"""Telling encodings: any bytes are a text in an encoding that gives them back, or an InputError.

The first byte says who names the encoding, and which.
"""

from collections.abc import Iterator

from fuzz.samples import contents
from labeler.errors import InputError
from labeler.read.charsets import codec_for, meta_charset
from labeler.read.encoding import decode

LONGEST = 150  # each candidate decodes all of it

_NAMED = (None, None, None, "utf-8", "cp932", "gb18030", "utf-16-le", "koi8-r", "cp1252", "none")
_CODECS = ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949", "cp1251", "koi8-r", "cp1252",
           "cp1250", "cp1253", "cp1256", "cp874", "utf-16", "utf-16-be", "utf-32-le",
           "iso2022_jp_ext")  # fmt: skip
_TEXTS = ("Zwei Fähren – „früh“", "Два парома", "フェリーが二隻", "兩艘渡輪", "배 두 척", "عبارتان")


def seeds() -> Iterator[bytes]:
    """Each text in each encoding that has its letters, a page that names one, and samples."""
    for codec in _CODECS:
        for text in _TEXTS:
            if len(data := text.encode(codec, "ignore")) > len(text):
                yield b"\0" + data
    yield b"\0" + '<meta charset="windows-1251">Два парома'.encode("cp1251")
    yield b"\3" + b"Zwei F\xe4hren"
    for data in contents("samples/*.txt"):
        yield b"\0" + data[: LONGEST - 1]


def one(data: bytes) -> None:
    """Decode the bytes."""
    at, data = data[0] if data else 0, data[1:]
    named = _NAMED[at % len(_NAMED)]
    declared, header = (named, None) if at & 128 else (None, codec_for(named or ""))
    try:
        decoded = decode(data, "a.html", declared=declared, meta=meta_charset(data), header=header)
    except InputError:
        return
    assert decoded.text == str(data[decoded.bom_bytes :], decoded.encoding)
