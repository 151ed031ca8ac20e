"""Streamlit's front end, made lighter: a third of the bytes, sent once, and dark from the first paint.

source      its files, where Streamlit was installed
shell       its one HTML page with our title, background, style and script
icons       its icon font with the icons that are used, a tenth of it
compressed  its scripts and styles as brotli and gzip, made once and kept

`python -m lib.web.front_end` makes all of that ahead of the first visitor; `make setup` does so.
"""
