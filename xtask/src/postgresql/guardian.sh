# Creates a PostgreSQL cluster in a new directory, says 'ready', and waits for the end of its input: then, or when
# anything fails, it stops the server and removes the directory.
# Arguments: the directory of the binaries, the port, whether commits wait for the disk (on, off). First line of the input: the password.
set -u
trap '' INT TERM HUP
binaries=$1
port=$2
durable=$3
IFS= read -r password || exit 1
directory=$(mktemp -d "${TMPDIR:-/tmp}/poort-postgresql.XXXXXX" 2>/dev/null || mktemp -d /tmp/poort-postgresql.XXXXXX) || exit 1
unset PGDATA PGPORT PGHOST PGUSER PGDATABASE PGOPTIONS LC_ALL LANG

finish() {
    "$binaries/pg_ctl" -D "$directory/data" -m immediate stop >/dev/null 2>&1
    rm -rf "$directory"
}
trap finish EXIT

create() {
    rm -rf "$directory/data"
    "$binaries/initdb" -D "$directory/data" -U poort --pwfile="$directory/password" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C --no-sync "$@" >"$directory/log" 2>&1
}

printf '%s\n' "$password" >"$directory/password"
# Words sort as on a real server, not by byte, so that a query which forgets its collation is found out here.
# Servers before version 15, or built without ICU, cannot: there byte order has to do.
create --locale-provider=icu --icu-locale=en-US || create || { cat "$directory/log"; exit 1; }

cat >>"$directory/data/postgresql.conf" <<CONFIGURATION
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$directory'
max_connections = 300
fsync = $durable
synchronous_commit = $durable
full_page_writes = $durable
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
CONFIGURATION

"$binaries/pg_ctl" -D "$directory/data" -l "$directory/log" -w -t 60 start >/dev/null 2>&1 ||
    { tail -n 20 "$directory/log"; exit 1; }
echo ready
while IFS= read -r _; do :; done
