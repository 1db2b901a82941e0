"""Which environment variables a resolver gets: all but those that hold secrets."""

from collections.abc import Collection, Mapping

_SECRET_ENDS = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_PASSWD", "_CREDENTIALS")


def is_secret(name: str) -> bool:
    """Whether a variable of this name is taken for a secret; letter case makes no difference."""
    return f"_{name.upper()}".endswith(_SECRET_ENDS)


def without_secrets(
    environ: Mapping[str, str], *, credentials: Collection[str], wanted: Collection[str]
) -> dict[str, str]:
    """The variables that a resolver may see: no secret, except those that are `wanted` by their exact name.

    `credentials` are names that the registry knows as keys, in upper case: secrets whatever they end in.
    """
    return {
        name: value
        for name, value in environ.items()
        if name in wanted or not (is_secret(name) or name.upper() in credentials)
    }
