"""Pictures that lie beside a page say how they were made; no other file is opened."""

import io
import json
import os
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from labeler.document import Document, Signal
from labeler.read import read_path
from labeler.read.xmp import LARGEST_PACKET, find_packet, packet_signals

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:t="http://www.tc260.org.cn/ns/AIGC/1.0/"'
)


def packet(properties: str, attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {NAMESPACES}>'
        f'<rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description></rdf:RDF>'
        '</x:xmpmeta><?xpacket end="w"?>'
    ).encode()


AI = packet(f"<e:DigitalSourceType>{TRAINED}</e:DigitalSourceType>")
FORMATS = ["jpeg", "png", "webp"]


def picture(form: str, xmp: bytes = AI) -> bytes:
    """A real picture with a real packet, written by Pillow."""
    stream = io.BytesIO()
    image = Image.new("RGB", (8, 8))
    if form == "png":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Comment", "before")
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(stream, "png", pnginfo=info)
    else:
        image.save(stream, form, xmp=xmp, exif=Image.Exif())
    return stream.getvalue()


def page(folder: Path, src: str, markup: str = "<img src='{}' alt='A dam in winter'>") -> Document:
    path = folder / "page.html"
    path.write_text(f"<!doctype html><html><body>{markup.format(src)}<p>Text</p></body></html>")
    (document,) = read_path(str(path))
    assert isinstance(document, Document)
    return document


def signals(document: Document) -> list[tuple[str, str, str | None]]:
    return [(signal.name, signal.value, signal.about) for signal in document.signals]


@pytest.mark.parametrize("form", FORMATS)
def test_packets_of_real_pictures_are_read(tmp_path: Path, form: str) -> None:
    (tmp_path / f"a.{form}").write_bytes(picture(form))
    assert signals(page(tmp_path, f"a.{form}")) == [("xmp:digitalSourceType", TRAINED, f"a.{form}")]


@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.xmp"])
def test_packets_beside_a_picture_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("jpeg", b""))
    (tmp_path / name).write_bytes(AI)
    assert signals(page(tmp_path, "a.jpg")) == [("xmp:digitalSourceType", TRAINED, "a.jpg")]


@pytest.mark.parametrize(
    "src", ["files/a b.png", "./files/a%20b.png", "files/a%20b.png?w=3#top", "x/../files/a b.png"]
)
def test_addresses_are_those_of_the_page(tmp_path: Path, src: str) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "x").mkdir()
    (tmp_path / "files" / "a b.png").write_bytes(picture("png"))
    assert len(signals(page(tmp_path, src))) == 1


def test_the_picture_of_a_figure_speaks_for_its_caption(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture("png"))
    figure = "<figure><img src='{}'><figcaption>A dam</figcaption></figure>"
    document = page(tmp_path, "a.png", figure)
    assert document.blocks[0].markup.image == "a.png"
    assert len(document.signals) == 1


def test_one_that_cannot_be_read_is_a_problem_of_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.png").write_bytes(picture("png"))
    monkeypatch.setattr("labeler.read.pictures.find_packet", refuse)
    document = page(tmp_path, "a.png")
    assert document.problems == (
        "a.png: cannot be read (Permission denied); nothing it declares counts",
    )


class TestNothingElseIsOpened:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "secret.png").write_bytes(picture("png"))
        (tmp_path / "site").mkdir()
        return tmp_path / "site"

    @pytest.mark.parametrize(
        "src", ["../secret.png", "%2e%2e/secret.png", "x/../../secret.png", "..\\secret.png"]
    )
    def test_above_the_folder(self, folder: Path, src: str) -> None:
        assert signals(page(folder, src)) == []

    def test_by_an_absolute_path(self, folder: Path) -> None:
        secret = folder.parent / "secret.png"
        assert signals(page(folder, str(secret))) == []
        assert signals(page(folder, secret.as_uri())) == []

    def test_through_a_link_that_leads_out(self, folder: Path) -> None:
        (folder / "a.png").symlink_to(folder.parent / "secret.png")
        (folder / "up").symlink_to(folder.parent, target_is_directory=True)
        (folder / "b.png").write_bytes(b"")
        (folder / "b.xmp").symlink_to(folder.parent / "secret.png")
        assert signals(page(folder, "a.png")) == []
        assert signals(page(folder, "up/secret.png")) == []
        assert signals(page(folder, "b.png")) == []

    @pytest.mark.parametrize(
        "src",
        ["https://example.org/a.png", "//example.org/a.png", "data:,a.png", "//[", "a%00.png"],
    )
    def test_on_the_network_or_nowhere(self, folder: Path, src: str) -> None:
        (folder / "a.png").write_bytes(picture("png"))
        assert signals(page(folder, src)) == []

    def test_that_is_no_regular_file(self, folder: Path) -> None:
        os.mkfifo(folder / "a.png")
        assert signals(page(folder, "a.png")) == []

    def test_for_a_picture_without_words(self, folder: Path) -> None:
        (folder / "a.png").write_bytes(picture("png"))
        assert signals(page(folder, "a.png", "<img src='{}'>")) == []


