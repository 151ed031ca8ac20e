"""The vendor's own reference, which lies beside the project and is no part of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

REFERENCE: Final = Path(__file__).resolve().parents[3] / "shared" / "reference"
VENDORS_OPENAPI: Final = REFERENCE / "openapi.json"
GUIDE: Final = REFERENCE / "magic-text-to-video.md"


def needs(file: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not file.exists(),
        reason=f"the video API's reference is not beside the project: {file.name}",
    )


def sample_program() -> str:
    """The Python block of the guide's code example."""
    [program] = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    return str(program)
