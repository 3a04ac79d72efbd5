#!/usr/bin/env bash
# What is committed works on any machine: no home folders, no build folders of one person, no addresses of package registries in
# lock files. Prints every such line; exits 1 if there is one.
#
#   paths.sh [ROOT]
set -euo pipefail
cd "${1:-.}"

here='/(home|root|work|Users)/[A-Za-z]|/tmp/b-'
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
  files=(git ls-files -z --cached --others --exclude-standard)
else
  files=(find . \( -name node_modules -o -name 'build*' \) -prune -o -type f -print0)
fi
found=$("${files[@]}" | xargs -0 -r grep -InHE "$here" -- 2>/dev/null | grep -v '^\(\./\)\?tests/lint/' || true)
registries=$("${files[@]}" | grep -zE 'package-lock\.json$' | xargs -0 -r grep -nHE '"resolved"' -- || true)
[[ -z $found$registries ]] || { printf '%s\n' "$found" "$registries" | sed '/^$/d; s/$/   (a path or registry of one machine)/'; exit 1; }
