"""The templates of the desk, and what each of them may say."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from restitution.desk.guard import FIELD, HEADER, Keys
from restitution.errors import RestitutionError
from restitution.messages import number, plural
from restitution.resources import home
from restitution.webpage import THIN_SPACE, style_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from restitution.desk.asked import Asked, Page
    from restitution.desk.project import Desk

HERE: Final = Path(__file__).parent
FRAME: Final = "frame.html.j2"
SHARED: Final = ("html/page.css", "tableau/tableau.css")
"""The look of the web page and of the dashboard, which the desk has too."""
OWN: Final = "bureau.css"


class Views:
    """Renders pages and parts of pages."""

    def __init__(self, pages: Sequence[Page], keys: Keys) -> None:
        self._pages = pages
        self._templates = Environment(
            loader=FileSystemLoader([HERE / "pages", HERE / "frame"]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        field = Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, keys.csrf)
        self._templates.globals |= {
            "csrf": lambda: field,
            "entete": f'{{"{HEADER}": "{keys.csrf}"}}',
            "nombre": number,
            "pluriel": plural,
        }

    def page(self, asked: Asked, template: str, status: int, words: Mapping[str, Any]) -> Response:
        """A template in the frame of all pages."""
        inside = self._templates.get_template(template).render(asked=asked, **words)
        plan = asked.desk.plan()
        path = asked.request.url.path
        here = max((page for page in self._pages if path.startswith(page.address)), key=_length, default=None)
        return HTMLResponse(
            self._templates.get_template(FRAME).render(
                asked=asked,
                inside=Markup(inside),  # noqa: S704 rendered and escaped by the same environment
                pages=self.waits(asked.desk),
                here=here,
                project=plan.settings.projet.titre if plan else asked.desk.project.name,
                title=words.get("title") or (here.title if here else "Le bureau"),
            ),
            status,
        )

    def waits(self, desk: Desk) -> list[tuple[Page, int]]:
        """How many things of each page wait for the editor."""
        return [(page, _waiting(page, desk)) for page in self._pages]

    def part(self, asked: Asked, template: str, status: int, words: Mapping[str, Any]) -> Response:
        """A template alone."""
        return HTMLResponse(self._templates.get_template(template).render(asked=asked, **words), status)


def _waiting(page: Page, desk: Desk) -> int:
    """How many things of a page wait; none is told where that is not known yet."""
    with suppress(RestitutionError, OSError):
        return page.waiting(desk) if page.waiting else 0
    return 0


def _length(page: Page) -> int:
    return len(page.address)


def style() -> bytes:
    """The one style sheet of the desk."""
    shipped = {name: (home() / "templates" / name).read_bytes() for name in (*SHARED, THIN_SPACE)}
    own = (HERE / "static" / OWN).read_text("utf-8")
    return f"{style_of(shipped, *SHARED)}\n{own}".encode()
