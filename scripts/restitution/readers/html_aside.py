"""What of a web page is no text of the note, and why; and the words that it takes along."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml.etree import _Element as Element

from restitution.model import NotTakenReason
from restitution.readers.html_page import BLOCKS, CUT

CODE: Final = frozenset({"script", "style", "xml"})
FALLBACKS: Final = frozenset(
    {
        "applet",
        "audio",
        "canvas",
        "embed",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "template",
        "video",
    }
)
"""Elements whose text is for programmes that cannot show them."""
FOREIGN: Final = frozenset({"applet", "audio", "embed", "iframe", "object", "video"})
"""Elements that another server, or a programme, would fill."""
CONTROLS: Final = frozenset(
    {"button", "datalist", "meter", "optgroup", "option", "progress", "select", "textarea"}
)
TECHNICAL: Final = frozenset({"annotation", "annotation-xml", "rp", "title", "svg"})
SPOKEN: Final = ("alt", "title", "placeholder", "summary", "label")
"""Attributes that hold words of a person."""
FIELDS: Final = frozenset({"", "text", "search", "email", "url", "tel", "number", "date", "submit", "button"})

CONTENT: Final = frozenset({"main", "article"})
FURNITURE: Final = frozenset({"nav", "header", "footer", "aside", "dialog", "menu"})
"""Parts of a site that are on all its pages, when they stand outside of its content."""
ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "search", "alertdialog", "dialog", "toolbar"})
RESIDUE: Final = frozenset(
    """ariane banniere breadcrumb breadcrumbs consent cookie cookies filariane gdpr navbar navigation newsletter
    pager pagination partage partager postnav rgpd share sharedaddy sharing sidebar skiplink skiplinks social
    socials tarteaucitron toolbar""".split()  # noqa: SIM905
)
"""Words of class or id by which sites name what is no content."""
RESIDUE_TEXT: Final = re.compile(
    r"(?:partager|partagez)(?: (?:sur|cet article|cette page|par|via)\b.{0,60})?"
    r"|imprimer(?: (?:cet|cette|la)\b.{0,30})?"
    r"|retour (?:en haut|à l'accueil|au sommaire|à la liste)(?: de (?:la )?page)?"
    r"|aller au (?:contenu|menu)(?: principal)?"
    r"|(?:tout |j')?accepter?(?: (?:tous )?les cookies)?|tout refuser|(?:gérer|paramétrer) les cookies"
    r"|tweeter|envoyer par (?:e-?mail|courriel)|(?:page |article )?(?:précédente?|suivante?)"
    r"|(?:vous êtes ici ?: ?)?accueil(?: ?[>›»/→] ?.{1,80})+",
    re.IGNORECASE,
)
ELSEWHERE: Final = re.compile(
    r"(?:à lire|à voir|à consulter|lire|voir) (?:aussi|également|ensuite)"
    r"|(?:articles?|contenus?|pages?|actualités?)"
    r" (?:liée?s?|similaires?|récente?s?|associée?s?|précédente?s?|suivante?s?)"
    r"|sur le même (?:sujet|thème)"
    r"|dans la même (?:rubrique|catégorie)"
    r"|(?:ces articles|cela) (?:peuvent|pourraient|peut) (?:aussi )?vous intéresser",
    re.IGNORECASE,
)
"""How a site heads its links to its other pages."""
_CONTENTS: Final = re.compile(r"\bMsoToc(?:\d|Heading)\b|^Table of Contents\d*$", re.IGNORECASE)
MOST_WORDS: Final = 120
"""More words than a banner or a line of links has: then its class says something else."""
_HIDING: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)\b", re.IGNORECASE
)
_HEADS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "b", "span"})
_MARK: Final = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[a-z]{1,4}\d{0,3}|[*†‡]{1,3})\s*[\])]?|↩\ufe0e?|↑|\^", re.IGNORECASE
)
_WORD: Final = re.compile(r"[a-z]+")


def name(element: Element) -> str:
    """Tag of an element; nothing for a comment."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def attribute(element: Element, key: str) -> str:
    """Value of an attribute, without the signs of ours that may stand in it."""
    return (element.get(key) or "").replace(CUT, "")


def comment_reason(text: str) -> NotTakenReason:
    """A person's comment is a sentence; the rest are marks of programmes."""
    text = text.strip()
    is_mark = text.startswith(("[", "/", "#")) or "<" in text or len(text.split()) < 2
    return "balise" if is_mark else "commentaire"


