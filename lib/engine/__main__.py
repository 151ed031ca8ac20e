"""`python -m lib.engine`: serve the API alone. `--help` says how.

Every worker imports this module again, so it does nothing and imports nothing for them.
"""

import sys

if __name__ == "__main__":
    from lib.engine.cli.serve import main

    sys.exit(main())
