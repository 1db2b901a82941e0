"""`routeproof connections prove`: every state of every entry, and who pays in each."""

from pathlib import Path

import click

from routeproof.bindings.prove import Proof, Violation, prove
from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.configuring import read_filed, readable
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Asked, FileVerb, verb
from routeproof.cli.options import option
