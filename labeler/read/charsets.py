"""Names of character encodings: what a label on the web or a command line means.

A label means what it means to browsers (WHATWG Encoding Standard, section 4.2), so
`iso-8859-1` is cp1252 and `gb2312` is gb18030. Labels not listed are Python's own names.
"""

import codecs
import re

_BROWSER_LABELS = {
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis ms932",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "gb18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 iso-ir-58",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp949": "euc-kr euckr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949",
    "cp1252": "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ascii us-ascii x-cp1252"
    " iso88591 x-user-defined ansi",
    "cp1254": "iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 x-cp1254",
    "cp874": "iso-8859-11 tis-620 dos-874 windows-874",
    "iso8859-8": "iso-8859-8-i logical visual",
    "koi8-r": "koi koi8 cskoi8r",
    "koi8-u": "koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "utf-8": "utf8 unicode-1-1-utf-8 x-unicode20utf8 utf-8-sig utf_8_sig",
    "utf-16-le": "utf-16 utf16 unicode ucs-2 unicodefeff",
    "utf-16-be": "unicodefffe",
}
_CODEC_OF = {label: codec for codec, labels in _BROWSER_LABELS.items() for label in labels.split()}
_CODEC_OF |= {f"x-cp{number}": f"cp{number}" for number in range(1250, 1259)}

# Python has them among its text encodings, but they are no encodings of files: two write domain
# names, two source code.
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape"))

# Codecs to try when the first refuses: supersets with characters that vendors added.
VARIANTS = {
    "cp1252": ("iso8859-1",),
    "cp932": ("shift_jis_2004",),
    "euc_jp": ("euc_jis_2004",),
    "big5hkscs": ("cp950",),
}

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,512}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})")
_META_REACH = 1024  # where browsers look (HTML Standard, 13.2.3.2)


def codec_for(label: str) -> str | None:
    """Name of Python's codec for an encoding label, or None for a label nobody knows."""
    key = label.strip().lower()
    name = _CODEC_OF.get(key, key)
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)  # refuses codecs that are no text encodings, such as zlib
    except (LookupError, TypeError, ValueError):
        return None
    return None if codec.name in _NO_CHARSETS else codec.name


def meta_charset(data: bytes) -> str | None:
    """The codec an HTML page's `<meta charset>` or XML declaration names, or None."""
    start = data[:_META_REACH]
    found = _META_CHARSET.search(start) or _XML_ENCODING.search(start)
    codec = codec_for(found[1].decode("ascii")) if found else None
    # A page whose `<meta>` can be read as ASCII is no UTF-16, whatever it says.
    return "utf-8" if codec is not None and codec.startswith("utf-16") else codec
