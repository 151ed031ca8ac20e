"""`python -m tests.engine.fast_engine`: the engine's own command, with the fast renderer."""

import sys

if __name__ == "__main__":
    from lib.engine.command import main
    from tests.engine.fast_renderer import FAST

    sys.exit(main(renderer=FAST))
