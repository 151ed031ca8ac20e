"""What must be nowhere once all tests have run: keys and signed links, in any file or log of theirs.

The tests give out keys and signatures that can be recognised. When the suite is over, everything
that it left behind (databases, archives, the engine's tasks, servers' logs) and everything that it
logged is searched for them, whoever had written it. tests/conftest.py does so after every run;
`python -m tests.leaks FOLDER` searches by hand.
"""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.engine.serving import KEY as ENGINE_KEY
from tests.hostile_api import KEY as VENDOR_KEY

#: Of the films' links at the hostile API, and of the vendor in tests/web.
_SIGNATURE: Final = "secret-signature"
_OTHER_KEY: Final = "a-key-that-no-page-may-show"

_LARGEST: Final = 100_000_000  # bytes: a film that a test made huge on purpose


def disguises(secret: str) -> Iterator[bytes]:
    """As it is, and as it may have been passed on: in wide letters, hexadecimal or Base64.

    Base64 has three faces, by what stands before; of each, the letters that the secret alone decides.
    Per cent signs would change nothing: keys and signatures hold only what an address may hold.
    """
    plain = secret.encode()
    yield plain
    yield secret.encode("utf-16-le")
    yield plain.hex().encode()
    for before in range(3):
        shown = base64.b64encode(bytes(before) + plain)
        kept = shown[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        yield kept
        yield kept.translate(bytes.maketrans(b"+/", b"-_"))


SECRETS: Final = re.compile(
    b"|".join(
        [
            *(
                re.escape(form)
                for secret in (VENDOR_KEY, ENGINE_KEY, _OTHER_KEY, _SIGNATURE)
                for form in disguises(secret)
            ),
            rb"signature(?:=|%3D)[0-9a-f]{64}",  # a link of the engine's, or one within a link
            rb"token(?:=|%3D)[0-9]{10}\.[A-Za-z0-9_-]{43}",  # a link of ours
            # A public link. Each alternative begins with a letter of its own: then `re` skips to those
            # letters, which makes the search seven times as fast as with a group in front.
            rb"/s/[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])",
            rb"%2Fs%2F[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])",
        ]
    )
)


def leaks_in(folder: Path, secrets: re.Pattern[bytes] = SECRETS) -> Iterator[str]:
    """`path: what was found`, for every file."""
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
            continue
        for found in sorted({match[0] for match in secrets.finditer(file.read_bytes())}):
            yield f"{file}: {found.decode()}"


if __name__ == "__main__":
    found = list(leaks_in(Path(sys.argv[1])))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(bool(found))
