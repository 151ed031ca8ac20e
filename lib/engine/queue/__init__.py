"""Tasks: accepted means on disk (folder), drawn in order of arrival (line), by workers (pool).

What a worker does, and how else it could be done, is in render_backend.
"""
