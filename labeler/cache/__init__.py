"""The cache: reports on files that have not changed, for scans of the same tree again and again.

An entry is found by what decides a report: the file's content and the form that its name gives
it, the rules, the model, the options that say how to read, and the code itself. Paths, policy
and baseline do not decide, so files may move and policies change. Every entry is one small file
with a checksum, which appears whole or not at all: the cache may be deleted at any time, used by
several processes at once, and what is damaged in it is as if it were not there.
"""

from labeler.cache.context import context_of
from labeler.cache.place import find_place
from labeler.cache.store import Cache, Entry, open_cache

__all__ = ["Cache", "Entry", "context_of", "find_place", "open_cache"]
