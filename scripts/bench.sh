#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/launcher.sh
if [ "${1:-}" = codex ]; then exec node bench/bench-codex.ts "$@"; fi
if [ "${1:-}" = waiting ]; then exec node bench/bench-waiting.ts "$@"; fi
exec node bench/bench.ts "$@"
