"""The policy workspace: finds its root, reads its folders once, and judges them."""

from routeproof.workspace.files import Workspace, find_root, open_workspace
from routeproof.workspace.gate import check, run_checks, subject_of

__all__ = ["Workspace", "check", "find_root", "open_workspace", "run_checks", "subject_of"]
