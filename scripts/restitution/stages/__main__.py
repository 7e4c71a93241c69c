"""`python -m restitution.stages NAME [INPUT…] -- OUTPUT…`: one job (see `job`), by the server if any.

It starts once a job: nothing is loaded that may not be needed.
"""

import os
import sys

from restitution.forkserver import ADDRESS


def main(arguments: list[str]) -> int:
    """Exit code of the job."""
    if ADDRESS in os.environ:
        from restitution.forkserver.asking import ask  # noqa: PLC0415

        code = ask(arguments)
        if code is not None:
            return code
    from restitution.stages.job import do  # noqa: PLC0415

    return do(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
