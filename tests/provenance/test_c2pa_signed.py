"""Signed texts: what a manifest declares, whether it holds, and who vouches for it, told apart.

The signatures are real, made by `tests.provenance.signing`; encypher-c2pa checks them.
"""

import json
import subprocess
import sys
import unicodedata

import c2pa_text
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Document
from labeler.provenance import C2paFinding, Provenance, inspect
from labeler.provenance.c2pa import find_c2pa
from labeler.provenance.jumbf import is_store, source_types
from labeler.provenance.verify import verify
from labeler.read import read_bytes, read_html, read_text
from tests.provenance.signing import (
    TRAINED,
    Signer,
    manifest_store,
    sign,
    sign_markdown,
    sign_page,
    signer,
)

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
CAPTURE = IPTC + "digitalCapture"
COMPOSITE = IPTC + "compositeWithTrainedAlgorithmicMedia"
TEXT = "Die Fähre blieb im Hafen.\nEs stürmte.\n"
PAGE = "<html><head><title>Fähre</title></head><body><p>Die Fähre blieb im Hafen.</p></body></html>"
NOBODY_KNOWS = "no known authority vouches for the signer of its C2PA manifest"


@pytest.fixture(scope="module")
def press() -> Signer:
    return signer()


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "encypher_c2pa", None)


def read(text: str, name: str = "a.txt") -> Document:
    (document,) = read_bytes(text.encode(), name)
    assert isinstance(document, Document)
    return document


def only(provenance: Provenance) -> C2paFinding:
    (finding,) = provenance.c2pa
    return finding


class TestIntegrityAndTrust:
    @pytest.mark.parametrize("kind", ["a.txt", "a.html", "a.md"])
    def test_of_an_untouched_text_by_an_unknown_signer(self, press: Signer, kind: str) -> None:
        signed = {
            "a.txt": sign(TEXT, press, TRAINED),
            "a.html": sign_page(PAGE, press, TRAINED),
            "a.md": sign_markdown(TEXT, press, TRAINED),
        }[kind]
        finding = only(inspect(read(signed, kind)))
        assert (finding.status, finding.verification) == ("well_formed", "verified")
        assert (finding.integrity, finding.trust) == ("valid", "untrusted")
        assert (finding.signer, finding.codes) == (
            "Example Press",
            ("signingCredential.untrusted",),
        )
        assert finding.digital_source_types == (TRAINED,)
        assert finding.message.endswith("text unchanged since signing, signer not trusted")

    def test_of_an_untouched_text_by_a_signer_whose_authority_is_known(self, press: Signer) -> None:
        checked = verify(sign(TEXT, press).encode(), "text/plain", press.authority_pem)
        assert (checked.integrity, checked.trust, checked.codes) == ("valid", "trusted", ())

    @pytest.mark.parametrize("kind", ["a.txt", "a.html", "a.md"])
    def test_of_a_changed_text(self, press: Signer, kind: str) -> None:
        signed = {
            "a.txt": sign(TEXT, press, TRAINED),
            "a.html": sign_page(PAGE, press, TRAINED),
            "a.md": sign_markdown(TEXT, press, TRAINED),
        }[kind]
        provenance = inspect(read(signed.replace("Hafen", "Dock"), kind))
        finding = only(provenance)
        assert (finding.integrity, finding.trust) == ("invalid", "untrusted")
        assert "assertion.dataHash.mismatch" in finding.codes
        assert provenance.declared == ()  # it speaks of another text

    def test_of_a_text_with_a_byte_order_mark_or_crlf(self, press: Signer) -> None:
        for text in ("\ufeff" + TEXT, TEXT.replace("\n", "\r\n")):
            assert only(inspect(read(sign(text, press)))).integrity == "valid"

    def test_of_a_page_in_an_old_encoding(self, press: Signer) -> None:
        signed = sign_page(PAGE.replace("ä", "&auml;"), press)
        (document,) = read_bytes(signed.encode("ascii"), "a.html")
        assert isinstance(document, Document)
        assert only(inspect(document)).integrity == "valid"

    def test_of_markup_given_as_a_string(self, press: Signer) -> None:
        assert only(inspect(read_html(sign_page(PAGE, press)))).integrity == "valid"

    def test_of_a_manifest_in_the_middle(self, press: Signer) -> None:
        signed = sign(TEXT, press)
        finding = only(inspect(read(signed + "Added later.\n")))
        assert (finding.status, finding.integrity) == ("well_formed", "invalid")

    def test_of_a_corrupt_manifest(self, press: Signer) -> None:
        signed = sign(TEXT, press)
        at = len(signed) - 2000
        finding = only(inspect(read(signed[:at] + "\U000e0110" * 8 + signed[at + 8 :])))
        assert finding.integrity == "invalid"

    def test_of_a_manifest_cut_off(self, press: Signer) -> None:
        provenance = inspect(read(sign(TEXT, press, TRAINED)[:-1000]))
        assert (only(provenance).status, only(provenance).verification) == (
            "truncated",
            "unverified",
        )
        assert provenance.declared == ()

    def test_of_several_manifests(self, press: Signer) -> None:
        provenance = inspect(read(sign(TEXT, press, TRAINED) * 2))
        assert [f.status for f in provenance.c2pa] == ["several", "several"]
        assert provenance.declared == ()

    def test_of_a_wrapper_in_the_text_of_a_page_is_not_asked(self, press: Signer) -> None:
        finding = only(inspect(read_html(f"<p>{sign(TEXT, press)}</p>")))
        assert (finding.status, finding.verification) == ("well_formed", "unverified")
        assert "a page's text is not the file that was signed" in finding.message


