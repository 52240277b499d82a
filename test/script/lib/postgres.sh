#!/bin/sh
# A PostgreSQL server of the test's own, in a temporary folder, reachable by a socket in it alone.
#   postgres.sh start DIR    makes and starts it; prints its URL; status 3 with the reason when the package is not there
#   postgres.sh sql DIR SQL  runs a statement          postgres.sh stop DIR    stops it at once and removes the folder
# The server refuses to run as root: then it runs as the user that the package made, or as nobody.
set -eu
verb=$1; dir=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] && [ -x "$bin/initdb" ] || { echo "the Debian package postgresql is not installed"; exit 3; }
user=
if [ "$(id -u)" = 0 ]; then
    if id postgres >/dev/null 2>&1; then user=postgres; else user=nobody; fi
fi
as() { if [ -n "$user" ]; then runuser -u "$user" -- "$@"; else "$@"; fi; }
case $verb in
    start)
        mkdir -p "$dir"; chmod 700 "$dir"
        [ -z "$user" ] || chown "$user" "$dir"
        cd "$dir"
        as "$bin/initdb" -D "$dir/data" -U strait -A trust -E UTF8 --locale=C --no-sync >"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 4; }
        as "$bin/pg_ctl" -D "$dir/data" -w -t 120 -l "$dir/server.log" -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off -c shared_buffers=16MB" start >>"$dir.log" 2>&1 || { cat "$dir.log" >&2; exit 4; }
        echo "postgres://strait@/postgres?host=$dir" ;;
    sql) cd "$dir"; PGOPTIONS='-c client_min_messages=warning' as "$bin/psql" -q -X -v ON_ERROR_STOP=1 -h "$dir" -U strait postgres -c "$3" >/dev/null ;;
    stop)
        cd "$dir"
        as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
        cd /; rm -rf "$dir" "$dir.log" ;;
esac
