"""JSON-LD read by real processors, without a network."""

import json
from pathlib import Path
from typing import Any

import prov
from pyld import jsonld
from rdflib import Graph

from labeler.report.prov import CONTEXT as PROV_CONTEXT
from labeler.report.webanno import CONTEXT as ANNO_CONTEXT

SCHEMAS = Path(__file__).parent / "schemas"
PROV = Path(prov.__file__).parent
BASE = "file:///repository/"
"""Where relative references are resolved."""


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


_CONTEXTS = {
    PROV_CONTEXT: PROV / "serializers" / "prov-jsonld-context.jsonld",
    ANNO_CONTEXT: SCHEMAS / "anno-terms.jsonld",
}


def _load(url: str, options: object) -> dict[str, Any]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": read_json(_CONTEXTS[url]),
    }


_OPTIONS = {"base": BASE, "documentLoader": _load}


def expanded(document: Any) -> list[dict[str, Any]]:
    """Everything under its full name; what no context defines is missing."""
    return jsonld.expand(document, _OPTIONS)


def graph_of(document: Any) -> Graph:
    """The statements as RDF."""
    quads = jsonld.to_rdf(document, {**_OPTIONS, "format": "application/n-quads"})
    return Graph().parse(data=quads, format="nt")
