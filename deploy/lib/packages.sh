# shellcheck shell=bash
# Debian packages that a step needs. Sourced after common.sh.

# What the build and the private PostgreSQL need beyond Swift itself. postgresql-15 brings the extensions we use.
base_packages=(ca-certificates curl git libpq-dev pkg-config postgresql-15)

# What letters are made with: the typesetter, and a typeface that has all Vietnamese letters (Liberation Serif has not).
letter_packages=(fonts-freefont-ttf weasyprint)

missing_packages() {
    local package
    for package in "$@"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] || printf '%s\n' "$package"
    done
}

# need_packages PACKAGE…: installs those that are missing, as root or through sudo.
need_packages() {
    local missing root=()
    command -v dpkg-query >/dev/null || fail "this needs Debian's packages: $*"
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "as root, first: apt-get install ${missing[*]}"
        root=(sudo)
        # Asked for here, since the step below has no terminal.
        sudo -v || fail "as root, first: apt-get install ${missing[*]}"
    fi
    say packages "installing ${missing[*]}"
    step "installing packages" install_packages "${missing[@]}"
}

install_packages() {
    local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    # Debian's package makes and starts a cluster on port 5432 that nobody asked for; told not to, while we install.
    local quiet=/etc/postgresql-common/createcluster.d/sogoc.conf
    if [[ -z $(missing_packages postgresql-common) ]]; then quiet=''; fi
    if [[ -n $quiet ]]; then
        "${root[@]}" mkdir -p "${quiet%/*}"
        printf 'create_main_cluster = false\n' | "${root[@]}" tee "$quiet" >/dev/null
    fi
    local status=0
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; } || status=$?
    if [[ -n $quiet ]]; then "${root[@]}" rm -f "$quiet"; fi
    return "$status"
}
