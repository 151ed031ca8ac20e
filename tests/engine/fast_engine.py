"""`python -m tests.engine.fast_engine`: the engine's own command, with the fast backend."""

import sys

if __name__ == "__main__":
    from lib.engine.cli.serve import main
    from tests.engine.fast_backend import FAST

    sys.exit(main(backend=FAST))
