#!/bin/sh
# Usage: install.sh FOLDER run|dev
# Makes a virtual environment from the lock files; does nothing when it already holds what they say.
# `run` takes the bundled servers (locks/embedded.txt) only where the machine lacks its own.
set -eu
venv=$1
want=$2
kept=$venv/locks

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            found=$candidate
            if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
                echo "$candidate"
                return
            fi
        fi
    done
    if [ -n "${found:-}" ]; then
        echo "$found tidak memiliki venv/ensurepip. Di Debian/Ubuntu: apt install python3-venv" >&2
        echo "$found has no venv/ensurepip. On Debian/Ubuntu: apt install python3-venv" >&2
    else
        echo "Perlu Python 3.11 atau lebih baru; tunjukkan dengan PYTHON=/path/ke/python3." >&2
        echo "Python 3.11 or newer is needed; point to it with PYTHON=/path/to/python3." >&2
    fi
    return 1
}

# One that does not run is made anew, but only our own: what another user made may run well for them.
clear_away_broken() {
    [ -e "$venv" ] || return 0
    if [ -O "$venv" ] && [ -f "$venv/pyvenv.cfg" ]; then
        rm -rf "$venv"
        return
    fi
    echo "$venv ada tetapi tidak dapat dijalankan, dan bukan lingkungan Python milik Anda; pindahkan dahulu." >&2
    echo "$venv is there but does not run, and is not a Python environment of yours; move it away first." >&2
    return 1
}

own_servers() {
    [ "${LOCAL_SERVERS:-}" != embedded ] || return 1
    command -v valkey-server >/dev/null || command -v redis-server >/dev/null || return 1
    for postgres in postgres /usr/lib/postgresql/*/bin/postgres; do
        if "$postgres" --version 2>/dev/null | grep -Eq '\(PostgreSQL\) (1[5-9]|[2-9][0-9])'; then return 0; fi
    done
    return 1
}

# A lock is installed when the copy taken after installing it still says the same.
installed() {
    cmp -s "locks/$1.txt" "$kept/$1.txt"
}

install_lock() {
    rm -f "$kept/project.toml"
    "$venv/bin/python" -m pip install --quiet --require-hashes --requirement "locks/$1.txt"
    mkdir -p "$kept"
    case $1 in
        dev) cp locks/run.txt locks/embedded.txt locks/dev.txt "$kept/" ;;
        embedded) cp locks/run.txt locks/embedded.txt "$kept/" ;;
        run) cp locks/run.txt "$kept/" ;;
    esac
}

if [ "$want" = run ]; then
    if own_servers; then lock=run; else lock=embedded; fi
else
    lock=$want
fi

"$venv/bin/python" -c pass 2>/dev/null || {
    python=$(find_python)
    clear_away_broken
    echo "Menyiapkan $venv dengan $("$python" --version) …"
    "$python" -m venv "$venv"
}
installed $lock || {
    echo "Memasang paket dari locks/$lock.txt …"
    install_lock $lock
}
cmp -s pyproject.toml "$kept/project.toml" || {
    "$venv/bin/python" -m pip install --quiet --no-build-isolation --no-deps --editable .
    cp pyproject.toml "$kept/project.toml"
}
