"""Lujiazui at night, seen across the Huangpu from the Bund; `lujiazui` puts it together."""
