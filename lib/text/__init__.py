"""Every sentence that a person reads about a problem, by code and language.

english    the sentences
"""

from __future__ import annotations

from lib.text.say import say

__all__ = ["say"]
