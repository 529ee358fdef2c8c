"""What all tests share: a cache directory of their own, and one real browser for a process."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("labeler", deadline=None)  # a busy machine is not a fault
settings.load_profile("labeler")

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session", autouse=True)
def own_cache_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is cached for the user out of the user's own directory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    executable = next((found for name in _NAMES if (found := shutil.which(name))), None)
    with playwright.sync_playwright() as driver:
        own = driver.chromium.executable_path
        if executable is None and not Path(own).exists():
            pytest.skip(f"no browser: none of {', '.join(_NAMES)}, and playwright has none")
        started = driver.chromium.launch(
            executable_path=executable or own, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()
