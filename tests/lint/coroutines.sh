#!/usr/bin/env bash
# g++ 12 destroys a braced temporary in the full expression of a co_await twice, silently (architecture: "Measured traps"). So no
# brace may open between `co_await` and the end of its statement, and no co_await may stand inside braces of an expression.
# Prints every such line; exits 1 if there is one.
#
#   coroutines.sh [ROOT]
set -euo pipefail
shopt -s nullglob
cd "${1:-.}"

folders=(core/ plugins/ sdk/ bench/ tests/ examples/)
for i in "${!folders[@]}"; do [[ -d ${folders[i]} ]] || unset 'folders[i]'; done

found=$(find "${folders[@]}" -name node_modules -prune -o \( -name '*.hpp' -o -name '*.cpp' \) -print | sort | xargs -r perl -0777 -ne '
  s{R"\((.*?)\)"|"(?:[^"\\\n]|\\.)*"|//[^\n]*}{ my $lines = () = $& =~ /\n/g; "\n" x $lines }gse;  # texts may say anything
  while (/\bco_await\b[^;{}]*([;{}])/g) {
    my ($text, $end, $at) = ($&, $1, $-[0]);
    next if $end eq ";";
    # The brace after "if (co_await …)" opens a body: more parentheses are closed than opened.
    next if $end eq "{" && (() = $text =~ /\)/g) > (() = $text =~ /\(/g);
    my $line = 1 + (() = substr($_, 0, $at) =~ /\n/g);
    print "$ARGV:$line: a brace in a co_await expression; give the temporary a name first\n";
  }')
[[ -z $found ]] || { echo "$found"; exit 1; }
