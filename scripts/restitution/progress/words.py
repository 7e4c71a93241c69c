"""French words of the progress: counts and times."""

from __future__ import annotations

from math import ceil

from restitution.messages import number, plural
from restitution.progress.stages import Stage, Work


def counted(stage: Stage, work: Work) -> str:
    """« Lit les notes 12/32 »: files where they are known, else lots or outputs; nothing for what runs once."""
    if files := work.files_of(stage):
        return f"{stage.title} {stage.files_done}/{files}"
    return f"{stage.title} {stage.done}/{stage.wanted}" if stage.wanted > 1 else stage.title


def seconds_told(seconds: float) -> str:
    """« 3,2 s », « 48 s », « 2 min 5 s »."""
    if seconds < 10:
        return f"{number(seconds, 0 if seconds == int(seconds) else 1)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def left_told(seconds: float | None) -> str:
    """« encore 40 s environ »; empty when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 5:
        return "bientôt fini"
    if seconds < 90:
        return f"encore {ceil(seconds / 10) * 10} s environ"
    return f"encore {plural(ceil(seconds / 60), 'minute')} environ"
