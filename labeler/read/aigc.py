"""The `AIGC` field of GB 45438-2025, China's standard for marking generated content.

Its value is a JSON object such as `{"Label": "1", "ContentProducer": ...}`; label 1 means that
the content is generated, 2 that it may be, 3 that it is suspected to be.
"""

import json
import re
from typing import Any

from labeler.document import Signal

LONGEST_VALUE = 500
_LABEL = re.compile(r"""Label[\\"'\s]*:[\\"'\s]*([123])(?![0-9])""")
_DETAILS = {
    "Label": "label",
    "ContentProducer": "provider",
    "ProduceID": "id",
    "ContentPropagator": "propagator",
}


def aigc_signal(name: str, content: Any, about: str | None = None) -> Signal | None:
    """The statement, called `name`, of an `AIGC` field that holds an object or its JSON.

    Broken JSON is read for its label alone. None if there is no label.
    """
    try:
        written = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        fields = _fields(content)
    except RecursionError:  # what is nested so deep is no such field
        return None
    details = tuple(
        (detail, str(fields[key]).strip()[:LONGEST_VALUE])
        for key, detail in _DETAILS.items()
        if isinstance(fields.get(key), (str, int)) and str(fields[key]).strip()
    )
    if dict(details).get("label") not in ("1", "2", "3"):
        return None
    return Signal(name, written.strip()[:LONGEST_VALUE], details, about)


def _fields(content: Any) -> dict[str, Any]:
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except (ValueError, RecursionError):
            found = _LABEL.search(content[:10_000])
            return {"Label": found[1]} if found else {}
    if isinstance(content, dict) and isinstance(content.get("AIGC"), (dict, str)):
        return _fields(content["AIGC"])
    return content if isinstance(content, dict) else {}
