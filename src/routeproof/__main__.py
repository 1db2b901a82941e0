"""Where the command line starts, as `routeproof` and as `python -m routeproof`, before much is imported."""

import gc
import os
import sys

_OBJECTS = 50_000
"""How many objects may be made before the collector of cycles looks at them: hardly any is garbage, and a
command ends soon. Looking at every 700, as Python does, takes a twentieth of a check."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_OBJECTS)
    try:
        from routeproof import interrupt  # noqa: PLC0415 - the path must be right before

        interrupt.leave_at_once()
    except KeyboardInterrupt:
        os._exit(130)
    from routeproof.cli import main as run  # noqa: PLC0415 - Ctrl-C may come while it is imported

    try:
        run()
    finally:
        interrupt.leave_at_once()


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
    main()