@pytest.mark.usefixtures("no_extra")
class TestWithoutTheExtra:
    def test_a_manifest_is_found_and_said_to_be_unverified(self, press: Signer) -> None:
        finding = only(inspect(read(sign(TEXT, press, TRAINED))))
        assert (finding.status, finding.verification) == ("well_formed", "unverified")
        assert (finding.integrity, finding.trust, finding.signer) == (None, None, None)
        assert finding.message.endswith(
            "signature not verified; pip install 'labeler[c2pa]' to check it"
        )

    def test_what_it_states_counts_with_the_doubt(self, press: Signer) -> None:
        (declared,) = inspect(read(sign(TEXT, press, TRAINED))).declared
        assert (declared.meaning, declared.governs) == ("ai-generated", "document")
        assert declared.caveat == "the signature of its C2PA manifest is not verified"


class TestWhatAManifestStates:
    @pytest.mark.parametrize(
        ("sources", "meaning"),
        [
            ((TRAINED,), "ai-generated"),
            ((COMPOSITE,), "ai-assisted"),
            ((CAPTURE,), "human"),
            ((IPTC + "algorithmicMedia",), "automated"),
            ((CAPTURE, COMPOSITE), "ai-assisted"),
            ((CAPTURE, TRAINED), "ai-assisted"),
            ((TRAINED, CAPTURE), "ai-generated"),
            ((CAPTURE, IPTC + "humanEdits"), "human"),
        ],
    )
    def test_is_the_making_of_the_text(
        self, press: Signer, sources: tuple[str, ...], meaning: str
    ) -> None:
        (declared,) = inspect(read(sign(TEXT, press, *sources))).declared
        assert (declared.signal, declared.meaning) == ("c2pa:digitalSourceType", meaning)
        assert (declared.governs, declared.caveat) == ("document", NOBODY_KNOWS)
        assert declared.provider == "Example Press"

    def test_may_be_nothing_since_a_signature_is_no_ai(self, press: Signer) -> None:
        provenance = inspect(read(sign(TEXT, press)))
        assert only(provenance).integrity == "valid"
        assert provenance.declared == ()

    def test_is_not_what_its_ingredients_state(self, press: Signer) -> None:
        def manifests(*sources: str) -> bytes:
            actions = [{"action": "c2pa.created", "digitalSourceType": s} for s in sources]
            return manifest_store(press, {"c2pa.actions.v2": {"actions": actions}})[38:]

        body = manifests(TRAINED) + manifests(CAPTURE)
        head = manifest_store(press, {})[8:38]
        store = (len(head) + len(body) + 8).to_bytes(4, "big") + b"jumb" + head + body
        assert is_store(store)
        assert source_types(store) == (CAPTURE,)

    def test_is_read_from_actions_alone(self, press: Signer) -> None:
        store = manifest_store(press, {"org.example.note": {"digitalSourceType": TRAINED}})
        assert is_store(store)
        assert source_types(store) == ()

    @given(st.data())
    def test_of_a_damaged_store_is_something_or_nothing(self, data: st.DataObject) -> None:
        store = bytearray(manifest_store(_PRESS, {"c2pa.actions": {"actions": [{"x": TRAINED}]}}))
        for _ in range(data.draw(st.integers(1, 20))):
            store[data.draw(st.integers(0, len(store) - 1))] = data.draw(st.integers(0, 255))
        assert isinstance(source_types(bytes(store)), tuple)


