"""Where each mark of a returned copy belongs: its passage, its words, how sure that is (review §1, §4a).

The bookmarks that the copy still has come first, verified by the words; then the words alone, against the manifest
of what was sent. Below `remarks.SURE` a mark keeps its best guess, to be confirmed by a person.
"""

from __future__ import annotations

from restitution.remarks import Mark, Sent
from restitution.review.placing.copy import Copy
from restitution.review.placing.marking import Marking
from restitution.review.placing.untracked import untracked
from restitution.review.returned import Returned


def place(returned: Returned, sent: Sent) -> list[Mark]:
    """The marks of a copy, numbers left empty: what it holds in the order of the file, then untracked edits."""
    copy = Copy(returned, sent)
    return [*Marking(copy).marks(returned.marks), *untracked(copy)]
