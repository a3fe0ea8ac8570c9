#!/usr/bin/env bash
# Runs the tests: all of them, or the steps that are named.
#
#   tests/run.sh [STEP...]        tests/run.sh suite        tests/run.sh site minifier
#
#   lint      format, lints, documentation
#   suite     unit tests and test suite, without the minifier
#   site      the site of the real paper: checked, looked at in a browser, read by the HTML checker
#   minifier  lints and unit tests with the minifier
#
# `site` first installs what it lacks: Chromium, nginx and Java (Debian packages, as root), and Node packages.
#
# The minifier brings 90 packages, which take as long to compile as all others together. Therefore they are
# compiled once, for the release build: lints, documentation and suite do without them, and what is tested with
# the minifier is compiled in the release profile, on top of that build.
set -euo pipefail
cd "$(dirname "$0")/.."

lint() {
  cargo fmt --check
  cargo clippy --quiet --locked --all-targets --no-default-features -- -D warnings
  RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-default-features --no-deps --document-private-items
}

suite() {
  cargo test --quiet --locked --no-default-features
}

# Built as a user builds it, and once more with an address.
site() {
  install_what_the_browser_tests_need
  cargo build --release --quiet --locked
  local glossator=target/release/glossator
  local format=()
  if [ -n "${GITHUB_ACTIONS:-}" ]; then format=(--format github); fi # a warning is shown at its line of the change
  "$glossator" check --strict --budget --output-dir target/browser/site "${format[@]}"
  "$glossator" build --quiet --output-dir target/browser/site
  "$glossator" build --quiet --output-dir target/browser/based --base-url https://example.org/library/paper/
  (cd tests/browser && node --test --test-force-exit --test-concurrency=2 --test-reporter=spec)
}

# `cargo clippy` would compile the minifier's packages again, for their metadata alone. As the compiler of this one
# package, clippy takes those of the release build. What it makes is only tested: it need not be optimised.
minifier() {
  local fast=(--config 'profile.release.package.glossator.opt-level=0')
  RUSTC_WORKSPACE_WRAPPER=clippy-driver cargo rustc --quiet --locked --release --lib "${fast[@]}" -- -D warnings
  cargo test --quiet --locked --release --lib "${fast[@]}"
}

install() { # install COMMAND PACKAGE: the Debian package that has a command, if the command is missing
  command -v "$1" >/dev/null && return
  echo "installing $2" >&2
  if [ -z "${refreshed:-}" ]; then apt-get update -qq && refreshed=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

install_what_the_browser_tests_need() {
  install chromium chromium
  install /usr/sbin/nginx nginx-light
  install java default-jre-headless
  if [ ! -d tests/browser/node_modules ] || [ tests/browser/package-lock.json -nt tests/browser/node_modules ]; then
    (cd tests/browser && npm ci --no-fund --no-audit --loglevel=error && touch node_modules)
  fi
}

steps=(lint suite site minifier)
if [ $# -gt 0 ]; then steps=("$@"); fi
for step in "${steps[@]}"; do
  case $step in
    lint | suite | site | minifier) ;;
    *) echo "no step '$step': lint, suite, site, minifier" >&2 && exit 2 ;;
  esac
done

seconds=()
table() { # how long each step took, the one that failed included
  printf '\n%-10s%8s\n' step seconds
  for index in "${!seconds[@]}"; do printf '%-10s%8s\n' "${steps[index]}" "${seconds[index]}"; done
}
trap 'status=$?; if [ -n "${began:-}" ]; then seconds+=("$((SECONDS - began)) failed"); fi; table; exit $status' EXIT

for step in "${steps[@]}"; do
  echo "== $step"
  began=$SECONDS
  "$step"
  seconds+=("$((SECONDS - began))")
  began=
done
