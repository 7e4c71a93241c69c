"""Python begins with this where the campaign of faults puts it on its path: from the Nth file on, no room."""

import errno
import fcntl
import os
from pathlib import Path

_count = Path(os.environ["DISQUE_PLEIN"]) if os.environ.get("DISQUE_PLEIN", "").startswith("/") else None
_fsync = os.fsync


def _full(descriptor: int) -> None:
    """Every write of ours that must last ends here (`store.write`)."""
    if _count is not None:
        with _count.open("r+b") as shared:
            fcntl.flock(shared, fcntl.LOCK_EX)
            left = int(shared.read() or b"0") - 1
            shared.seek(0)
            shared.truncate()
            shared.write(str(left).encode())
        if left <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    _fsync(descriptor)


os.fsync = _full
