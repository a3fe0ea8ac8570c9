#!/usr/bin/env bash
# Runs every test. Installs what is missing first: Chromium, nginx, Java (Debian packages, as root) and the
# Node packages of the browser tests. Arguments go to `cargo test`.
set -euo pipefail
cd "$(dirname "$0")/.."

install() { # install COMMAND PACKAGE: the Debian package that has a command, if the command is missing
  command -v "$1" >/dev/null && return
  echo "installing $2" >&2
  if [ -z "${refreshed:-}" ]; then apt-get update -qq && refreshed=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}
install chromium chromium
install /usr/sbin/nginx nginx-light
install java default-jre-headless
if [ ! -d tests/browser/node_modules ] || [ tests/browser/package-lock.json -nt tests/browser/node_modules ]; then
  (cd tests/browser && npm ci --no-fund --no-audit --loglevel=error && touch node_modules)
fi

# The passes, with and without the minifier.
cargo test --quiet --no-default-features "$@"
cargo test --quiet "$@"

# The site of the real paper, built as a user builds it, once more with an address of its own, then
# looked at in a browser and read by the HTML checker.
cargo build --release --quiet
glossator=target/release/glossator
"$glossator" check --strict --budget --output-dir target/browser/site
"$glossator" build --quiet --output-dir target/browser/site
"$glossator" build --quiet --output-dir target/browser/based --base-url https://example.org/library/paper/
(cd tests/browser && node --test --test-force-exit --test-reporter=spec)
