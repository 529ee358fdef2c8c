"""What rules find in the text of a segment, wherever it stands."""

from collections.abc import Iterable, Iterator, Sequence

from labeler.common_words import ruled_out
from labeler.document import Markup, Segment
from labeler.rules.engine import Regex, compiled, spans
from labeler.rules.leaf import Leaf
from labeler.rules.normalize import normalize_all, raw_span
from labeler.rules.pack import Found
from labeler.rules.prefilter import Prefilter
from labeler.rules.schema import Node, Rule
from labeler.rules.views import Views
from labeler.rules.where import fits_html
from labeler.rules.words import Lexicon, Shape, Words

_BATCH_CHARS = 1 << 16
"""How much text is looked at together: its views fit the processor's cache."""

_ANY_LANGUAGE = ("und",)

Piece = tuple[int, int]
"""Start and end of a match in the bytes of a view."""

_eithers: dict[int, tuple[Sequence[Node], Regex | None]] = {}
"""The regexes for alternatives as a whole, by the identity of these: to hash them takes longer."""


def look(prefilter: Prefilter, segments: Sequence[Segment]) -> Iterator[Found]:
    """Yield what the rules find in each segment, `where` left aside but for the text's length."""
    start = size = 0
    for end, segment in enumerate(segments, 1):
        size += len(segment.text)
        if size >= _BATCH_CHARS or end == len(segments):
            yield from _look(prefilter, segments[start:end])
            start, size = end, 0


def _look(prefilter: Prefilter, segments: Sequence[Segment]) -> list[Found]:
    views = Views.of(normalize_all([s.text for s in segments]))
    found = prefilter.candidates(views, [s.markup for s in segments])
    hits: list[tuple[tuple[Rule, int, int], ...]] = [()] * len(segments)
    for index in {**found.certain, **found.possible}:  # of a third of the segments
        certain, possible = found.certain.get(index, ()), found.possible.get(index)
        view = views.texts[index]
        tried = _in_its_language(view, possible.values()) if possible else ()
        hits[index] = tuple(_hits_in(segments[index], view, views.data[index], certain, tried))
    return list(map(Found, views.data, map(len, views.texts), hits))