class TestPackets:
    def read(self, data: bytes) -> list[Signal]:
        return list(packet_signals(data, "a.png"))

    @pytest.mark.parametrize(
        "data",
        [
            AI,
            packet("", f'e:DigitalSourceType="{TRAINED}"'),
            packet(f'<e:DigitalSourceType rdf:resource="{TRAINED}"/>'),
        ],
    )
    def test_state_a_source_type_in_all_forms_of_rdf(self, data: bytes) -> None:
        assert self.read(data) == [Signal("xmp:digitalSourceType", TRAINED, about="a.png")]

    def test_state_a_label_of_gb_45438(self) -> None:
        field = json.dumps({"Label": "1", "ContentProducer": "Example"})
        (signal,) = self.read(packet(f"<t:AIGC>{field}</t:AIGC>"))
        assert (signal.name, signal.about) == ("xmp:AIGC", "a.png")
        assert dict(signal.details) == {"label": "1", "provider": "Example"}

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"<x",
            b"\xff\xfe\0",
            packet("<e:Other>x</e:Other>"),
            AI.replace(b"iptc.org", b"e.org"),
        ],
    )
    def test_that_are_broken_or_speak_of_other_things_state_nothing(self, data: bytes) -> None:
        assert self.read(data) == []

    def test_with_entities_are_not_parsed(self) -> None:
        entities = b'<!DOCTYPE x [<!ENTITY a "%s">]>' % TRAINED.encode()
        swelling = AI.replace(b"<x:xmpmeta", entities + b"<x:xmpmeta").replace(
            TRAINED.encode(), b"&a;"
        )
        assert self.read(swelling) == []


class TestDamagedPictures:
    @pytest.mark.parametrize("form", FORMATS)
    def test_cut_off_anywhere_give_a_packet_or_none(self, form: str) -> None:
        data = picture(form)
        for end in range(0, len(data), 7):
            find_packet(io.BytesIO(data[:end]))
        assert find_packet(io.BytesIO(data)) is not None

    @given(st.binary(max_size=200))
    @pytest.mark.parametrize(
        "start", [b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"<?xpacket", b""]
    )
    def test_of_any_bytes_break_nothing(self, start: bytes, data: bytes) -> None:
        found = find_packet(io.BytesIO(start + data))
        assert found is None or len(found) <= LARGEST_PACKET

    def test_with_a_bomb_for_a_packet_give_none(self) -> None:
        text = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(LARGEST_PACKET * 10))
        chunk = len(text).to_bytes(4, "big") + b"iTXt" + text + b"\0\0\0\0"
        assert find_packet(io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk)) is None

    def test_with_a_packed_packet_are_read(self) -> None:
        text = b"XML:com.adobe.xmp\0\1\0en\0XMP\0" + zlib.compress(AI)
        chunk = len(text).to_bytes(4, "big") + b"iTXt" + text + b"\0\0\0\0"
        assert find_packet(io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk)) == AI

    def test_larger_than_a_packet_may_be_is_passed_over(self) -> None:
        assert find_packet(io.BytesIO(b"<?xpacket" + b" " * LARGEST_PACKET)) is None


@pytest.mark.parametrize("length", [0, 1])
def test_a_broken_picture_says_nothing_and_its_page_is_read(tmp_path: Path, length: int) -> None:
    (tmp_path / "dam.jpg").write_bytes(b"\xff\xd8\xff\xe1" + length.to_bytes(2, "big") + b"x" * 99)
    assert not page(tmp_path, "dam.jpg").signals


def test_a_document_type_says_nothing_in_any_encoding() -> None:
    content = AI.decode().replace("<x:xmpmeta", "<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta")
    assert list(packet_signals(AI, "a.jpg"))
    for data in (content.encode(), content.encode("utf-16"), content.encode("utf-16-be")):
        assert not list(packet_signals(data, "a.jpg"))


def test_elements_within_elements_are_read_once() -> None:
    depth, text = 20_000, "t" * 500_000
    for name in ("a", "t:AIGC"):
        nested = packet(f"<{name}>" * depth + text + f"</{name}>" * depth)
        before = time.process_time()
        assert not list(packet_signals(nested, "a.jpg"))
        assert time.process_time() - before < 2
