# shellcheck shell=bash
# The installation of one checkout: its folder, its settings, the service. Sourced after common.sh and postgresql.sh.
#
# choose_state has named the folder `state`:
#   sogoc.env         the settings of `sogoc serve` and of an operator's commands; no secret stands in it
#   secrets/          a password per database role, readable by the owner only
#   bin/sogoc         the release build that serves, a copy: a new build does not pull it from under the running service
#   home/             sql/ and the rest, only when the owner cannot read the checkout
#   pgdata/ run/ log/ the private PostgreSQL, its socket, all logs
#   files/            scans of evidence and letters as they were sent, by the hash of what they hold
#   demo-users.json   the demonstration users with passwords and codes, written by `sogoc demo load`
#   sogoc.pid         the running service

listen=${SOGOC_LISTEN:-127.0.0.1:8080}
metrics_listen=${SOGOC_METRICS_LISTEN:-127.0.0.1:9090}

# One deploy/up or deploy/down at a time. as_owner keeps the descriptor from what goes on running.
lock_installation() {
    exec 9<"$state"
    flock -n 9 || fail "another deploy/up or deploy/down is at work in $state"
}

# install_program EXECUTABLE: what serves, and what it reads at run time.
install_program() {
    make_folder 0755 "$state/bin"
    home=$checkout
    if ! as_owner find "$checkout/sql" -type f -not -readable -exec false {} + >/dev/null 2>&1; then
        home=$state/home
        as_owner rm -rf "$home"
        make_folder 0755 "$home"
        tar -C "$checkout" -c sql | as_owner tar -C "$home" -x --no-same-permissions
    fi
    write_file "$state/bin/sogoc" 0755 <"$1"
}

# write_environment URL: what the service and an operator's commands are told, in the form of systemd's EnvironmentFile.
write_environment() {
    printf '%s\n' "SOGOC_DATABASE_URL=$1" "SOGOC_SECRETS_DIR=$state/secrets" "SOGOC_HOME=$home" \
        "SOGOC_STATE_DIR=$state" "SOGOC_LISTEN=$listen" "SOGOC_METRICS_LISTEN=$metrics_listen" \
        "SOGOC_URL=http://$listen" | write_file "$state/sogoc.env"
}

# sogoc ARGUMENT…: an operator's command, as the owner and with nothing of the caller's environment.
sogoc() {
    local settings
    mapfile -t settings <"$state/sogoc.env"
    as_owner env -i PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C.UTF-8 HOME="$state" "${settings[@]}" "$state/bin/sogoc" "$@"
}

# service_pid: prints the service's process id; fails when it does not run. The id in the file may be another program's
# by now, so the executable is compared (Linux says "(deleted)" after a replaced one).
service_pid() {
    local pid executable
    pid=$(cat "$state/sogoc.pid" 2>/dev/null) || return 1
    executable=$(readlink "/proc/$pid/exe" 2>/dev/null) || return 1
    [[ ${executable% (deleted)} == "$state/bin/sogoc" ]] || return 1
    printf '%s\n' "$pid"
}

# The server drains for up to 10 s on SIGTERM.
stop_service() {
    local pid tries=0
    pid=$(service_pid) || return 0
    kill -TERM "$pid" 2>/dev/null || true
    while service_pid >/dev/null; do
        ((tries += 1))
        if ((tries > 150)); then kill -KILL "$pid" 2>/dev/null || true; fi
        sleep 0.1
    done
    as_owner rm -f "$state/sogoc.pid"
}

start_service() {
    local settings
    mapfile -t settings <"$state/sogoc.env"
    as_owner touch "$state/log/sogoc.log"
    as_owner mv "$state/log/sogoc.log" "$state/log/sogoc.log.1"
    # A session of its own, so that closing the terminal does not end it. The shell writes its id and becomes the service.
    # shellcheck disable=SC2016
    as_owner env -i PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C.UTF-8 HOME="$state" "${settings[@]}" \
        setsid --fork bash -c 'umask 077; echo $$ >"$1/sogoc.pid"; exec "$1/bin/sogoc" serve >"$1/log/sogoc.log" 2>&1 </dev/null' \
        -- "$state"
}

# need_free_ports: a port in use is said before anything is built or changed.
need_free_ports() {
    local name address
    for name in SOGOC_LISTEN SOGOC_METRICS_LISTEN; do
        address=$listen
        [[ $name == SOGOC_LISTEN ]] || address=$metrics_listen
        [[ $address =~ ^(.+):([0-9]+)$ ]] || fail "$name must be ADDRESS:PORT, not $address"
        # bash itself knocks; nothing else is needed to know.
        if (exec 3<>"/dev/tcp/${BASH_REMATCH[1]//[\[\]]/}/${BASH_REMATCH[2]}") 2>/dev/null; then
            fail "$address is in use by another program; choose another: $name=127.0.0.1:$((BASH_REMATCH[2] + 1)) deploy/up"
        fi
    done
}

# await_service SECONDS: until /readyz answers.
await_service() {
    local end=$((SECONDS + $1))
    until curl -fs -o /dev/null --noproxy '*' --max-time 2 "http://$listen/readyz"; do
        if ((SECONDS >= end)) || { sleep 0.2 && ! service_pid >/dev/null; }; then
            as_owner tail -n 20 "$state/log/sogoc.log" >&2
            fail "the service does not answer on http://$listen/readyz; its log is $state/log/sogoc.log"
        fi
    done
}