def reason_of(element: Element, *, is_page: bool) -> NotTakenReason | None:  # noqa: PLR0911 one line a reason
    """Why the note leaves an element out; None when it is text. `is_page`: residue of a site is looked for."""
    tag = name(element)
    style = attribute(element, "style")
    if tag in CODE:
        return "balise"
    if tag in FALLBACKS or element.get("hidden") is not None or _HIDING.search(style):
        return "texte masqué"
    if tag in TECHNICAL:
        return "champ technique"
    if tag in CONTROLS:
        return "résidu d'export"
    if tag in {"p", "div"} and _CONTENTS.search(f"{attribute(element, 'class')}{attribute(element, 'id')}"):
        return "champ technique"  # a table of contents, which the publication makes itself
    if tag == "del" and (element.get("datetime") or element.get("cite")):
        return "texte supprimé"
    if "mso-element:comment" in style.lower().replace(" ", ""):
        return "commentaire"
    if tag == "div" and attribute(element, "title").lower() in {"header", "footer"}:
        return "en-tête ou pied répété"  # so LibreOffice writes those of the page
    if "mso-list:ignore" in style.lower().replace(" ", ""):
        return "balise"
    return "résidu d'export" if is_page and _is_residue(element, tag) else None


def _is_residue(element: Element, tag: str) -> bool:
    if tag not in BLOCKS or tag in {"html", "body", "head"}:
        return False
    if tag == "nav":
        return True
    role = attribute(element, "role").lower()
    if tag in FURNITURE or role in ROLES:
        return not _in_content(element) and not _holds_title(element)
    said = f"{attribute(element, 'class')} {attribute(element, 'id')}".lower().replace("fil-d-ariane", "ariane")
    if not RESIDUE.isdisjoint(_WORD.findall(said)):
        return not _holds_title(element) and _is_short(element)
    if tag in {"section", "div", "aside"} and _leads_elsewhere(element):
        return True
    return tag in {"p", "div", "li", "ul"} and _says_residue(element)


def _leads_elsewhere(element: Element) -> bool:
    """Whether a block is a heading like « À lire aussi » and links."""
    first = next((child for child in element if name(child)), None)
    if (
        first is None
        or name(first) not in _HEADS
        or ELSEWHERE.fullmatch(" ".join(text_of(first).split()).rstrip(" .:…")) is None
    ):
        return False
    linked = sum(len(text_of(link).split()) for link in element.iter("a"))
    return linked >= len(text_of(element).split()) - len(text_of(first).split())


def _is_short(element: Element) -> bool:
    words = (word for text in element.itertext() for word in text.split())
    return len(list(islice(words, MOST_WORDS + 1))) <= MOST_WORDS


def _says_residue(element: Element) -> bool:
    if len(list(islice(element.iter(), 13))) > 12:  # a line of links is small
        return False
    text = " ".join(text_of(element).split())
    return len(text) < 120 and RESIDUE_TEXT.fullmatch(text.replace("’", "'").rstrip(" .!…")) is not None


def _in_content(element: Element) -> bool:
    return any(name(above) in CONTENT for above in element.iterancestors())


def _holds_title(element: Element) -> bool:
    """Whether it holds the title of the page, or its content: then it is no furniture."""
    if next(element.iter("main", "article"), None) is not None:
        return True
    if next(element.iter("h1"), None) is None:
        return False
    page = element.getroottree().getroot()
    return not any(heading not in set(element.iter("h1")) for heading in page.iter("h1"))


def attribute_words(element: Element) -> list[str]:
    """Words that attributes of one element say."""
    said = [attribute(element, key) for key in SPOKEN]
    if name(element) == "input" and attribute(element, "type").lower() in FIELDS:
        said.append(attribute(element, "value"))
    return [text for text in said if text.strip()]


def is_mark(element: Element) -> bool:
    """Whether an element is a link within the page that looks like the call of a note."""
    return (
        name(element) == "a"
        and attribute(element, "href").strip().startswith("#")
        and _MARK.fullmatch("".join(element.itertext()).replace(CUT, "").strip()) is not None
    )


def text_of(element: Element) -> str:
    """All words below an element in order, blocks apart; last what cuts none: comments, attributes, hidden."""
    is_apart = reason_of(element, is_page=False) is not None
    pieces: list[str] = []
    beside: list[str] = []
    stack: list[Element | str | None] = [element]
    while stack:
        node = stack.pop()
        if node is None or isinstance(node, str):
            pieces.append(node or "")
        elif not name(node):
            beside.append(node.text or "")
        elif node is not element and not is_apart and reason_of(node, is_page=False):
            beside.append(text_of(node))
            pieces.append(" " if name(node) in BLOCKS else "")
        else:
            edge = " " if name(node) in BLOCKS or name(node) == "title" or is_mark(node) else ""
            beside += attribute_words(node)
            pieces += [edge, node.text or ""]
            stack.append(edge)
            for child in reversed(node):
                stack += [child.tail, child]
    return " ".join(["".join(pieces), *beside]).replace(CUT, " ")
