#!/bin/sh
# Installs what the live tests and fault sweeps use, where this is root's Debian; says so loudly elsewhere.
set -eu
packages="bubblewrap chromium dovecot-imapd dovecot-lmtpd faketime libreoffice-calc-nogui libreoffice-writer-nogui openssl poppler-utils postgresql python3-uno strace systemd"
missing=""
for package in $packages; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif [ -n "${CI:-}" ]; then
  echo "missing in CI:$missing" >&2
  exit 1
else
  echo "*** NOT INSTALLED:$missing — the tests that need them are skipped. As root: apt-get install$missing ***" >&2
fi
