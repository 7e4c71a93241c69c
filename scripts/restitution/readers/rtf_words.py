"""What the control words of RTF stand for: destinations, signs, charsets."""

from __future__ import annotations

import re
from typing import Final

from restitution.model import NotTakenReason

SILENT: Final = frozenset(
    """aftncn aftnsep aftnsepc atndate atnicn atnid atnparent atnref atntime atnauthor atrfend atrfstart background
    bkmkend bkmkstart blipuid bliptag colorschememapping colortbl datafield datastore defchp defpap docvar
    expandedcolortbl factoidname falt ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext
    filetbl fontemb fontfile formfield ftncn ftnsep ftnsepc generator info latentstyles listoverridetable
    listpicture listtable mmathPr mmathPict nonesttables nonshppict objalias objclass objdata objname objsect
    objtime oldcprops oldpprops oldsprops oldtprops panose passwordhash pgdsctbl pgptbl pn pnseclvl protend
    protstart protusertbl revtbl rsidtbl shprslt svb tblstyle template themedata upr userprops wgrffmtfilter
    writereservhash xmlattr xmlattrname xmlattrvalue xmlclose xmlname xmlnstbl xmlopen""".split()  # noqa: SIM905
)
"""Destinations whose content no page shows: tables of the programme, hexadecimal data, second copies for older
programmes, names of authors. (`upr` holds the ANSI twin of the Unicode text that follows in `ud`.)"""

ASIDE: Final[dict[str, NotTakenReason]] = {
    "annotation": "commentaire",
    "htmltag": "balise",
    "mhtmltag": "balise",
    "listtext": "balise",
    "pntext": "balise",
    "fldinst": "champ technique",
    "xe": "champ technique",
    "tc": "champ technique",
    "tcn": "champ technique",
    **dict.fromkeys(
        (
            "header",
            "headerl",
            "headerr",
            "headerf",
            "footer",
            "footerl",
            "footerr",
            "footerf",
        ),
        "en-tête ou pied répété",
    ),
}
"""Destinations whose words are listed."""

THROUGH: Final = frozenset(
    {"do", "flymaincnt", "flycntnt", "nesttableprops", "shpgrp", "shpinst", "shppict", "ud"}
)
"""Destinations marked to be ignored by older programmes, whose text shows like any other."""
MATHS: Final = re.compile(
    r"m(?:oMath(?:Para)?|acc|bar|borderBox|box|d|deg|den|e|eqArr|f|fName|func|groupChr|lim|limLow|limUpp|m|math|mr|"
    r"nary|num|phant|r|rad|sPre|sSub|sSubSup|sSup|sub|sup)"
)
"""Parts of a formula that hold its letters; the other groups of a formula are its properties."""

SIGNS: Final = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "tab": " ", "nestcell": " ", "page": " ", "column": " ", "softpage": "", "softline": "",
}  # fmt: skip
SYMBOLS: Final = {"\\": "\\", "{": "{", "}": "}", "~": "\u00a0", "_": "\u2011", "-": "\u00ad"}

TOGGLES: Final = {
    "b": "Strong", "i": "Emph", "strike": "Strikeout", "striked": "Strikeout", "scaps": "SmallCaps",
    "super": "Superscript", "sub": "Subscript",
    **dict.fromkeys(
        ("ul", "uld", "uldash", "uldashd", "uldashdd", "uldb", "ulth", "ulw", "ulwave", "ulhwave", "ulldash"),
        "Underline",
    ),
}  # fmt: skip
"""Control word -> look; its number 0 turns it off."""

CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
DOCUMENT_CHARSETS: Final = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

HEADING: Final = re.compile(r"(?:heading|titre|überschrift)\s*([1-9])", re.IGNORECASE)
TITLE: Final = re.compile(r"(?:title|titre)(?:\s*principal)?", re.IGNORECASE)
QUOTE: Final = re.compile(r"(?:intense )?(?:quote|quotations?|citations?)(?: intense)?|block text", re.IGNORECASE)
NUMERAL: Final = re.compile(
    r"\s*\(?(?:\d+\.)*(?:(\d{1,9})|([a-z])|([A-Z])|([ivxlc]+)|([IVXLC]+))\s*[.)]?\s*[-–—]?\s*"
)


def codec(page: int | None, default: str) -> str:
    """Name of the codec of a Windows code page, `default` when there is none."""
    names = {65001: "utf-8", 10000: "mac_roman", 936: "gbk", 950: "big5", 1361: "johab"}
    name = names.get(page or 0, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return default
    return name
