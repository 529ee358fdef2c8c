"""Signs texts as C2PA 2.4 asks (A.8), with a certificate authority made for the tests.

Manifests are put together here, since no package on PyPI that signs text makes valid ones; the
wrapper is that of `c2pa-text`, the specification's reference package.
"""

import datetime
import hashlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import c2pa_text
import cbor2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
_MANIFEST = "urn:c2pa:00000000-0000-4000-8000-000000000001"
_UUID_END = bytes.fromhex("00110010800000aa00389b71")


class Signer(NamedTuple):
    """A key with its certificate and that of the authority."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate

    @property
    def authority_pem(self) -> str:
        return self.authority.public_bytes(serialization.Encoding.PEM).decode()


def signer() -> Signer:
    """A new authority, and a signer that it vouches for."""
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Example Root", root, "Example Root", root, authority=True)
    return Signer(
        key, _certificate("Example Press", key, "Example Root", root, authority=False), authority
    )


def sign(text: str, by: Signer, *sources: str | None) -> str:
    """The text with a manifest at its end whose actions have these digital source types (A.8)."""
    start = len(text.encode())

    def embed(store: bytes) -> tuple[str, int, int]:
        length = c2pa_text.worst_case_wrapper_byte_length(len(store))
        return text + c2pa_text.encode_wrapper_padded(store, length), start, length

    return _signed(text, by, sources, embed)


def sign_page(markup: str, by: Signer, *sources: str | None) -> str:
    """The page with a manifest in a script of its head (A.7)."""

    def embed(store: bytes) -> tuple[str, int, int]:
        done = c2pa_text.embed_html_inline(markup, store)
        return done.html, done.exclusion_start, done.exclusion_length

    return _signed(c2pa_text.embed_html_inline(markup, b"").html, by, sources, embed)


def sign_markdown(text: str, by: Signer, *sources: str | None) -> str:
    """The text below a comment that holds a manifest (A.9)."""

    def embed(store: bytes) -> tuple[str, int, int]:
        address = c2pa_text.encode_data_uri(store)
        done = c2pa_text.embed_structured(text, address, "<!--", "-->")
        return done.text, done.exclusion_start, done.exclusion_length

    return _signed(text, by, sources, embed)


def _signed(
    text: str,
    by: Signer,
    sources: tuple[str | None, ...],
    embed: Callable[[bytes], tuple[str, int, int]],
) -> str:
    """Embed a manifest that leaves out of its hash the range in which it lies itself."""
    start = length = 0
    done = text
    for _ in range(5):
        data = done.encode()
        content = data[:start] + data[start + length :]
        binding = {
            "exclusions": [{"start": start, "length": length}],
            "alg": "sha256",
            "hash": hashlib.sha256(content).digest(),
            "name": "text",
            "pad": b"",
        }
        assertions = {"c2pa.actions.v2": _actions(sources), "c2pa.hash.data": binding}
        before = (start, length)
        done, start, length = embed(manifest_store(by, assertions))
        if (start, length) == before:
            return done
    raise AssertionError("the manifest's length does not settle")


def manifest_store(by: Signer, assertions: Mapping[str, Any]) -> bytes:
    """A manifest store of one signed manifest with these assertions."""
    boxes = {
        label: _superbox(b"cbor", label, _box(b"cbor", cbor2.dumps(content)))
        for label, content in assertions.items()
    }
    claim = cbor2.dumps(
        {
            "instanceID": "xmp:iid:00000000-0000-4000-8000-000000000002",
            "claim_generator_info": {"name": "labeler tests"},
            "signature": f"self#jumbf=/c2pa/{_MANIFEST}/c2pa.signature",
            "created_assertions": [
                {
                    "url": f"self#jumbf=c2pa.assertions/{label}",
                    "hash": hashlib.sha256(box[8:]).digest(),
                }
                for label, box in boxes.items()
            ],
            "alg": "sha256",
        }
    )
    manifest = _superbox(
        b"c2ma",
        _MANIFEST,
        _superbox(b"c2as", "c2pa.assertions", *boxes.values()),
        _superbox(b"c2cl", "c2pa.claim.v2", _box(b"cbor", claim)),
        _superbox(b"c2cs", "c2pa.signature", _box(b"cbor", _signature(claim, by))),
    )
    return _superbox(b"c2pa", "c2pa", manifest)


def _actions(sources: tuple[str | None, ...]) -> dict[str, Any]:
    actions: list[dict[str, Any]] = []
    for number, source in enumerate(sources or (None,)):
        action: dict[str, Any] = {"action": "c2pa.edited" if number else "c2pa.created"}
        if source is not None:
            action["digitalSourceType"] = source
        actions.append(action)
    return {"actions": actions}


def _signature(claim: bytes, by: Signer) -> bytes:
    """A COSE_Sign1 over the claim, ES256, with the certificate in its protected header."""
    chain = by.certificate.public_bytes(serialization.Encoding.DER)
    protected = cbor2.dumps({1: -7, 33: chain})
    signed = cbor2.dumps(["Signature1", protected, b"", claim])
    r, s = decode_dss_signature(by.key.sign(signed, ec.ECDSA(hashes.SHA256())))
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, None, raw]))


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def _superbox(kind: bytes, label: str, *content: bytes) -> bytes:
    description = _box(b"jumd", kind + _UUID_END + b"\x03" + label.encode() + b"\0")
    return _box(b"jumb", description + b"".join(content))


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    def called(common: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example"),
                x509.NameAttribute(NameOID.COMMON_NAME, common),
            ]
        )

    usage = x509.KeyUsage(
        not authority, False, False, False, False, authority, authority, False, False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(called(name))
        .issuer_name(called(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2100, 1, 1))
        .add_extension(x509.BasicConstraints(authority, None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
        .add_extension(usage, True)
    )
    if not authority:
        purposes = x509.ExtendedKeyUsage([_CLAIM_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(purposes, False)
    return builder.sign(issuer_key, hashes.SHA256())