_PRESS = signer()


class TestTheReferencePackage:
    """c2pa-text 3 writes and reads the same wrappers."""

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    def test_wrappers_it_writes_are_found(self, text: str) -> None:
        store = manifest_store(_PRESS, {"c2pa.actions.v2": {"actions": []}})
        text = unicodedata.normalize("NFC", text.replace("\ufeff", ""))
        signed = c2pa_text.embed_manifest(text, store)
        findings = find_c2pa(read_text(signed))
        whole = [f for f in findings if f.status == "well_formed"]
        assert [(f.span.start, f.span.end) for f in whole if f.span] == [(len(text), len(signed))]
        assert c2pa_text.extract_manifest(signed)[0] == store

    @pytest.mark.parametrize("padding", [3, 4, 6, 7, 100])
    def test_padding_is_no_part_of_the_manifest(self, padding: int) -> None:
        store = manifest_store(_PRESS, {})
        length = len(c2pa_text.encode_wrapper(store).encode()) + padding
        (finding,) = find_c2pa(read_text("x" + c2pa_text.encode_wrapper_padded(store, length)))
        assert finding.status == "well_formed"

    def test_blocks_and_scripts_it_writes_are_found(self) -> None:
        store = manifest_store(_PRESS, {})
        block = c2pa_text.build_manifest_block(c2pa_text.encode_data_uri(store), "# ")
        assert [f.status for f in find_c2pa(read_text(f"{block}\nx = 1\n"))] == ["well_formed"]
        lines = c2pa_text.build_manifest_block_multiline(c2pa_text.encode_data_uri(store))
        assert [f.status for f in find_c2pa(read_text(f"{lines}\nx = 1\n"))] == ["well_formed"]
        page = c2pa_text.embed_html_inline(PAGE, store).html
        assert [f.status for f in find_c2pa(read_html(page))] == ["well_formed"]
        page = c2pa_text.embed_html_reference(PAGE, "https://example.org/m.c2pa")
        (finding,) = find_c2pa(read_html(page))
        assert (finding.status, finding.verification) == ("well_formed", "unverified")
        assert "refers to a C2PA manifest, not fetched" in finding.message


@pytest.mark.parametrize("script", ["", "AAAA", "not base64", "A" * 99])
def test_a_script_without_a_manifest_is_malformed(script: str) -> None:
    page = PAGE.replace("</head>", f"<script type='application/c2pa'>{script}</script></head>")
    assert [(f.kind, f.status) for f in find_c2pa(read_html(page))] == [("html", "malformed")]


def test_the_verifier_is_imported_only_for_a_manifest() -> None:
    code = (
        "import json, sys\n"
        "from labeler.provenance import inspect\n"
        "from labeler.read import read_html, read_text\n"
        "inspect(read_text('A fine day. \U0001f600\\ufe0f'))\n"
        "inspect(read_html('<link rel=c2pa-manifest href=m.c2pa><p>A fine day'))\n"
        "print(json.dumps([m for m in sys.modules if 'encypher' in m]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(done.stdout) == []
