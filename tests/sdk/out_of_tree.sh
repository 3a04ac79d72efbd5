#!/usr/bin/env bash
# Builds a plugin of every kind out of tree, against the installed SDK alone: out_of_tree.sh BUILD COMPILER [libc++]
# BUILD is a build folder whose program and plugins are built. With g++ their tests run too, and each is created by the installed
# program; the other compilers show that the headers are theirs as well.
set -euo pipefail
build=$1 compiler=$2 library=${3-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for component in program sdk; do cmake --install "$build" --prefix "$work/prefix" --component "$component" >/dev/null; done
chmod -R a+rX "$work"
cocotalk=$work/prefix/bin/cocotalk

mkdir "$work/plugins"
cd "$work/plugins"
{
  echo 'cmake_minimum_required(VERSION 3.25)'
  echo 'project(plugins LANGUAGES C CXX)'
  echo 'enable_testing()'
} >CMakeLists.txt
modules=()
for template in "$work"/prefix/share/cocotalk/template/*; do
  kind=${template##*/}
  "$cocotalk" plugin new "$kind" "my-$kind" >/dev/null
  echo "add_subdirectory(my-$kind)" >>CMakeLists.txt
  ln -s ../build "my-$kind/build"
  modules+=("my-$kind")
done
((${#modules[@]})) || { echo "there are no templates"; exit 1; }

flags="-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"
[[ ! $library ]] || flags+=" -stdlib=$library"
CCACHE_BASEDIR=$work cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" \
  -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" -DCMAKE_BUILD_TYPE=Debug >configure.log || { cat configure.log; exit 1; }

# Whatever a plugin was compiled with, its isolated test can be; all of them once is enough.
targets=("${modules[@]}" my-session-policy-test)
[[ $compiler != g++ ]] || targets=(all)
CCACHE_BASEDIR=$work ninja -C build "${targets[@]}"
if [[ $compiler == g++ ]]; then
  ctest --test-dir build --output-on-failure
else
  build/my-session-policy/my-session-policy-test
fi

# The host creates each of them, as an ordinary user.
as_user=()
((EUID)) || as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
for module in "${modules[@]}"; do
  cd "$work/plugins/$module"
  echo 'correct horse' >password
  ((EUID)) || chown 65534 . password
  "${as_user[@]}" "$cocotalk" check cocotalk.json
done
