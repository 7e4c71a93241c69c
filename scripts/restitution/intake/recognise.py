"""What becomes of each file: taken, or set aside with one sentence that says what to do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from restitution import disk, reactions
from restitution.intake import photos
from restitution.intake.formats import TEXTS, format_of
from restitution.model import Intake, Source

READ = frozenset(
    {
        *(
            "docx",
            "odt",
            "fodt",
            "rtf",
            "html",
            "eml",
            "epub",
            "md",
            "txt",
            "pdf",
            "pptx",
            "csv",
            "xlsx",
            "ods",
            "fods",
        ),
        *("vtt", "srt", "sbv", "ttml", "otr", "json", "tsv"),
    }
)
PICTURES = frozenset({"png", "jpg", "gif", "webp", "tiff", "heic", "avif", "svg"})
DEVELOPED = frozenset({"tiff", "heic", "avif"})
"""Pictures that no output shows: they are made into some that all show, apart."""
DRAWN_MAP = "carte-pdf"
"""What a PDF is read as that may be the map of a territory."""
README_MARK = b"(Fichier d\xc3\xa9pos\xc3\xa9 par restitution : il n'est pas lu comme une note.)"
BUILD_MARK = b"RestitutionBuild"
PROPERTIES = frozenset({"docProps/custom.xml", "meta.xml"})
"""Parts where a document of ours carries its build id."""
BODIES = {"docx": "word/document.xml", "odt": "content.xml"}
PASSAGE = re.compile(rb'(?:bookmarkStart|bookmark-start)\b[^>]{0,200}?name="(?:src|gen)_[0-9a-f]{10}')
PARAGRAPH = re.compile(rb"<(?:w:p|text:p|text:h)[ >]")
MARKUP = re.compile(rb"<[^>]*>")
GUIDE = tuple(words.encode() for words in ("Comment relire cette copie", "Les repères dans la marge"))
"""What the page on how to review says."""
FEWEST = 5
LONGEST = 32 << 20
"""Bytes of a part that are looked at."""
REACTIONS = "".join(reactions.SECTIONS).replace(" ", "").encode()
"""Heads of its table, which stand side by side nowhere else."""
OUR_PAGE = re.compile(rb"<meta\s+name=[\"']?RestitutionBuild\b", re.IGNORECASE)

DROPPINGS = (
    (r"~\$.*", "verrou de Word : le document est ouvert quelque part"),
    (r"\.~lock\..*#", "verrou de LibreOffice : le document est ouvert quelque part"),
    (r"\._.*|\.DS_Store", "fichier de service de macOS"),
    (r"Thumbs\.db|ehthumbs.*\.db|desktop\.ini", "fichier de service de Windows"),
    (r"~.*\.tmp|.*\.tmp|.*\.bak|.*~", "fichier temporaire"),
    (
        r".*\.(part|crdownload|download|partial)",
        "téléchargement pas fini : il sera lu sous son nom, une fois complet",
    ),
    (r"\.git.*|\.directory|\.sync.*|\.nextcloud.*|\.owncloud.*", "fichier de service"),
)

TROUBLES = {
    "lien": "C'est un lien, ce qu'il désigne n'est pas repris : copiez le fichier ou le dossier lui-même à sa "
    "place.",
    "tube": "Ce n'est pas un fichier ordinaire : retirez-le du dossier.",
    "dossier": "Ce dossier ne peut pas être ouvert (droits d'accès), rien de ce qu'il contient n'est repris : "
    "rendez-le lisible.",
    "illisible": "Ce fichier ne peut pas être ouvert (droits d'accès) : copiez-le à nouveau dans le dossier.",
    "énorme": "Ce fichier dépasse 512 Mo : allégez-le, ou déposez le texte seul.",
}
LATE = (
    "Cette note est arrivée après le bon à tirer : elle attend l'édition suivante. Pour la reprendre maintenant : "
    "« restitution edition thaw »."
)
CHANGING = "Ce fichier est en train d'être copié ou modifié : il sera lu à la prochaine construction."
OPEN = (
    "Ce fichier est ouvert dans un programme qui le garde pour lui (Word, Excel…) : fermez-le, et il sera lu à la "
    "prochaine construction."
)
ONLINE = (
    "Ce fichier n'est qu'en ligne, il n'est pas sur cette machine : clic droit sur lui ou sur son dossier, puis "
    "« Toujours conserver sur cet appareil » (OneDrive), « Rendre disponible hors connexion » ou « Télécharger », "
    "et il sera lu à la prochaine construction."
)
WAITING = {"instable": CHANGING, "ouvert": OPEN, "en ligne": ONLINE}
"""Trouble of a photograph -> what its file waits for."""

SAVE_AS_DOCX = "ouvrez-le et enregistrez-le au format .docx"
DATA = "Fichier de données, format pas encore lu : copiez son texte dans un document .docx, ou retirez-le."
SET_ASIDE = {
    "vide": "Ce fichier est vide : déposez-le à nouveau.",
    "incomplet": "Ce fichier est incomplet ou abîmé : déposez-le à nouveau depuis l'original.",
    "protégé": "Document protégé par un mot de passe : ouvrez-le et enregistrez-le à nouveau sans mot de passe.",
    "doc": f"Ancien document Word 97-2003 : {SAVE_AS_DOCX} ; ou, pour que LibreOffice convertisse tous ceux du "
    "projet, écrivez « convertir_doc: oui » dans restitution.yaml.",
    "word2003": f"Document Word 2003 en XML, format pas encore lu : {SAVE_AS_DOCX}.",
    "mht": f"Page web enregistrée avec ses images (.mht), format pas encore lu : {SAVE_AS_DOCX}.",
    "xls": "Ancien classeur Excel 97-2003, format pas encore lu : ouvrez-le et enregistrez-le au format .xlsx.",
    "ppt": "Ancien diaporama PowerPoint 97-2003, format pas encore lu : ouvrez-le et enregistrez-le en .pptx.",
    "msg": "Courriel Outlook, format pas encore lu : enregistrez-le au format .eml, ou copiez son texte dans un "
    "document .docx, et déposez ses pièces jointes à part.",
    "ole": f"Document d'un ancien logiciel, ou protégé par un mot de passe : {SAVE_AS_DOCX} sans mot de passe.",
    "odp": "Diaporama LibreOffice, format pas encore lu : ouvrez-le et enregistrez-le au format .pptx.",
    "pages": "Document Pages (Apple) : exportez-le au format .docx (Fichier, Exporter vers, Word).",
    "archive": "Archive : sortez-en les fichiers et déposez-les un à un.",
    "gdoc": "Document Google, ce fichier n'est qu'un lien : ouvrez-le, téléchargez-le au format .docx (Fichier, "
    "Télécharger), et déposez celui-ci.",
    "raccourci": "Raccourci, ce qu'il désigne n'est pas repris : copiez le fichier lui-même à sa place.",
    "yaml": DATA,
    "xml": DATA,
    "son": "Enregistrement sonore : déposez sa transcription.",
    "vidéo": "Vidéo : déposez sa transcription.",
}
NO_OFFICE = (
    "Ancien document Word 97-2003 à convertir (« convertir_doc: oui »), mais LibreOffice n'est pas sur ce poste : "
    f"installez-le, puis construisez à nouveau ; ou {SAVE_AS_DOCX}."
)
"""Of a file to be converted, where nothing is there to do it."""
NAMED_AS = {".docx": "docx", ".odt": "odt", ".xlsx": "xlsx", ".ods": "ods"}
"""Endings that promise one format."""
CONTENTS = {
    "docx": "un document Word",
    "odt": "un document LibreOffice",
    "xlsx": "un classeur Excel",
    "ods": "un classeur LibreOffice",
    "html": "une page web",
    "rtf": "un document RTF",
}
MISNAMED = "Le nom de ce fichier finit par {}, mais c'est {} : {}."
WITH_MACROS = (
    ((".docm", ".dotm"), "docm", "Document avec macros : ouvrez-le et enregistrez-le en .docx."),
    (
        (".xlsm", ".xltm", ".xlsb"),
        "xlsm",
        "Classeur avec macros, ou binaire : ouvrez-le et enregistrez-le en .xlsx.",
    ),
)
"""Endings of a name that set a file aside, whatever it holds."""
RETURNED = "Copie d'une publication de restitution : c'est une relecture, elle n'est pas lue comme une note."
OLD_COPY = (
    "Copie d'une publication de restitution, dans un ancien format de Word : elle n'est pas lue comme une note ; "
    "si c'est une relecture, enregistrez-la au format .docx."
)
OUR_TABLE = re.compile(rb"(\xef\xbb\xbf)?\W?fichier\W{1,3}genre\W{1,3}territoire\W", re.IGNORECASE)
CONFLICT = "Autre copie de sources/classement.csv : reportez-y vos cellules, puis supprimez ce fichier."
OTHER_PHOTOS = (
    "Autre copie de sources/photos.csv, laissée par la synchronisation : ce qu'elle dit est repris dans le "
    "tableau ; supprimez-la."
)
PAPER_MARK = b"RestitutionPapier"
ABOUT = frozenset({"docProps/core.xml", "meta.xml"})
"""Parts where a paper handed to people is known by its keywords."""
PAPER = (
    "Notice d'information ou fiche de consentement, ce n'est pas une note : rangez-la dans sources/_confidentiel, "
    "et reportez ce qu'elle dit dans personnes.yaml."
)
UNKNOWN = "Format inconnu : enregistrez ce fichier au format .docx, ou retirez-le du dossier."

LOGOS = "commun/logos/"
LOGO = "Logo du projet, placé en couverture."
LOGO_IN_PDF = (
    "PDF rangé avec les logos, il n'est pas lu comme une note : enregistrez un logo en PNG ou en SVG, et rangez "
    "un document ailleurs."
)
GLOSSARY = "commun/glossaire.csv"


def recognise(source: Source, data: bytes | None, old_word: str = SET_ASIDE["doc"]) -> Intake:
    """What a file of the photograph is. `data` is None when the photograph has no bytes.

    `old_word`: why old Word files are set aside; nothing where they are converted.
    """
    name = PurePosixPath(source.path).name
    ignored = _ignored(source.path, name, data)
    if ignored:
        return Intake(source=source, state="ignored", reason=f"{ignored[0].upper()}{ignored[1:]}.")
    waits = _waits(source, name, data)
    if waits:
        return Intake(source=source, state="waiting", reason=waits)
    if data is None:
        return Intake(source=source, state="set_aside", reason=TROUBLES.get(source.trouble, UNKNOWN))
    for endings, format_, refused in WITH_MACROS:
        if name.lower().endswith(endings):
            return Intake(source=source, state="set_aside", format=format_, reason=refused)
    found = format_of(source.path, data)
    if is_returned(found, data):
        return Intake(source=source, state="returned_copy", format=found, reason=RETURNED)
    if refused := _no_note(found, data) or _misnamed(PurePosixPath(name).suffix.lower(), found):
        return Intake(source=source, state="set_aside", format=found, reason=refused)
    if found == "doc":
        return Intake(source=source, state="set_aside" if old_word else "taken", format=found, reason=old_word)
    return _picture(source, found) if found in PICTURES else _file(source, found)


def _misnamed(suffix: str, found: str) -> str:
    """Why a file is not read whose name promises another format: who put it there sees another file than we do.

    Of texts, whose formats are one another's, and of old endings that several programs gave, nothing is asked.
    """
    promised = NAMED_AS.get(suffix, "")
    packed = found in NAMED_AS.values()
    if found not in READ or found == promised or not (promised or (packed and suffix in TEXTS)):
        return ""
    ending = found if found in CONTENTS else "txt"
    what = CONTENTS.get(found, "un simple texte")
    return MISNAMED.format(suffix, what, f"vérifiez d'où il vient, puis renommez-le en .{ending}")


def _waits(source: Source, name: str, data: bytes | None) -> str:
    """Why a file waits, if it does. A copy that comes back after a bon à tirer does not."""
    if source.trouble == "gelé" and not (data and is_returned(format_of(source.path, data), data)):
        return LATE
    if disk.STUB.fullmatch(name):
        return ONLINE
    return WAITING.get(source.trouble) or ""


def refused_when_made(data: bytes) -> str:
    """Why a DOCX that was made of an old Word file is not read, if it is not: a copy or a paper of ours."""
    found = format_of(".docx", data)
    if found != "docx":
        return SET_ASIDE["incomplet"]
    return OLD_COPY if is_returned(found, data) else _no_note(found, data)


def _no_note(format_: str, data: bytes) -> str:
    """Why a file of ours that lies among the notes is none."""
    if format_ in BODIES and PAPER_MARK in _parts(data, ABOUT):
        return PAPER
    if format_ == "csv" and photos.is_ours(data[: photos.HEAD]):
        return OTHER_PHOTOS
    return CONFLICT if format_ == "csv" and OUR_TABLE.match(data) else ""


def is_returned(format_: str, data: bytes) -> bool:
    """Whether a file is a copy of something that was published."""
    if format_ == "html":
        return OUR_PAGE.search(data) is not None
    if format_ == "pdf":
        return BUILD_MARK in data
    if format_ not in BODIES:
        return False
    body = _parts(data, {BODIES[format_]})
    is_copy = BUILD_MARK in _parts(data, PROPERTIES) or _shows_passages(body)
    return is_copy and not _holds_reactions(body)


def _holds_reactions(body: bytes) -> bool:
    """Whether the table of a reaction sheet stands there: what is written in it is new."""
    return REACTIONS in b"".join(MARKUP.sub(b"", body).split())


def _shows_passages(body: bytes) -> bool:
    """Whether most paragraphs are our passages, or the page on how to review stands there.

    For programs that keep the text and forget what the file says of itself; a note into which somebody copied a
    few of our paragraphs stays a note.
    """
    marks = len(PASSAGE.findall(body))
    if marks >= FEWEST and marks * 2 >= len(PARAGRAPH.findall(body)):
        return True
    text = MARKUP.sub(b"", body)
    return all(words in text for words in GUIDE)


def _file(source: Source, format_: str) -> Intake:
    if format_ == "pdf" and source.path.startswith(LOGOS):
        return Intake(source=source, state="set_aside", format=format_, reason=LOGO_IN_PDF)
    if format_ in READ:
        return Intake(source=source, state="taken", format=format_)
    return Intake(source=source, state="set_aside", format=format_, reason=SET_ASIDE.get(format_, UNKNOWN))


def _picture(source: Source, format_: str) -> Intake:
    if source.path.startswith(LOGOS):
        return Intake(source=source, state="ignored", format=format_, reason=LOGO)
    return Intake(source=source, state="taken", format=format_)


def is_dropping(name: str) -> bool:
    """Whether a file of this name is what a program or a system leaves behind, never a note."""
    return bool(_dropped_by(name))


def _dropped_by(name: str) -> str:
    if disk.STUB.fullmatch(name):
        return ""
    for pattern, reason in DROPPINGS:
        if re.fullmatch(pattern, name, re.IGNORECASE | re.DOTALL):
            return reason
    return ""


def _ignored(path: str, name: str, data: bytes | None) -> str:
    if dropped := _dropped_by(name):
        return dropped
    if name.upper().startswith("LISEZMOI") and data is not None and README_MARK in data:
        return "mode d'emploi du dossier"
    return "glossaire du projet, repris dans la partie Glossaire" if path == GLOSSARY else ""


def _parts(data: bytes, names: Iterable[str]) -> bytes:
    """Some parts of a package, as far as they can be read."""
    found = b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in set(names) & set(package.namelist()):
                found += package.open(part).read(LONGEST)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return b""
    return found
