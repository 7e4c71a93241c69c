"""Python begins with this where the campaign of faults puts it on its path: from one write of a job on, no room.

The file that `DISQUE_PLEIN` names takes a line for each write: the first result of the job that writes. Once the
job of `DISQUE_PLEIN_POUR` has written `DISQUE_PLEIN_RANG` times, that write and all that follow fail.
"""

import errno
import fcntl
import os
import sys
from pathlib import Path

_journal = Path(os.environ["DISQUE_PLEIN"]) if os.environ.get("DISQUE_PLEIN", "").startswith("/") else None
_job, _rank = os.environ.get("DISQUE_PLEIN_POUR", ""), int(os.environ.get("DISQUE_PLEIN_RANG", "0"))
_fsync = os.fsync


def _job_here() -> str:
    """The job that writes, by its first result; « plan » outside every job."""
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "run" and frame.f_globals.get("__name__") == "restitution.stages.job":
            return str(frame.f_locals["outputs"][0])
        frame = frame.f_back
    return "plan"


def _full(descriptor: int) -> None:
    """Every write of ours that must last ends here (`store.write`)."""
    if _journal is not None:
        with _journal.open("a+", encoding="utf-8") as shared:
            fcntl.flock(shared, fcntl.LOCK_EX)
            shared.write(f"{_job_here()}\n")
            shared.seek(0)
            is_full = 0 < _rank <= shared.read().split().count(_job)
        if is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    _fsync(descriptor)


os.fsync = _full
