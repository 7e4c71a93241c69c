"""Proposes quotations: of each transcript the turns, or the sentences of a turn, that may stand alone on a page.

A score orders them; the editor chooses. Left out: questions, noise of the room (« [rires] »), masked words, talk
about the recording, and whatever says who leads the meeting or a person who asked not to be quoted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from restitution.assembly.quotes import Quote, Saying, sayings
from restitution.assembly.transcripts import is_transcript, is_turn
from restitution.messages import folded
from restitution.model import ANYBODY, Choice, Note
from restitution.settings import Settings

FEWEST, MOST = 12, 60
"""Words of a quotation."""
BEST: Final = range(14, 36)
AT_MOST = 8
"""Proposals for a transcript."""
BY_SPEAKER = 2
STRONG_ENOUGH = 2.0

_END: Final = re.compile(r"(?<=[.!…])[»”\u00a0\u202f]*\s+")
_UNFIT: Final = re.compile(r"[?\[\]\ufffc]|—$|…$|\beuh\b|\b\d{5,}\b|https?:|@", re.IGNORECASE)
_MEETING: Final = re.compile(
    r"\b(enregistr\w*|transcri\w*|micro|ordre du jour|tour de table|je note|notez|je recapitule|on se revoit|"
    r"compte rendu|montage|mon numero|ecran|je coupe|du bruit|laisse moi finir)\b"
)
_REFUSES: Final = re.compile(
    r"\b(?:ne|n) (?:pas )?(?:me |m |etre )cite\w*|\bpas etre cite\w*|\bje l ai pas\b.{0,40}\bsigne\b"
)
_VERB: Final = re.compile(
    r"\b(est|sont|etait|a|ai|as|ont|avons|avez|avait|fait|font|faut|va|vont|vais|peut|peux|veut|veux|dit|dis|sait|"
    r"sais|tient|vient|manque|reste|paie|vit|vivent|sera|serait|\w{3,}(?:ons|ez|ait|aient|era|eront|erait))\b"
)
_OPINION: Final = re.compile(
    r"\b(crains?|crois|pense|espere|veux|voudrais|prefere|refuse|regrette|peur|envie|honte|fier|fiere|colere|contre|"
    r"accord|tort|raison|faut|faudrait|manque|jamais|toujours|personne|rien|trop|seul|seule|vrai|vraiment|juste|"
    r"besoin|droit|perdu|perd|gagne|vaut|prix|sert|vie|vit|vivre|mourir|rester|partir)\b"
)
_TURN_OF_MIND: Final = re.compile(
    r"\b(mais|sauf|plutot|sinon|sans|pourtant|au lieu|avant de|tant que|des que|si)\b"
)
_ANTITHESIS: Final = re.compile(r"\b(?:c est|ce n est) pas\b.{2,60}\bc est\b|\bpas\b.{2,30}\bmais\b")
_FIRST_PERSON: Final = re.compile(r"\b(je|j|moi|nous|on|notre|nos|mon|ma|mes)\b")
_FIRM: Final = re.compile(r"\b(ben|hein|bah|ok|d accord|enfin|voila|quoi|bon)\b")

Speaker = Callable[[str, str], str]
"""A note's path and a place in it -> who speaks there, as the transcript says it; used to spread, never shown."""


class _Candidate(msgspec.Struct, frozen=True):
    saying: Saying
    speaker: str
    text: str
    score: float


def proposals(
    notes: Iterable[Note],
    quotes: Iterable[Quote],
    settings: Settings,
    speaker: Speaker,
    is_named: Callable[[str, str], bool],
) -> list[Choice]:
    """Lines for the editor's table, the strongest turns of each transcript.

    `quotes`: those that are chosen already, each in the place of a proposal; `is_named`: path and text -> whether
    the text names one of the note's people.
    """
    found: list[Choice] = []
    chosen = {quote.saying.leaf for quote in quotes}
    for note in notes:
        if not is_transcript(note):
            continue
        turns = [one for one in sayings([note]) if is_turn(one.passage)]
        free = [one for one in _candidates(turns, speaker) if one.saying.leaf not in chosen]
        best = _strongest(one for one in free if not is_named(note.path, one.text))
        left = AT_MOST - sum(turn.leaf in chosen for turn in turns)
        found += [_line(one, settings) for one in best[: max(left, 0)]]
    return found


