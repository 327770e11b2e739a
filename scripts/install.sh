#!/bin/sh
# Installs what Small Steps needs on a Debian machine with Node.js 20.19 to 24: the compiler for two native packages
# where it is missing, then the npm packages. With --tests also Chromium and fonts for the browser tests.
set -eu
cd "$(dirname "$0")/.."

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else echo "Run as root or install sudo; needed: $*" >&2; exit 1; fi
}

packages=""
command -v g++ >/dev/null 2>&1 || packages="$packages g++"
command -v make >/dev/null 2>&1 || packages="$packages make"
command -v python3 >/dev/null 2>&1 || packages="$packages python3"
if [ "${1:-}" = "--tests" ]; then
  command -v chromium >/dev/null 2>&1 || packages="$packages chromium"
  [ -d /usr/share/fonts/truetype/noto ] || packages="$packages fonts-noto-core"
fi
if [ -n "$packages" ]; then
  echo "Installing Debian packages:$packages"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi

# Nothing to do when the installed packages are those of the lock file.
if ! cmp -s package-lock.json node_modules/.installed-lock.json 2>/dev/null; then
  npm ci
  cp package-lock.json node_modules/.installed-lock.json
fi
