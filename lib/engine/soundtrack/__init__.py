"""The soundtrack: composed to the picture, then played.

In reading order: harmony and score (the music as data); noise, recording, note, instruments and
percussion (sounds); rotors, whoosh, crowd, fireworks and reveal (what happens on the river); mix (the
room); ensemble, groove and lead (the music); skyline, zither, lakeside, lanterns, street and alley
(players of one arrangement each); loudness and master; performance, which chooses the players by the
show's arrangement. What does not depend on the show is cached.
"""

from lib.engine.soundtrack.performance import compose, warm

__all__ = ["compose", "warm"]
