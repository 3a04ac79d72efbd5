#!/usr/bin/env bash
# Includes go plugins → sdk ← core: no plugin knows the core or another plugin, the core knows no plugin, the SDK knows nobody.
# Prints every include that crosses an arrow; exits 1 if there is one.
#
#   arrows.sh [ROOT]
set -euo pipefail
shopt -s globstar nullglob
cd "${1:-.}"

# includes FILE: what it includes, one a line, as written: "net/lane.hpp" or <cocotalk/net.h>.
includes() { sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*(["<][^">]+[">]).*/\1/p' "$1"; }

plugins=(plugins/*/)
plugins=("${plugins[@]#plugins/}")  # "net/", "storage/" …
crossed=0

complain() {
  echo "$1: includes $2, $3"
  crossed=1
}

names_a_plugin() {
  local target=${1:1} plugin
  for plugin in "${plugins[@]}"; do [[ $target == "$plugin"* || $target == plugins/* ]] && return 0; done
  return 1
}

sources_of() { find "$@" -name '*.h' -o -name '*.hpp' -o -name '*.c' -o -name '*.cpp' 2>/dev/null | sort; }

while read -r file; do
  own=${file#plugins/}
  own=${own%%/*}
  while read -r target; do
    case $target in
      '"core/'* | '<core/'*) complain "$file" "$target" "but a plugin knows the SDK only" ;;
      '"sdk/'*) complain "$file" "$target" "but the SDK is included as <cocotalk/…>" ;;
      "\"$own/"*) ;;
      *) if names_a_plugin "$target"; then
           complain "$file" "$target" "but a plugin does not know another; what both need is an interface in sdk/"
         fi ;;
    esac
  done < <(includes "$file")
done < <(sources_of plugins)

while read -r file; do
  while read -r target; do
    if names_a_plugin "$target"; then complain "$file" "$target" "but the core knows plugins by their interfaces only"; fi
    if [[ $file == core/domain/* && $target =~ ^.core/(api|host|plugins)/ ]]; then
      complain "$file" "$target" "but the domain knows rooms and people, neither JSON nor how code is loaded"
    fi
  done < <(includes "$file")
done < <(sources_of core)

while read -r file; do
  while read -r target; do
    case $target in
      '"cocotalk/'*) ;;
      '"'* | '<core/'*) complain "$file" "$target" "but the SDK knows itself only, as <cocotalk/…>" ;;
    esac
  done < <(includes "$file")
done < <(sources_of sdk)

exit "$crossed"
