#!/bin/sh
# Construit les documents de ce projet, puis ouvre le dossier output : double-cliquez, ou « sh construire.sh ».
# Aucun chemin de l'ordinateur qui a écrit ce fichier n'y figure : le dossier peut changer de poste.

trap : INT  # Ctrl-C arrête la construction, et laisse lire ce qu'elle a dit

# La fenêtre reste ouverte tant que personne n'a lu.
wait_then_leave() {
    printf '\nAppuyez sur Entrée pour fermer cette fenêtre. '
    read -r _
    exit "$1"
}

# Le programme : dans les dossiers de PATH, sinon là où uv installe ses outils.
find_program() {
    command -v restitution && return
    for folder in "${UV_TOOL_BIN_DIR:-}" "${XDG_BIN_HOME:-}" "${HOME:-}/.local/bin"; do
        is_there "$folder" && return
    done
    for uv in uv "${HOME:-}/.local/bin/uv" "${HOME:-}/.cargo/bin/uv" /opt/homebrew/bin/uv /usr/local/bin/uv; do
        is_there "$("$uv" tool dir --bin 2>/dev/null)" && return
    done
    return 1
}

is_there() {
    [ -n "$1" ] && [ -f "$1/restitution" ] && [ -x "$1/restitution" ] && printf '%s\n' "$1/restitution"
}

how_to_install() {
    printf '%s\n' \
        '  1. Installez uv, qui ne demande aucun droit d’administrateur. Dans un terminal, une de ces lignes :' \
        '       curl -LsSf https://astral.sh/uv/install.sh | sh' \
        '       brew install uv' \
        '       pipx install uv' \
        '  2. Ouvrez un nouveau terminal, et donnez à uv le fichier .whl que l’on vous a remis :' \
        '       uv tool install --force restitution-….whl' \
        '  3. Relancez ce fichier.'
}

open_output() {
    if [ -d /System/Library/CoreServices ]; then
        /usr/bin/open output
    elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
        xdg-open output >/dev/null 2>&1 &
    fi
}

case $0 in
    */*) CDPATH='' cd -- "${0%/*}/" || wait_then_leave 1 ;;
esac

if ! program=$(find_program); then
    printf '%s\n' \
        'Le programme « restitution » est introuvable sur cet ordinateur.' \
        'Il a été cherché dans les dossiers de PATH, dans ~/.local/bin, et là où uv installe ses outils.' \
        '' \
        'Pour l’installer :'
    how_to_install
    wait_then_leave 1
fi
if ! "$program" --help >/dev/null 2>&1; then
    printf '%s\n' \
        "Le programme « restitution » est là ($program), mais il ne démarre pas." \
        'Son installation est incomplète, ou le Python dont il se sert a été retiré. Pour le réinstaller :'
    how_to_install
    wait_then_leave 1
fi

"$program" build
code=$?
if [ "$code" -eq 0 ]; then
    printf '\nLes documents sont dans le dossier output.\n'
    open_output
fi
wait_then_leave "$code"
