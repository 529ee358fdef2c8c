"""`labeler`, but some texts crash, hang or fill the process that reads them."""

import os
import signal
import sys
import time
from typing import Any

from labeler.batch import records

_honest = records.document_of


def _poisoned(content: Any, path: str, settings: Any) -> Any:
    text = content if isinstance(content, str) else ""
    if "CRASHES" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "HANGS" in text:
        time.sleep(600)
    if "FILLS" in text:
        bytearray(3_000_000_000)
    if "RAISES" in text:
        raise ZeroDivisionError("no boats")
    return _honest(content, path, settings)


records.document_of = _poisoned

if __name__ == "__main__":
    from labeler.cli import main

    sys.exit(main())
