"""Which of the manifests that were kept a returned copy answers to."""

from restitution.remarks import Sent, SentPassage
from restitution.review.returned import Paragraph, Returned, Segment
from restitution.review.sent import answered


def sent(copy: str, text: str, *carried: str, build: str = "b1") -> Sent:
    return Sent(build=build, copy=copy, passages=[SentPassage(bookmark="gen_1", text=text)], carried=list(carried))


LETTER, REVIEW, PUBLICATION = (
    sent("", "Lettre de réponse."),
    sent("relecture/a", "Le bourg.", "k1"),
    sent("", "Le bourg."),
)
KNOWN = [LETTER, REVIEW, PUBLICATION]
SAID = [Paragraph(segments=[Segment("Le bourg.")])]


def test_a_copy_whose_manifest_was_lost_answers_to_that_of_its_build_and_name() -> None:
    own = Sent(build="b1", copy="relecture/a")
    assert answered(Returned(sent=own, paragraphs=SAID), KNOWN) == REVIEW


def test_of_several_files_of_a_build_the_one_that_says_most_of_it() -> None:
    found = answered(Returned(sent=Sent(build="b1"), paragraphs=SAID), KNOWN)
    assert found.passages == PUBLICATION.passages
