"""Markup that a parser would make far more of than is written, refused before it is parsed."""

import re
from collections import Counter, defaultdict

from labeler.errors import InputError

# Each block looks through all elements it lies in, so that depth takes time in its square (100,000
# divs: 11 s; browsers stop at 512 levels). Not counted are elements that hold nothing, and those
# that the next one of their kind or of their parent's closes.
_DEEPEST = 10_000
_SHALLOW = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
    "colgroup", "html", "head", "body", "script", "style", "a", "nobr",
))  # fmt: skip
_OPENED = re.compile("<[a-zA-Z]")
# Tags as browsers read them (HTML Standard, 13.2.5), with all that may hide what looks like one:
# values in quotes, comments (also what is taken for one: `<!x>`, `<?x>`, `</ x>`), and the content
# of elements that is no markup. Nothing here can fail half-way, so that nothing is tried twice.
_READ = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
    |<(?:[!?]|/(?![a-zA-Z]))[^>]*
    |<(/?)([a-zA-Z][^ \t\n\f\r/>]*)
    (?:[ \t\n\f\r/]+
      |[^ \t\n\f\r/>][^ \t\n\f\r/>=]*
       (?:[ \t\n\f\r]*=[ \t\n\f\r]*(?:"[^"]*"|'[^']*'|[^ \t\n\f\r"'>][^ \t\n\f\r>]*)?)?
    )*""",
    re.DOTALL | re.VERBOSE,
)
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
_SHAPE = re.compile(
    r"<(?:animate|circle|ellipse|image|line|path|polygon|polyline|rect|stop|use)\b[^<>]*/>", re.I
)
_DRAWING = re.compile(
    rf"<svg\b[^<>]*(?<!/)>[^<>]*(?:(?:</?(?:defs|g|linearGradient)\b[^<>]*>|{_SHAPE.pattern})[^<>]*)*",
    re.I,
)
"""The beginning of a picture, up to what may lead out of it: in it, shapes close themselves."""

# Where a block ends within formatting elements, the next one begins with all of them anew (HTML
# Standard, 13.2.4.3): 125 kB of unclosed ones take gigabytes. Of equal ones three are.
_FORMATTING = frozenset((
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^>]*)")
_LETTERS = "".join({name[0] for name in _FORMATTING})
# The first letter is looked at before names are tried: most tags end there, in half the time.
_MARKED = re.compile(rf"<(?=[{_LETTERS}])(?:{'|'.join(sorted(_FORMATTING))})[\s/][^>]*", re.I)
_MOST_EQUAL = 3
_MOST_ANEW = 1_000_000
_FEWEST_TAGS = 1_000
"""Fewer make a quarter of that at most: each is either left open or begins a block."""


def refuse_bombs(markup: str, path: str) -> None:
    """Raise InputError for markup nested too deep, or repeated by what it does not close."""
    tags = markup.count("<")
    deep = tags > _DEEPEST and len(_OPENED.findall(markup)) > _DEEPEST
    at = _abyss(markup) if deep else None
    if at is not None and _abyss(_without_shapes(markup)) is not None:
        raise _refused(markup, path, at, f"elements nested more than {_DEEPEST:,} deep")
    kinds = len(_FORMATTING)
    if tags > _FEWEST_TAGS:
        kinds += len(_MARKED.findall(markup))
    # On most pages a look at the kinds of elements is enough.
    at = _regrowth(markup) if tags * kinds * _MOST_EQUAL > _MOST_ANEW else None
    if at is not None:
        raise _refused(
            markup, path, at, f"unclosed elements that browsers open {_MOST_ANEW:,} times anew"
        )


def _refused(markup: str, path: str, at: int, what: str) -> InputError:
    line = markup.count("\n", 0, at) + 1
    return InputError(
        f"{path}: {what} at line {line}; close its tags, or give its text as a .txt file"
    )


def _abyss(markup: str) -> int | None:
    """Where elements are nested too deep; an end tag closes only what is open by its name."""
    unclosed: Counter[str] = Counter()
    depth = at = 0
    while (tag := _READ.search(markup, at)) is not None:
        at = tag.end()
        name = (tag[2] or "").lower()
        foreign = unclosed["svg"] or unclosed["math"]  # there, other names are other elements
        if name in _RAW and not tag[1] and not foreign:
            at = _raw_end(markup, name, at)
            continue
        closes_itself = name in ("svg", "math") and markup[at - 1] == "/"
        if not name or closes_itself or (name in _SHALLOW and not foreign):
            continue
        if not tag[1]:
            unclosed[name] += 1
            depth += 1
            if depth > _DEEPEST:
                return tag.start()
        elif unclosed[name]:
            unclosed[name] -= 1
            depth -= 1
    return None


def _raw_end(markup: str, name: str, at: int) -> int:
    """Where the content ends of an element that holds no markup."""
    end = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(markup, at)
    return end.end() if end is not None else len(markup)


def _without_shapes(markup: str) -> str:
    """Maps and charts have thousands of shapes in a row, none in another."""
    return _DRAWING.sub(lambda drawing: _SHAPE.sub("", drawing[0]), markup)


def _regrowth(markup: str) -> int | None:
    """Where too many elements have been made anew."""
    unclosed: dict[str, list[str]] = defaultdict(list)
    equal: Counter[tuple[str, str]] = Counter()
    waiting = anew = 0
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if name not in _FORMATTING:
            anew += waiting
            if anew > _MOST_ANEW:
                return tag.start()
        elif not tag[1]:
            # With a quote that is not closed the tag goes on: what it says may be like no other.
            cut = tag[3].count('"') % 2 or tag[3].count("'") % 2
            attributes = f"{tag.start()}" if cut else tag[3]
            unclosed[name].append(attributes)
            equal[name, attributes] += 1
            waiting += equal[name, attributes] <= _MOST_EQUAL
        elif unclosed[name]:
            last = name, unclosed[name].pop()
            equal[last] -= 1
            waiting -= equal[last] < _MOST_EQUAL
    return None
