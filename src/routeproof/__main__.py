"""`python -m routeproof`: the command line where no script folder is on the path."""

import os
import sys


def _leave_current_folder_out() -> None:
    """Take off the path what `python -m` has put first: a `yaml.py` in the current folder is not ours.

    What PYTHONPATH names stays. Python itself has imported a few modules by now, which nobody can prevent.
    """
    try:
        folder = os.getcwd()
    except OSError:  # it is gone, and so not on the path
        return
    if not sys.flags.safe_path and sys.path[:1] == [folder]:
        del sys.path[0]


if __name__ == "__main__":
    _leave_current_folder_out()
    from routeproof.cli import main

    main()
