"""Files that a command leaves behind: written whole or not at all."""

from pathlib import Path

import click


def write_file(path: Path, content: str | bytes) -> bool:
    """Write the file whole or not at all; False when it already held exactly that.

    The content goes to a temporary file in the same folder, which then takes the name: a reader, or a
    second run, never sees half of it. A link stays a link; a device or a pipe takes the bytes as they come.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
            path.write_bytes(data)
            return True
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path.resolve(), data)
    except OSError as error:
        # A full disk names no file, and a draft's name means nothing to anybody.
        error.filename = str(path)
        raise
    return True


def _replace(path: Path, data: bytes) -> None:
    import secrets  # noqa: PLC0415 - start-up

    draft = path.with_name(f".routeproof-{secrets.token_hex(8)}")
    try:
        # Not `tempfile`: its files ignore the umask, and nobody else could read the report.
        with open(draft, "xb") as file:
            file.write(data)
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_output(root: Path, file: str, content: str | bytes) -> None:
    """Write `file` of the workspace and say on standard error whether it changed."""
    changed = write_file(root / file, content)
    click.echo(f"{'wrote' if changed else 'unchanged'} {file}", err=True)
