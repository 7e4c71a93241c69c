"""Words that open a line before a colon and are nobody's name (« Rien : », « Question ouverte : »)."""

from __future__ import annotations

from restitution.people.circle import words_of
from restitution.people.forms import CIVILITIES, plain
from restitution.people.words import everyday, first_names


def only_words(name: str) -> bool:
    """Whether a name is ordinary words alone, none of them a first name, and no civility announces it.

    Of somebody called so (« Marchand : ») something else has to say it: a list, a civility, the register.
    """
    words = words_of(name)
    if not words or plain(name).split()[0].strip(".").casefold() in CIVILITIES:
        return False
    return all(word in everyday() and word not in first_names() for word in words)
