"""K9: each file is cited, or set aside with a reason; each word is accounted for."""

from __future__ import annotations

from restitution.checks.check import Found, Point
from restitution.messages import plural
from restitution.model import Balance, SourceStatus

READ = frozenset({"taken", "superseded"})
"""States of the files whose words are counted."""


def words_kept(balance: Balance) -> Found:
    """Never waived: a loss is no matter of opinion."""
    troubles = {source.path: _troubles(source) for source in balance.sources}
    lost = sum(map(bool, troubles.values()))
    message = (
        f"{plural(lost, 'fichier')} sur {len(troubles)} : pas repris en entier."
        if lost
        else "Chaque fichier est repris ou mis de côté avec un motif, mot pour mot."
    )
    return Found(
        id="K9",
        level="error",
        when="always",
        message=message,
        points=[Point(text=f"{path} : {told}", case=path) for path, all_ in troubles.items() for told in all_],
        remedy="Enregistrez-le en .docx, .odt ou .md ; inutile : restitution classify FICHIER --exclure",
    )


def _troubles(source: SourceStatus) -> list[str]:
    """Why a file is not accounted for."""
    found = [finding.message for finding in source.findings if finding.level == "error"]
    if source.state not in READ:
        return found if source.reason else ["ni repris, ni mis de côté avec un motif", *found]
    if not adds_up(source.words_in, source.words_note, source.words_not_taken):
        found.append("mots lus et mots du fichier diffèrent")
    if not adds_up(source.words_note, source.words_published, source.words_withheld):
        found.append("mots publiés et mots lus diffèrent")
    return found


def adds_up(total: int | None, *parts: int | None) -> bool:
    """Whether a sum of words holds."""
    return total is not None and total == sum(part or 0 for part in parts)
