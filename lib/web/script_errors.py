"""What a person sees when a page fails for a reason that nobody foresaw: a sentence, no traceback."""

from __future__ import annotations

import logging
from typing import Final

from lib.errors import SkylitError
from lib.ui.apology import show_apology

_log: Final = logging.getLogger("skylit.pages")


def on_script_error(error: Exception) -> bool:
    """Show our own sentence, log the rest. True tells Streamlit to add nothing."""
    if isinstance(error, SkylitError):
        show_apology(str(error))
    else:
        _log.error("A page failed.", exc_info=error)
        show_apology("Something went wrong on our side. Your words are kept: reload the page.")
    return True
