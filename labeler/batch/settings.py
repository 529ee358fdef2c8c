"""What decides the output of a run. Two runs of equal settings give equal bytes."""

from typing import Literal

import msgspec

from labeler.document import MediaType
from labeler.evidence import Label

Table = Literal["documents", "segments", "reports", "text"]
OutputFormat = Literal["parquet", "jsonl"]
OUTPUT_FORMATS: tuple[OutputFormat, ...] = ("parquet", "jsonl")


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which columns (of JSON Lines: fields) hold what; WARC needs none."""

    text: str | None = None
    """Plain text, or what `Settings.media_type` says (None: a column called "text")."""
    html: str | None = None
    """A page's markup, in place of text."""
    id: str | None = None
    """What documents are called (None: SOURCE#ROW, or the id of a WARC record)."""
    url: str | None = None


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which segments go into the filtered text."""

    labels: tuple[Label, ...]
    min_confidence: float = 0.0
    """0 to 1; less sure segments are left out."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the user chose, but where the output goes and how many processes work."""

    columns: Columns = Columns()
    media_type: MediaType | None = None
    """What the text column holds (None: text/plain)."""
    encoding: str | None = None
    """Of CSV and JSON Lines (None: UTF-8)."""
    format: OutputFormat = "parquet"
    only_text: bool = False
    """Whether the filtered text is all that is written."""
    include_text: bool = True
    """Whether segments show their text."""
    keep: Keep | None = None
    sample: float | None = None
    """Share of records to take, 0 to 1; the same ones each time."""
    limit: int | None = None
    """So many records at most, in the order of the inputs."""
    piece_bytes: int = 8_000_000
    """Uncompressed bytes of records in a shard."""
    max_seconds: float = 60.0
    """Wall-clock time that one document may take."""
    max_memory: int | None = 1_000_000_000
    """Bytes that a worker may need beside what it has loaded; None is no limit."""
    rules: tuple[str, ...] = ()
    """Files and folders of rules beside the shipped ones."""
    disable: tuple[str, ...] = ()
    """Ids of rules that are left out, or globs of them."""
    model: str | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """What is written: each is a folder of the output."""
        tables: tuple[Table, ...] = ()
        if not self.only_text:
            tables = ("documents", "segments") if self.format == "parquet" else ("reports",)
        return (*tables, "text") if self.keep else tables

    @property
    def suffix(self) -> str:
        """Of the files that are written."""
        return ".parquet" if self.format == "parquet" else ".jsonl.zst"


def content_column(settings: Settings) -> str:
    """The column or field that holds what is to be labelled."""
    return settings.columns.html or settings.columns.text or "text"
