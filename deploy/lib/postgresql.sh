# shellcheck shell=bash
# The private PostgreSQL, and the preparation of any cluster for the register. Sourced after common.sh.
#
# cluster_at FOLDER [SOCKET] says which private cluster the functions below act on. FOLDER holds pgdata/, log/, secrets/
# and run/ (the socket); a socket's path may have 107 bytes, so a long FOLDER gets its socket elsewhere.

pg_bin=/usr/lib/postgresql/15/bin

cluster_at() {
    cluster=$1
    data=$cluster/pgdata
    secrets=$cluster/secrets
    socket=$cluster/run
    if ((${#socket} + ${#socket_file} > 107)); then
        socket=/tmp/sogoc-$(printf '%s' "$cluster" | sha256sum | cut -c1-8)
    fi
    # psql must meet this cluster and no other, whatever the caller's environment names.
    unset PGHOST PGHOSTADDR PGPORT PGDATABASE PGUSER PGPASSWORD PGSERVICE PGOPTIONS PGSSLMODE PGAPPNAME PGDATA
    superuser_psql=(as_owner psql -X -q -w -h "$socket" -U "$owner" -v ON_ERROR_STOP=1)
    maintenance=postgres
}
socket_file=/.s.PGSQL.5432

# cluster_init: makes the cluster if there is none; one that was cut short in the making is made anew.
cluster_init() {
    make_folder 0755 "$cluster"
    make_folder 0700 "$secrets"
    make_folder 0700 "$cluster/log"
    make_folder 0700 "$socket"
    [[ ! -e $data/sogoc.initialized ]] || return 0
    as_owner rm -rf "$data"
    make_folder 0700 "$data"
    as_owner env -i PATH="$pg_bin:/usr/bin:/bin" LC_ALL=C.UTF-8 "$pg_bin/initdb" --pgdata="$data" --username="$owner" \
        --encoding=UTF8 --locale=C.UTF-8 --auth-local=peer --auth-host=scram-sha-256 --data-checksums --no-instructions
    as_owner touch "$data/sogoc.initialized"
}

# cluster_configure [NAME=VALUE…]: writes the configuration; true when it differs from what was there.
cluster_configure() {
    local setting local_conf ident changed=1
    local_conf="unix_socket_directories = '${socket//\'/\'\'}'"$'\n'"unix_socket_permissions = 0700"$'\n'
    local_conf+="log_directory = '${cluster//\'/\'\'}/log'"$'\n'
    for setting in "$@"; do
        local_conf+="${setting%%=*} = '${setting#*=}'"$'\n'
    done
    ident="sogoc \"$owner\" sogoc_migrator"$'\n'
    if ((EUID == 0)); then ident+="sogoc root sogoc_migrator"$'\n'; fi
    install_config postgresql.conf <<<"include 'sogoc.conf'"$'\n'"include 'local.conf'" && changed=0
    install_config sogoc.conf <"$checkout/deploy/postgresql/sogoc.conf" && changed=0
    install_config local.conf <<<"$local_conf" && changed=0
    install_config pg_hba.conf < <(sed "s/@OWNER@/$owner/" "$checkout/deploy/postgresql/pg_hba.conf") && changed=0
    install_config pg_ident.conf <<<"$ident" && changed=0
    return "$changed"
}

# install_config NAME: standard input becomes the data folder's file NAME; true when that changed it.
install_config() {
    local text
    text=$(cat)
    [[ $text != "$(as_owner cat "$data/$1" 2>/dev/null || true)" ]] || return 1
    printf '%s\n' "$text" | write_file "$data/$1" 0600
}

# cluster_processes: those of PostgreSQL in this data folder, which is their working directory. A process id in a lock
# file tells less: after a crash or a power cut it may be a zombie's or another program's.
cluster_processes() {
    local folder process
    folder=$(as_owner readlink -f "$data") || return 0
    # shellcheck disable=SC2016
    as_owner bash -c 'for process in /proc/[0-9]*; do
        if [[ $(readlink "$process/cwd" 2>/dev/null) == "$1" ]]; then printf "%s\n" "${process#/proc/}"; fi
    done' -- "$folder"
}

cluster_running() {
    local postmaster
    postmaster=$(as_owner head -n 1 "$data/postmaster.pid" 2>/dev/null) || return 1
    [[ $'\n'$(cluster_processes)$'\n' == *$'\n'$postmaster$'\n'* ]]
}

cluster_start() {
    local tries
    # What a killed postmaster leaves behind notices within seconds, and must be gone before the lock is taken away.
    for ((tries = 0; tries < 100; tries++)); do
        [[ -n $(cluster_processes) ]] || break
        sleep 0.1
    done
    [[ -z $(cluster_processes) ]] || fail "processes of a PostgreSQL that was killed still live in $data"
    as_owner rm -f "$data/postmaster.pid" "$socket$socket_file" "$socket$socket_file.lock"
    as_owner env -i PATH="$pg_bin:/usr/bin:/bin" LC_ALL=C.UTF-8 \
        "$pg_bin/pg_ctl" start -s -w -t 120 -D "$data" -l "$cluster/log/postgresql-start.log" || {
        as_owner tail -n 10 "$cluster/log/postgresql-start.log" >&2
        return 1
    }
}

# cluster_stop [fast|immediate]
cluster_stop() {
    ! cluster_running || as_owner "$pg_bin/pg_ctl" stop -s -w -t 60 -m "${1:-fast}" -D "$data"
}

# at_url URL: the functions below act on the cluster of a libpq URL, whose user may create roles, instead of a private
# one. User and password move into libpq's environment: a command line is read by everybody on the machine.
at_url() {
    local url=$1 pattern='^(postgres(ql)?://)(([^@/?]*)@)?([^/?]*)(/([^?]*))?(\?(.*))?$' credentials parameter
    local scheme host parameters=()
    [[ $url =~ $pattern ]] || fail "SOGOC_DATABASE_URL must have the form postgresql://USER@HOST/DATABASE"
    scheme=${BASH_REMATCH[1]} credentials=${BASH_REMATCH[4]} host=${BASH_REMATCH[5]} database=${BASH_REMATCH[7]}
    if [[ -n $credentials ]]; then
        PGUSER=$(percent_decoded "${credentials%%:*}")
        export PGUSER
        [[ $credentials != *:* ]] || PGPASSWORD=$(percent_decoded "${credentials#*:}")
    fi
    local IFS='&'
    for parameter in ${BASH_REMATCH[9]}; do
        case $parameter in
            user=*) PGUSER=$(percent_decoded "${parameter#*=}") && export PGUSER ;;
            password=*) PGPASSWORD=$(percent_decoded "${parameter#*=}") ;;
            *) parameters+=("$parameter") ;;
        esac
    done
    [[ -z ${PGPASSWORD:-} ]] || export PGPASSWORD
    case ${database:=sogoc} in
        postgres | template0 | template1)
            fail "SOGOC_DATABASE_URL must name the register's own database (it is created), not $database" ;;
    esac
    local query="${parameters[*]}"
    database_url=$scheme$host/$database${query:+?$query}
    maintenance=$scheme$host/postgres${query:+?$query}
    superuser_psql=(psql -X -q -w -v ON_ERROR_STOP=1)
}