def _in_its_language(view: str, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules without disclosures in languages that the view is not in.

    Languages share the words that open gates, such as those for machines.
    """
    foreign: frozenset[str] | None = None
    tried: list[Rule] = []
    for rule in rules:
        if rule.role == "disclosure" and rule.languages != _ANY_LANGUAGE:
            if foreign is None:
                foreign = ruled_out(view)
            if foreign and foreign.issuperset(rule.languages):
                continue
        tried.append(rule)
    return tried


def _hits_in(
    segment: Segment, view: str, data: bytes, certain: Iterable[Rule], possible: Iterable[Rule]
) -> Iterator[tuple[Rule, int, int]]:
    """Yield the rules that match all of the view, and those of the possible ones that match.

    Guards are asked only where something stands that they take out.
    """
    text, looked = segment.text, _Looked(view, data, segment.markup)
    for rule in certain:
        yield rule, *_quoted(text, view, 0, len(view))
    roles = {rule.role for rule in certain}
    guards: list[Rule] = []
    for rule in possible:
        if rule.role == "guard":
            guards.append(rule)
        elif _holds(rule.match, looked):
            found = _pieces(rule.match, looked) or []
            if (span := _span(rule, found, text, view, data)) is not None:
                roles.add(rule.role)
                yield rule, *span
    for guard in guards:
        if not roles.isdisjoint(guard.vetoes) and _holds(guard.match, looked):
            found = _pieces(guard.match, looked) or []
            if (span := _span(guard, found, text, view, data)) is not None:
                yield guard, *span


class _Looked:
    """A view that rules are tried on, and what is known of it for all of them."""

    def __init__(self, view: str, data: bytes, markup: Markup | None) -> None:
        self.data = data
        """The view in UTF-8."""
        self.markup = markup
        self.matches: dict[tuple[int, int], bool] = {}
        """Whether leaves match, by their identity and their lexicon's."""
        self._view = view
        self._words: Words | None = None
        self._shapes: dict[int, Shape] = {}

    def shape(self, lexicon: Lexicon) -> Shape:
        """Return the view's shape by a language's words."""
        shape = self._shapes.get(id(lexicon))
        if shape is None:
            if self._words is None:
                self._words = Words.of(self._view)
            shape = self._shapes[id(lexicon)] = lexicon.shape(self._words)
        return shape

    def in_bytes(self, start: int, end: int) -> Piece:
        """Return the span in `data` of characters of the view."""
        first = len(self._view[:start].encode())
        return first, first + len(self._view[start:end].encode())


def _holds(node: Node, looked: _Looked) -> bool:
    """Whether `node` matches a view: most rules end here, after a search or two."""
    if (leaf := node.leaf) is not None:
        key = id(leaf), id(node.lexicon)  # languages share what they say of classes
        matches = looked.matches.get(key)
        if matches is None:
            matches = looked.matches[key] = _matches(leaf, node.lexicon, looked)
        return matches
    if node.html is not None:
        return fits_html(node.html, looked.markup)
    for child in node.all:
        if not _holds(child, looked):
            return False
    if node.any and not _any_holds(node.any, looked):
        return False
    return not any(_holds(child, looked) for child in node.none)


def _matches(leaf: Leaf, lexicon: Lexicon | None, looked: _Looked) -> bool:
    if lexicon is not None:
        data = looked.shape(lexicon).data
    elif leaf.has_clue and not leaf.may_match(looked.data):
        return False
    else:
        data = looked.data
    return spans(compiled(leaf.pattern), data) is not None


def _any_holds(branches: Sequence[Node], looked: _Looked) -> bool:
    """Whether one of the alternatives matches.

    They are searched as one regex; large ones are asked one by one, for their clues.
    """
    kept = _eithers.get(id(branches))
    if kept is None:
        kept = _eithers[id(branches)] = branches, _either(branches)
    _, either = kept
    if either is not None:
        return bool(spans(either, looked.data))
    return any(_holds(branch, looked) for branch in branches)


def _pieces(node: Node, looked: _Looked) -> list[Piece] | None:
    """Return the spans in a view's bytes that `node` matches, None if it does not match.

    Empty for a match on the markup alone.
    """
    if node.leaf is not None:
        if node.lexicon is None:
            return _found(node.leaf, looked.data) or None
        shape = looked.shape(node.lexicon)
        found = _found(node.leaf, shape.data)
        return [looked.in_bytes(*shape.in_text(*piece)) for piece in found] or None
    if node.html is not None:
        return [] if fits_html(node.html, looked.markup) else None
    found = []
    for child in node.all:
        part = _pieces(child, looked)
        if part is None:
            return None
        found += part
    if node.any:
        parts = [p for c in node.any if (p := _pieces(c, looked)) is not None]
        if not parts:
            return None
        found += [piece for part in parts for piece in part]
    if any(_pieces(child, looked) is not None for child in node.none):
        return None
    return found


def _found(leaf: Leaf, data: bytes) -> list[Piece]:
    if not leaf.may_match(data):
        return []
    regex, group = leaf.regex, leaf.group
    found: list[Piece] = []
    match = spans(regex, data)
    while match is not None:
        start, end = match[group]
        if start < 0:  # the group had no part in the match
            start, end = match[0]
        if start < end:
            found.append((start, end))
        after = match[0][1]
        if after == len(data):
            break
        match = spans(regex, data, max(after, match[0][0] + 1))
    return found


def _either(branches: Sequence[Node]) -> Regex | None:
    """Return a regex that matches where one of the branches does.

    None if there is but one, or some have a clue or are no regexes.
    """
    leaves = [
        branch.leaf
        for branch in branches
        if branch.leaf and not branch.leaf.has_clue and branch.lexicon is None
    ]
    if len(leaves) < max(len(branches), 2):
        return None
    return compiled("|".join(f"(?:{leaf.unnamed})" for leaf in leaves))


def _span(
    rule: Rule, found: list[Piece], text: str, view: str, data: bytes
) -> tuple[int, int] | None:
    """Return where in its text the pieces of a rule lie, None if they cover too little of it."""
    whole = [(0, len(data))] if data else []
    merged = _merge(found) or whole
    if rule.where.min_coverage:
        matched = sum(len(data[start:end].decode()) for start, end in merged)
        if matched < rule.where.min_coverage * len(view):
            return None
    if not merged:
        return 0, len(text)
    first, last = max(merged, key=lambda piece: piece[1] - piece[0])
    start = len(data[:first].decode())
    return _quoted(text, view, start, start + len(data[first:last].decode()))


def _quoted(text: str, view: str, start: int, end: int) -> tuple[int, int]:
    """Translate a span of the view into one of the text, without spaces around it."""
    quote = view[start:end]
    start += len(quote) - len(quote.lstrip(" "))
    quote = quote.strip(" ")
    return raw_span(text, view, start, start + len(quote)) if quote else (0, len(text))


def _merge(found: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
