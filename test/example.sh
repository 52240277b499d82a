#!/bin/sh
# The library as a user meets it: include/example.c, compiled with include/ alone and linked with the shared library alone, over a tiny index.
#   test/example.sh BUILD_DIR
build=${1:-build/release}
cd "$(dirname "$0")/.." || exit 4
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
n=0
bad=0
check() { # name, condition...
    n=$((n + 1))
    name=$1
    shift
    if "$@"; then echo "ok $n - $name"; else echo "not ok $n - $name"; bad=1; sed 's/^/# /' "$work/out"; fi
}
has() { grep -qF -- "$1" "$work/out"; }

"$build/strait" build -o "$work/tiny.stx" test/data/example_un.xml >"$work/out" 2>&1
check "the tiny index is built" [ $? -eq 0 ]
"$build/test/example" "$work/tiny.stx" "Vasily Exampkov" 1961 >"$work/out" 2>&1
check "a hit gives status 1" [ $? -eq 1 ]
check "it names the party" has ":9900001"
check "it tells the misspelt part" has "spelling: exampkov | examplov"
check "it tells the date" has "birth_date: 1961 | 1961-03-12"
check "it counts the parties" has "1 of 3 parties"
sum=$(awk '/^ +[+-][0-9]/ { sum += $1 } END { printf "%+.1f", sum }' "$work/out")
check "the reasons add up to the evidence" has "  $sum bits  "
"$build/test/example" "$work/tiny.stx" "Wholly Different" >"$work/out" 2>&1
check "no hit gives status 0" [ $? -eq 0 ]
"$build/test/example" "$work/tiny.stx" "Vasily Examplov" yesterday >"$work/out" 2>&1
check "a wrong date gives status 3" [ $? -eq 3 ]
check "and is explained" has 'the birth date "yesterday" cannot be read'
head -c 1000 "$work/tiny.stx" >"$work/cut.stx"
"$build/test/example" "$work/cut.stx" "Vasily Examplov" >"$work/out" 2>&1
check "a cut index is refused" [ $? -eq 3 ]
"$build/test/example" "$work/none.stx" "Vasily Examplov" >"$work/out" 2>&1
check "so is one that is not there" [ $? -eq 3 ]
exit $bad
