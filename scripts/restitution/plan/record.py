"""What one build works from, decided before anything runs and written down: `plan.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from restitution import store
from restitution.intake.classification import Row
from restitution.model import Choice, Finding, Photo, Shown, Source
from restitution.plan import copies, handouts, site
from restitution.plan.outputs import (
    ANNEXES,
    DOCUMENT,
    LETTER,
    OF_ANNEXES,
    OF_ANSWER,
    OF_MEETING,
    OFFERED,
    PAGE,
    SLIPS,
    downloads_of,
    file_of,
    original_of,
)
from restitution.settings import Settings


class Tables(msgspec.Struct, frozen=True):
    """What the editor's tables say: quotations that she chose, what she says of pictures, what is odd in them."""

    choices: list[Choice] = []
    photos: list[Photo] = []
    trouble: list[Finding] = []
    shown: list[Shown] = []
    """What the slides must show, or not."""
    about_shown: list[Finding] = []
    """What is odd in that table: it changes nothing of the documents."""


LONG: Final = 1_000
"""Files of a project beyond which its stages take the machine one after another."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that one build works from. Stages read it instead of the project."""

    project: str
    settings: Settings
    sources: dict[str, list[Source]]
    """By lot."""
    classification: list[Row]
    tables: str = ""
    """sha256 of `Tables`, in the store: it quotes people, which no working file but the store may do for long."""
    templates: dict[str, str]
    """Name below `templates/` -> sha256 in the store."""
    replaced: dict[str, str] = {}
    """Those of the project's own -> sha256 of the shipped one that each replaces, in the store."""
    register: str = ""
    """sha256 of the register of people, in the store."""
    withdrawn: bool = False
    """Whether it holds somebody who withdrew: what remarks quote is then compared with what notes say of her."""
    anchors: str
    """sha256 of the passage ids that this build starts from, in the store; empty for none."""
    journal: dict[str, str] = {}
    """Path below `sources/relectures/` of what remarks and decisions follow from -> sha256 in the store."""
    sent: dict[str, str] = {}
    """Folder of a returned copy -> its manifest, what it held when it was sent: sha256 in the store."""
    source_date_epoch: str
    """The date that outputs must show, in seconds, when the environment gives one; else empty."""
    outputs: list[str]
    """Names of the outputs that this build writes."""
    checked: list[str] = []
    """Names of the publications that a whole build writes: what the dashboard's checks look at."""
    returns: bool = False
    """Whether it writes the contributors' pages."""
    shows: bool = False
    """Whether it writes the dashboard."""
    beside: dict[str, str] = {}
    """Once somebody withdrew: path in the project of what people's words stay in beside the notes -> sha256."""
    edition: dict[str, str] = {}
    """Of the last edition: its record and what it sent -> sha256 in the store; empty for none."""
    strict: bool = False
    """Whether every check that stops a publication stops this one."""
    keys: dict[str, str]
    """Path of each result below `.restitution/` -> its key."""
    said: list[str] = []
    """Which notes wait behind a bon à tirer, what has gone from the editor's tables since they were last looked
    at, what of `templates/` does not serve: told once, in no key."""

    @property
    def lots(self) -> list[str]:
        """The lots, in order."""
        return sorted(self.sources)

    @property
    def is_long(self) -> bool:
        """Whether its documents are so long that two stages that read them whole need too much memory together."""
        return sum(map(len, self.sources.values())) > LONG

    def each_lot(self, pattern: str) -> list[str]:
        """`pattern` with the name of every lot: what a rule that gathers asks for."""
        return [pattern.format(lot=lot) for lot in self.lots]

    def notes_of_withdrawn(self) -> list[str]:
        """The notes, when what somebody says in them must not stand in remarks and corrections either."""
        return self.each_lot("notes/{lot}.jsonl") if self.withdrawn else []

    def publishes(self) -> dict[str, str]:
        """File of `output/` -> the key that it must have been published for."""
        return {file_of(word): self.keys[f"verified/{original_of(word)}.json"] for word in self.outputs}

    def document_of(self, output: str) -> str:
        """The assembled document that an output is written from."""
        output = original_of(output)
        if output in site.OWN:
            return site.document_of(output)
        if output in OF_ANSWER:
            return LETTER
        if handouts.is_handout(output):
            return handouts.document_of(output)
        if copies.is_copy(output):
            return copies.document_of(output)
        return OF_MEETING.get(output) or (ANNEXES if output in OF_ANNEXES.values() else DOCUMENT)

    def written(self, output: str) -> str:
        """The file of an output before it is published."""
        return f"build/{file_of(original_of(output))}"

    @property
    def made(self) -> list[str]:
        """The outputs that are written: the site's copies of others are not."""
        return list(dict.fromkeys(map(original_of, self.outputs)))

    def each_output(self, pattern: str) -> list[str]:
        """`pattern` with every output that this build writes: its name, and its file."""
        return [pattern.format(output=output, file=file_of(output)) for output in self.made]

    def each_download(self, pattern: str) -> list[str]:
        """The same with every output that the web site gives copies of."""
        return [pattern.format(output=output, file=file_of(output)) for output in downloads_of(self.settings)]

    def each_copy(self, pattern: str) -> list[str]:
        """The same with every copy to review."""
        return [pattern.format(output=copy, file=file_of(copy)) for copy in self.copies]

    @property
    def copies(self) -> list[str]:
        """The copies to review that it writes."""
        return [output for output in self.outputs if copies.is_copy(output)]

    @property
    def handouts(self) -> list[str]:
        """What a meeting hangs and hands out, of those that it writes or checks."""
        wanted = {*self.made, *self.checked}
        return [one for one in handouts.every_handout(self.settings) if one in wanted]

    def each_handout(self, pattern: str) -> list[str]:
        """`pattern` with each of them: its name, its document."""
        return [pattern.format(output=one, document=handouts.document_of(one)) for one in self.handouts]

    def supports(self) -> list[str]:
        """The documents that they are written from."""
        return list(dict.fromkeys(self.each_handout("{document}")))

    def left_out(self) -> list[str]:
        """Where it is told what they have no room for, or should say."""
        return [handouts.LEFT_OUT] * bool(self.handouts)

    @property
    def serves_a_meeting(self) -> bool:
        """Whether it writes slides, or what is handed out."""
        return any(one in OF_MEETING or handouts.is_handout(one) for one in self.made)

    def offered(self) -> list[str]:
        """What the build proposes to show at a meeting, when it writes for one."""
        return [OFFERED] if self.serves_a_meeting else []

    def slips(self) -> list[str]:
        """What the contributors' pages are published from, when this build writes them."""
        return [SLIPS] if self.returns else []

    def dashboard(self) -> list[str]:
        """What the team's page is published from, when this build writes it."""
        return [PAGE] if self.shows else []

    def each_checked(self, pattern: str) -> list[str]:
        """`pattern` with every output that the dashboard's checks look at."""
        return [pattern.format(output=output) for output in self.checked]

    @property
    def publishes_something(self) -> bool:
        """Whether this build writes anything that is published."""
        return bool(self.outputs or self.returns or self.shows)


def load(work: Path) -> Plan:
    """The plan of the build in progress, or of the last one."""
    return msgspec.json.decode((work / "plan.json").read_bytes(), type=Plan)


def stamp(work: Path, result: str, key: str) -> None:
    """Say that `result` is whole and was made for `key`."""
    store.write(work / "stamps" / result, f"{key} {store.sha256_of(work / result)}".encode())
