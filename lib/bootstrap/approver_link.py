"""`python -m lib.bootstrap.approver_link`: print a link whose holder may say yes or no to paid videos.

`make approver-link` calls it. The link holds for 90 days; with another SECRET_KEY all links end.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Final

from lib.approver import Approvers
from lib.clock import utc_now
from lib.errors import SkylitError
from lib.settings import Settings
from lib.signing import Signer
from lib.urls import Urls

_HOLDS: Final = timedelta(days=90)

#: Where `make run` starts Skylit.
_HOME: Final = "http://localhost:8501"


def main() -> int:
    try:
        settings = Settings.load()
        signer = Signer.load(settings.secret_key, settings.data_dir / "secret")
    except SkylitError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    token = Approvers(signer).token(utc_now() + _HOLDS)
    link = Urls(public=settings.public_url or _HOME).absolute("/approve", {"token": token})
    sys.stdout.write(f"{link}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
