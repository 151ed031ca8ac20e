"""Transcode: other files made from a film, each in a process of its own with limits.

recipe      what can be made, by key
worker      transcode(): starts the process, tells its progress, may cancel it
__main__    what runs there
make        a recipe's own maker, chosen by its kind
playable    a film that came in another format, as every browser plays it
fit         the film in another format, over its own blurred and darkened extension
surroundings  that extension, computed from a small copy of each picture
stream      encoding settings that play everywhere, and the sound taken along
animation   GIF and animated WebP within a size
readable    a measure of how well the words read in a smaller picture
still       posters as JPEG and PNG
page        one HTML file that plays the film with no server
"""

from lib.media.transcode.recipe import PLAYABLE, RECIPES, Kind, Recipe
from lib.media.transcode.worker import transcode

__all__ = ["PLAYABLE", "RECIPES", "Kind", "Recipe", "transcode"]
