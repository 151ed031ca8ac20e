"""Problem: what went wrong, as a code with facts. lib/text turns it into a sentence when it is shown.

Stored and compared is the code, never the sentence, so a sentence can be improved or translated at
any time.
"""

from __future__ import annotations

from lib.problem.code import Code
from lib.problem.problem import Problem

__all__ = ["Code", "Problem"]
