"""Where an editorial text belongs in the publication (domain §1.2, field `place`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from restitution.messages import folded
from restitution.settings import Settings

EDITORIAL: Final = "texte_editorial"
OPENING: Final = "edito"
_FORM: Final = re.compile(
    r"^(?:(?P<edito>edito\w*|avant propos|preface|mot du)\b"
    r"|(?P<chapo>chapo|chapeau|introduction|intro)\b"
    r"|(?P<synthese>synthese|resume|bilan)\b"
    r"|(?P<conclusion>conclusions?|en guise de conclusion)\b"
    r"|(?P<remerciements>remerciements?)\b)"
    r"(?: (?:de|du|d|des|sur|pour|a|au|aux|la|le|les|l|partie|theme|chapitre|fiche)\b)*(?P<about>.*)$"
)


def place_of(texts: Iterable[str], settings: Settings) -> str:
    """« edito », « chapo:themes », « synthese:logement », « conclusion » or « remerciements ».

    `texts`: the note's field, its file's name, its title; the first that says a place is obeyed. Empty for a chapô
    or a synthesis of something that the publication does not have; an editorial when nothing is said.
    """
    parts = {name: part.partie for part in settings.parts for name in (part.partie, part.titre)}
    themes = {name: theme.cle for theme in settings.themes for name in (theme.cle, theme.titre)}
    for text in texts:
        match = _FORM.match(folded(text))
        if match is None:
            continue
        if match["chapo"] or match["synthese"]:
            key = _named(match["about"], parts if match["chapo"] else {**parts, **themes})
            return f"{'chapo' if match['chapo'] else 'synthese'}:{key}" if key else ""
        return next(place for place in (OPENING, "conclusion", "remerciements") if match[place])
    return OPENING


def _named(about: str, keys: Mapping[str, str]) -> str:
    """Key of the part or theme that a few words name: by its key or title, else the only one they are part of."""
    words = folded(about)
    known = {folded(name): key for name, key in keys.items()}
    if words in known:
        return known[words]
    near = {key for name, key in known.items() if words and set(words.split()) <= set(name.split())}
    return near.pop() if len(near) == 1 else ""
