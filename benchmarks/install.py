"""What `make` prepares once, with nothing prepared before: python -m benchmarks.install

Kernels are compiled and scenery is drawn into an empty folder by a process of their own.
"""

from __future__ import annotations

import sys
import tempfile

from benchmarks.cost import measure_command

PREPARE = [sys.executable, "-m", "lib.engine.prepare"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        places = {"ENGINE_CACHE_DIR": folder, "NUMBA_CACHE_DIR": f"{folder}/kernels"}
        print(f"  all of it               {measure_command(PREPARE, **places)}")
        print(f"  when it is done already {measure_command(PREPARE, **places)}")


if __name__ == "__main__":
    main()
