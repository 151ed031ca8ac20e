"""The soundtrack: composed to the picture, then played.

In reading order: harmony, score (the music as data) -> noise, recording, note, instruments (sounds) -> rotors,
crowd, fireworks, reveal (what happens on the river) -> mix (the room) -> ensemble (the music),
skyline, zither, lakeside, lanterns, street, alley (each score's own players) -> loudness, master ->
performance, which chooses by the show's score. What does not depend on the show is kept.
"""

from lib.engine.soundtrack.performance import compose, warm

__all__ = ["compose", "warm"]
