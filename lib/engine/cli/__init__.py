"""The engine's two commands: `serve` (python -m lib.engine), `render` (python -m lib.engine.render)."""
