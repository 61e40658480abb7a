# shellcheck shell=bash
# What every script of deploy/ shares: strict mode, where things are, who owns them, how a step is reported.
# Sourced, never run.

set -euo pipefail
shopt -s inherit_errexit
umask 022
# One locale everywhere, so that messages and sort orders do not depend on the caller's machine.
export LC_ALL=C.UTF-8

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

say() { printf '%-10s %s\n' "$1" "$2"; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# step NAME COMMAND…: runs COMMAND quietly; when it fails, says which step and how its output ended, and keeps the rest.
step() {
    local name=$1 log status
    shift
    log=$(mktemp -t sogoc-step.XXXXXX)
    # Not `if ! "$@"`: inside a condition errexit would be off for everything COMMAND calls.
    set +e
    (
        set -e
        "$@"
    ) >"$log" 2>&1 </dev/null
    status=$?
    set -e
    if ((status != 0)); then
        printf '%s: the step "%s" failed with exit code %d. The end of %s:\n' "${0##*/}" "$name" "$status" "$log" >&2
        tail -n 20 "$log" | sed 's/^/    /' >&2
        exit 1
    fi
    rm -f "$log"
}

# PostgreSQL refuses to run as root, and the service has no need of it: called by root, everything of ours that keeps
# running belongs to `postgres`, who exists wherever Debian's PostgreSQL does.
choose_owner() {
    if ((EUID != 0)); then
        owner=$(id -un)
    elif getent passwd postgres >/dev/null; then
        owner=postgres
    else
        owner=nobody
    fi
    owner_group=$(id -gn "$owner")
}

# as_owner COMMAND…: as the ordinary user. The working directory is `/`, since the caller's may be closed to that user;
# descriptor 9 is the lock of deploy/up, which what keeps running must not hold.
as_owner() {
    if ((EUID == 0)); then
        (cd / && exec setpriv --reuid="$owner" --regid="$owner_group" --init-groups --inh-caps=-all -- "$@" 9>&-)
    else
        (cd / && exec "$@" 9>&-)
    fi
}

# make_folder MODE FOLDER: a folder that belongs to the owner. Folders under /tmp and /var/tmp have names that anybody
# could take first, so what is already there must be ours. Inside it everything is written as the owner, never as root:
# whoever took over the service could else lead root's hand by a symbolic link.
make_folder() {
    local mode=$1 folder=$2 holder
    if [[ ! -e $folder && ! -L $folder ]]; then
        as_owner mkdir -m "$mode" "$folder" 2>/dev/null ||
            if ((EUID == 0)); then install -d -m "$mode" -o "$owner" -g "$owner_group" "$folder"; fi
    fi
    [[ -d $folder && ! -L $folder ]] || fail "$folder cannot be made, or something else has its name"
    holder=$(stat -c %U "$folder")
    [[ $holder == "$owner" ]] || fail "$folder belongs to $holder, not to $owner: call this as root or as $holder"
}

# write_file FILE: standard input becomes the owner's file, whole or not at all; FILE keeps being executable.
write_file() {
    # shellcheck disable=SC2016
    as_owner bash -c 'cat >"$1.new" && chmod "$2" "$1.new" && mv "$1.new" "$1"' -- "$1" "${2:-0644}"
}

# choose_state: the folder of this installation's data, secrets and logs, and its owner: for root, whoever has it already.
choose_state() {
    choose_owner
    state=${SOGOC_STATE_DIR:-$checkout/.sogoc}
    [[ $state == /* ]] || fail "SOGOC_STATE_DIR must be an absolute path"
    if ((EUID == 0)) && [[ -d $state && ! -L $state ]]; then
        owner=$(stat -c %U "$state")
        owner_group=$(id -gn "$owner")
    fi
    [[ -z ${SOGOC_STATE_DIR:-} ]] || return 0
    if ! as_owner test -x "$checkout" || { ((EUID != 0)) && [[ ! -d $state && ! -w $checkout ]]; }; then
        choose_owner
        state=/var/tmp/sogoc-$(printf '%s' "$checkout" | sha256sum | cut -c1-8)
    fi
}
