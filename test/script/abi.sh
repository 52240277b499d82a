#!/bin/sh
# What the shared library shows: symbols that begin with st_, each declared in include/strait.h, and all that it declares.
build=${1:-build/release}
cd "$(dirname "$0")/../.." || exit 4
shown=$(nm -D --defined-only "$build/libstrait.so" | awk '{ print $NF }' | sort)
declared=$(grep -oE 'ST_API [^;]*;' include/strait.h | grep -oE '\bst_[a-z_]+\(' | tr -d '(' | sort -u)
bad=0
foreign=$(printf '%s\n' "$shown" | grep -v '^st_')
if [ -n "$shown" ] && [ -z "$foreign" ]; then echo "ok 1 - only st_ symbols"; else echo "not ok 1 - only st_ symbols"; printf '# %s\n' $foreign; bad=1; fi
if [ "$shown" = "$declared" ]; then echo "ok 2 - the symbols are those of the public header"
else echo "not ok 2 - the symbols are those of the public header"; bad=1
    for s in $shown $declared; do [ "$(printf '%s\n' $shown $declared | grep -cx "$s")" = 2 ] || echo "# $s"; done | sort -u
fi
for c in "gcc -std=c99" "gcc -std=c17" "g++ -std=c++11"; do
    echo '#include "strait.h"' >build/abi_header.c
    lang=c; case $c in g++*) lang=c++ ;; esac
    k=$((${k:-2} + 1))
    if $c -x $lang -Wall -Wextra -Wpedantic -Werror -Iinclude -fsyntax-only build/abi_header.c; then echo "ok $k - the header compiles alone: $c"
    else echo "not ok $k - the header compiles alone: $c"; bad=1; fi
done
rm -f build/abi_header.c
told=$(sed -n '/const char \*kind;/,/\*\//p' include/strait.h | grep -oE '[a-z_]+' | sort -u)
lacking=$(sed -n 's/^REASON([A-Z_]*, *"\([a-z_]*\)".*/\1/p' src/match/reasons.def | sort -u | while read -r kind; do echo "$told" | grep -qx "$kind" || echo "$kind"; done)
if [ -n "$told" ] && [ -z "$lacking" ]; then echo "ok $((k + 1)) - the header names every kind of reason"; else echo "not ok $((k + 1)) - the header names every kind of reason"; echo "# $lacking"; bad=1; fi
exit $bad
