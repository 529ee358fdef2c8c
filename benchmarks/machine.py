"""What a figure was measured on: it means nothing without it."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

MEASURED_PACKAGES = ("labeler", "numpy", "scikit-learn", "google-re2", "selectolax", "msgspec")


def machine() -> dict[str, object]:
    """Processor, cores, system and the versions of what takes the time, ready for JSON."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in MEASURED_PACKAGES},
    }


def processor() -> str:
    """Name of the processor; Linux alone tells it, elsewhere the platform's word for it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
