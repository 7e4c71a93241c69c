"""Templates that an editor may change: reads them, renders them, tells each mistake in French, with its place."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from types import CodeType
from typing import Any, ClassVar, Final

from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from restitution.errors import RestitutionError
from restitution.messages import nearest

HINT: Final = "Corrigez ce modèle, ou retirez-le de templates/ : le modèle fourni servira."
MISTAKES: Final = (
    TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError,
)  # fmt: skip
TAGS: Final = (
    "for",
    "endfor",
    "if",
    "elif",
    "else",
    "endif",
    "set",
    "endset",
    "macro",
    "endmacro",
    "block",
    "raw",
)
_TOKENS: Final = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "la fin du modèle",
    "name": "un nom",
    "string": "un texte entre guillemets",
}
"""Jinja's own names of things -> what an editor writes."""
_SAID: Final = (
    (
        r"Unexpected end of template.*needs to be closed is '(\w+)'",
        "« {{% {0} … %}} » n'est pas refermé par « {{% end{0} %}} »",
    ),
    (r"Missing end of comment tag", "un commentaire « {{# » n'est pas refermé par « #}} »"),
    (r"[Uu]nexpected '?end of template", "le modèle s'arrête avant la fin d'une demande"),
    (r"Encountered unknown tag '(\w+)'", "« {0} » n'est pas une commande"),
    (r"No filter named '(\w+)'", "« {0} » n'est pas un filtre"),
    (r"No test named '(\w+)'", "« {0} » n'est pas une condition après « is »"),
    (r"expected token '(.+?)', got '(.+?)'", "« {1} » n'est pas à sa place ; attendu : « {0} »"),
    (r"unexpected (?:char )?'(.+?)'", "« {0} » n'est pas à sa place"),
    (r"'?(\w+)'? of .* is unsafe", "« {0} » n'est pas permis dans un modèle"),
    (r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", "« {0} » n'accepte pas la précision « {1} »"),
    (r"(\w+)\(\) got multiple values for argument '(\w+)'", "« {0} » reçoit deux fois la précision « {1} »"),
    (r"(\w+)\(\) missing .* argument", "il manque une précision entre les parenthèses de « {0} »"),
    (r"(\w+)\(\) takes .* argument", "il y a trop de précisions entre les parenthèses de « {0} »"),
    (r"macro '(\w+)' (?:takes|was)", "« {0} » reçoit entre ses parenthèses ce qu'il n'attend pas"),
    (r"is not callable", "des parenthèses suivent un mot qui n'en demande pas"),
    (r"division.* by zero|modulo", "une division par zéro"),
    (r"no loader", "un modèle ne peut pas en appeler un autre"),
)
"""What Jinja and Python say in English -> the same in French, around the words at fault."""


class Mistake(TemplateError):
    """A mistake that we found ourselves, told in French."""


HTML: Final[Mapping[str, Any]] = {"autoescape": True, "keep_trailing_newline": True}
"""Jinja's options for a page of HTML."""


class _Sandbox(SandboxedEnvironment):
    """Compiles a template once in a process, and in those that it copies itself into."""

    compiled: ClassVar[dict[tuple[object, ...], CodeType]] = {}

    def compile(self, source: Any, *named: Any, **how: Any) -> Any:
        key = (source, self.autoescape, self.finalize, self.keep_trailing_newline)
        if named or how or not isinstance(source, str):
            return super().compile(source, *named, **how)
        if key not in self.compiled:
            self.compiled[key] = super().compile(source)
        return self.compiled[key]


def decoded(name: str, data: bytes) -> str:
    """The text of `templates/{name}`. Raises `RestitutionError` when it is not in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RestitutionError(
            f"templates/{name}, ligne {line} : ce modèle n'est pas en UTF-8, mais dans un autre codage.",
            "Rouvrez-le dans votre éditeur de texte et enregistrez-le en UTF-8.",
        ) from error


def environment(words: Mapping[str, Any], **options: Any) -> SandboxedEnvironment:
    """Where templates are rendered, which know `words`; `options`: Jinja's own."""
    unknown = type("Unknown", (_Unknown,), {"known": tuple(words), "__slots__": ()})
    made = _Sandbox(undefined=unknown, trim_blocks=True, lstrip_blocks=True, **options)
    made.globals = dict(words)
    return made


def compile_all(sources: Iterable[str], **options: Any) -> None:
    """Compile templates beforehand, for an environment of these options."""
    within = environment({}, **options)
    for source in sources:
        within.compile(source)


def rendered(within: SandboxedEnvironment, name: str, source: str, **words: Any) -> str:
    """A template's text. Raises `RestitutionError`: which file and line, the word at fault, the nearest known."""
    try:
        return within.from_string(source).render(**words)
    except MISTAKES as error:
        said = _in_french(error, within)
        end = "" if said.endswith("?") else "."
        raise RestitutionError(f"templates/{name}, ligne {_line(error)} : {said}{end}", HINT) from error


class _Unknown(StrictUndefined):
    """A word that nothing has: says which, and the nearest."""

    __slots__ = ()
    known: tuple[str, ...] = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return f"« {self._undefined_name} » n'est connu de rien ici{_nearest(self._undefined_name, self._names())}"

    def _names(self) -> Iterable[str]:
        """What could have been meant: the words of the template, or what the thing asked has."""
        owner = self._undefined_obj
        if owner is missing:
            return self.known
        return map(str, owner) if isinstance(owner, Mapping) else getattr(owner, "__struct_fields__", ())


def _nearest(word: object, known: Iterable[str]) -> str:
    found = nearest(str(word), known)
    return f" ; vouliez-vous dire « {found} » ?" if found else ""


def _in_french(error: Exception, within: SandboxedEnvironment) -> str:
    said = str(error)
    if isinstance(error, Mistake | UndefinedError):
        return said
    names = {getattr(known, "__name__", ""): name for name, known in within.globals.items()}
    for pattern, french in _SAID:
        if found := re.search(pattern, said, re.DOTALL):
            words = [_TOKENS.get(word) or names.get(word, word) for word in found.groups()]
            return french.format(*words) + (_nearest(words[0], _choices(said, within)) if words else "")
    return f"cette ligne ne peut pas être suivie (en anglais : {said})"


def _choices(said: str, within: SandboxedEnvironment) -> Iterable[str]:
    """What the word could have been that Jinja does not know."""
    known: Mapping[str, Iterable[str]] = {
        "unknown tag '": TAGS, "filter named '": within.filters, "test named '": within.tests
    }  # fmt: skip
    return next((names for words, names in known.items() if words in said), ())


def _line(error: Exception) -> int:
    """The line of the template that an error comes from (Jinja shows its templates as frames)."""
    frames = traceback.extract_tb(error.__traceback__)
    told = [frame.lineno or 0 for frame in frames if frame.filename == "<template>"]
    return getattr(error, "lineno", None) or (told[-1] if told else 1)