# percent_encoded PATH: for a URL's query; everything but letters, digits and / . _ - is encoded, byte by byte.
percent_encoded() {
    local LC_ALL=C character index text=''
    for ((index = 0; index < ${#1}; index++)); do
        character=${1:index:1}
        if [[ $character != [a-zA-Z0-9/._-] ]]; then printf -v character '%%%02X' "'$character"; fi
        text+=$character
    done
    printf '%s\n' "$text"
}

percent_decoded() { printf '%b' "${1//%/\\x}"; }

# prepare_database NAME CONNECTION [TEMPLATE]: the database, if it is missing, and what a superuser owes it: roles,
# extensions, and privileges, which are not copied from a template.
prepare_database() {
    local name=$1 connection=$2 template=${3:-template0}
    "${superuser_psql[@]}" -d "$maintenance" -v name="$name" -v template="$template" <<'SQL'
select format('create database %I template %I', :'name', :'template')
    || case when :'template' = 'template0' then
        ' encoding ''UTF8'' lc_collate ''C.UTF-8'' lc_ctype ''C.UTF-8''' else '' end
where not exists (select from pg_database where datname = :'name') \gexec
SQL
    {
        printf 'set client_min_messages = warning;\n'
        cat "$checkout/sql/roles.sql"
    } | "${superuser_psql[@]}" -d "$connection"
}

# set_passwords CONNECTION: a password from the secrets folder for each role of ours that may sign in.
set_passwords() {
    local connection=$1 role
    for role in $("${superuser_psql[@]}" -d "$connection" -At -c \
        "select rolname from pg_roles where rolname like 'sogoc\\_%' and rolcanlogin order by 1"); do
        make_secret "$role"
        # On standard input, never as an argument; and not into the log or the statistics of a server that keeps them.
        "${superuser_psql[@]}" -d "$connection" <<SQL
select rolsuper from pg_roles where rolname = current_user \\gset
\\if :rolsuper
    set log_statement = none;
    set log_min_duration_statement = -1;
    set pg_stat_statements.track_utility = off;
\\endif
set password_encryption = 'scram-sha-256';
alter role $role password '$(as_owner cat "$secrets/$role")';
SQL
    done
}

# make_secret NAME: 256 random bits in hexadecimal digits in the secrets folder, unless they are there.
make_secret() {
    if as_owner test -s "$secrets/$1"; then return; fi
    od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' | write_file "$secrets/$1" 0600
}
