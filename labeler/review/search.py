"""Full-text search over the indexed segments."""

import re
import sqlite3

from labeler.rules.normalize import normalize

_PHRASE = re.compile(r'"([^"]+)"|(\S+)')
_MOST_WORDS = 12
_KEPT = 16
"""So many searches are remembered: a page asks for its hits several times, and the next does."""


def search(index: sqlite3.Connection, query: str) -> int:
    """The number under which the table `hits` has the rows that a query finds.

    All its words and "phrases" must stand in the segment's text or its document's path; case,
    compatibility forms and invisible characters do not matter. A query without any finds all.
    """
    known = index.execute("SELECT search FROM searches WHERE q = ?", (query,)).fetchone()
    if known is not None:
        return int(known[0])
    index.execute("BEGIN")
    number = index.execute("INSERT INTO searches (q) VALUES (?)", (query,)).lastrowid or 0
    values: dict[str, object] = {"search": number}
    terms = ["1"]
    for place, words in enumerate(_sought(query)):
        values[f"q{place}"] = words
        terms.append(
            f"(instr(s.folded, :q{place}) OR "
            f"s.doc IN (SELECT doc FROM documents WHERE instr(folded, :q{place})))"
        )
    where = " AND ".join(terms)
    index.execute(f"INSERT INTO hits SELECT :search, s.row FROM segments s WHERE {where}", values)
    for table in ("hits", "searches"):
        index.execute(f"DELETE FROM {table} WHERE search <= ?", (number - _KEPT,))
    index.execute("COMMIT")
    return number


def _sought(query: str) -> list[str]:
    """The words and phrases of a query, in the view that texts are searched in."""
    views = (normalize(phrase or word) for phrase, word in _PHRASE.findall(query))
    return list(filter(None, views))[:_MOST_WORDS]
