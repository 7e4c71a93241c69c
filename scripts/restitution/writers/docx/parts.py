"""Parts of a Word package, which several rooms add to: see `ooxml.parts`."""

from restitution.ooxml.parts import (
    CONTENT_TYPES,
    DOCUMENT,
    add_part,
    drop_part,
    relate,
    relate_office,
    serialise,
    set_type,
)

__all__ = [
    "CONTENT_TYPES",
    "DOCUMENT",
    "add_part",
    "drop_part",
    "relate",
    "relate_office",
    "serialise",
    "set_type",
]
