"""Every sentence that a person reads about a problem, by code and language.

say        a code and its facts become a sentence
english/   the sentences, a file for each subject
"""

from __future__ import annotations

from lib.text.say import say

__all__ = ["say"]
