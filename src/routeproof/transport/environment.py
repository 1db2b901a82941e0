"""Which environment variables a child process gets: all but those that hold secrets."""

from collections.abc import Callable, Collection, Mapping

_SECRET_ENDS = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_PASSWD", "_CREDENTIALS")


def is_named_like_a_secret(name: str) -> bool:
    """Whether a variable of this name is taken for a secret by its end; letter case makes no difference."""
    return f"_{name.upper()}".endswith(_SECRET_ENDS)


def without_secrets(
    environ: Mapping[str, str], is_secret: Callable[[str], bool], *, wanted: Collection[str] = ()
) -> dict[str, str]:
    """The variables that a child may see: no secret, except those that are `wanted` by their exact name."""
    return {name: value for name, value in environ.items() if name in wanted or not is_secret(name)}
