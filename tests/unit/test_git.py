"""What may be a revision: the same for a file and for a whole folder, and never an option or a path."""

from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.workspace.git import exported, file_at


@pytest.mark.parametrize("ref", ["", "-x", "--output=f", "HEAD:checks", ":0"])
def test_what_is_no_revision_is_refused_before_git_is_asked(ref: str, tmp_path: Path) -> None:
    no_clone = tmp_path / "no-such-clone"
    with pytest.raises(InputError, match=f"^`{ref}` is no git revision\n  hint: name a commit"):
        file_at(no_clone, ref, "a.yaml")
    with pytest.raises(InputError, match=f"^`{ref}` is no git revision\n  hint: name a commit"):
        exported(no_clone, ref, tmp_path)
