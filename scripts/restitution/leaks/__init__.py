"""Looks into every part of a finished file for names that must not be there.

A second eye: it shares nothing with `people`, which masks, nor with the writers. It knows of the register what
`records.Wanted` says, works out by itself who may be named and how a name is written, and opens each kind of
file with readers of its own.
"""

from restitution.leaks.look import leaks_in
from restitution.leaks.records import Contacts, Leak, Someone, Wanted
from restitution.leaks.search import Searcher

__all__ = ["Contacts", "Leak", "Searcher", "Someone", "Wanted", "leaks_in"]
