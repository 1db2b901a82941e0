"""YAML, whatever it holds, as plain data that knows where each value was written, or as located problems."""

from routeproof.manifest.yaml.composer import MAX_DEPTH, MAX_PROBLEMS, Composed, compose
from routeproof.manifest.yaml.document import Document, Span, steps_of
from routeproof.manifest.yaml.phrase import LONGEST_VALUE, did_you_mean, in_quotes, quoted
from routeproof.manifest.yaml.scalars import YamlDialect
from routeproof.manifest.yaml.source import MAX_BYTES, decode, encode, read_bytes

__all__ = [
    # a file as text
    "MAX_BYTES",
    "decode",
    "encode",
    "read_bytes",
    # a text as a document
    "MAX_DEPTH",
    "MAX_PROBLEMS",
    "Composed",
    "YamlDialect",
    "Document",
    "Span",
    "compose",
    "steps_of",
    # its values in messages
    "LONGEST_VALUE",
    "did_you_mean",
    "in_quotes",
    "quoted",
]
