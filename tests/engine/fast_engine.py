"""`python -m tests.engine.fast_engine`: the engine's own command, with the fast workshop."""

import sys

if __name__ == "__main__":
    from lib.engine.command import main
    from tests.engine.fast_workshop import FAST

    sys.exit(main(workshop=FAST))
