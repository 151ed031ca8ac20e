"""The engine's tasks: kept on disk (task_store), rendered in order of arrival (queue) by workers (executor).

What a worker runs is a RenderBackend; render_slots limit how many draw at once.
"""