def _candidates(turns: Sequence[Saying], speaker: Speaker) -> list[_Candidate]:
    spoken: dict[str, list[Saying]] = {}
    for turn in turns:
        spoken.setdefault(speaker(turn.note.path, turn.where), []).append(turn)
    silent = {_leader(spoken)} | {who for who, said in spoken.items() if _refuses(said)}
    return [
        _Candidate(turn, who, text, _score(text))
        for who, said in spoken.items()
        if not who or who not in silent
        for turn in said
        if (text := _best_piece(turn.text))
    ]


def _leader(spoken: Mapping[str, Sequence[Saying]]) -> str:
    """Who asks most of the questions, when somebody leads the talk."""
    questions = Counter({who: sum(turn.text.count("?") for turn in said) for who, said in spoken.items() if who})
    who, most = questions.most_common(1)[0] if questions else ("", 0)
    return who if len(spoken) > 2 and most * 3 >= questions.total() > 2 else ""


def _refuses(said: Sequence[Saying]) -> bool:
    """Whether somebody asks not to be quoted, or has no authorisation to be."""
    return any(_REFUSES.search(folded(turn.text)) for turn in said)


def _best_piece(text: str) -> str:
    """The whole sentences in a row that make the strongest quotation of a turn; empty when none is fit."""
    ends = [found.end() for found in _END.finditer(text)]
    starts, stops = [0, *ends], [*ends, len(text)]
    fit = [piece for n, start in enumerate(starts) for piece in _pieces(text, start, stops[n:]) if _is_fit(piece)]
    return max(fit, key=lambda piece: (_score(piece), -len(piece)), default="")


def _pieces(text: str, start: int, stops: Iterable[int]) -> Iterator[str]:
    """The text from `start` to each of `stops`, until it is longer than a quotation."""
    for stop in stops:
        piece = text[start:stop].strip()
        if len(folded(piece).split()) > MOST:
            return
        yield piece


def _is_fit(piece: str) -> bool:
    plain = folded(piece)
    return (
        FEWEST <= len(plain.split()) <= MOST
        and piece[:1].isupper()
        and piece[-1:] in ".!…»"
        and not _UNFIT.search(piece)
        and not _MEETING.search(plain)
        and bool(_VERB.search(plain))
    )


def _score(piece: str) -> float:
    plain = folded(piece)
    count = len(plain.split())
    return (
        min(len(set(_OPINION.findall(plain))), 4)
        + 0.8 * min(len(_TURN_OF_MIND.findall(plain)), 2)
        + 1.5 * bool(_ANTITHESIS.search(plain))
        + 0.7 * _repeats(plain)
        + 0.5 * bool(_FIRST_PERSON.search(plain))
        + (0.7 if count in BEST else 0.0)
        - 0.8 * len(_FIRM.findall(plain))
        - 0.03 * max(count - BEST.stop, 0)
    )


def _repeats(plain: str) -> bool:
    """Whether a word that says something comes twice: « on manque pas de portes, on manque de gens »."""
    return any(times > 1 and len(word) > 4 for word, times in Counter(plain.split()).items())


def _strongest(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The strongest, a few of each speaker."""
    kept: list[_Candidate] = []
    count: Counter[str] = Counter()
    for one in sorted(candidates, key=lambda c: (-c.score, c.saying.where, c.text)):
        if (
            one.score >= STRONG_ENOUGH
            and len(kept) < AT_MOST
            and (not one.speaker or count[one.speaker] < BY_SPEAKER)
        ):
            kept.append(one)
            count[one.speaker] += 1
    return kept


def _line(one: _Candidate, settings: Settings) -> Choice:
    note, passage = one.saying.note, one.saying.passage
    return Choice(
        fichier=note.path,
        repere=one.saying.where,
        qui=one.saying.label if settings.noms == "masques" else ANYBODY,
        texte=one.text,
        themes=", ".join(passage.themes or note.themes),
        territoire=", ".join(passage.territories or note.territories),
    )
