#!/bin/sh
# Runs inside the image: Node and npm from the unpacked npm packages in $1, the user that the agent's commands run as, and the
# gateway's inner half. That one is static, so that it runs in any other image too.
set -eu
install -d /opt/slipway
gcc -static -Os -s -o /opt/slipway/forward "$(dirname "$0")/forward.c"
cp -a "$1/node/bin/node" /usr/local/bin/node
mkdir -p /usr/local/lib/node_modules
cp -a "$1/npm" /usr/local/lib/node_modules/npm
chown -R 0:0 /usr/local/bin/node /usr/local/lib/node_modules
chmod 755 /usr/local/bin/node
ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
ln -sf ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
chmod 755 /usr/local/lib/node_modules/npm/bin/*-cli.js
ln -sf python3 /usr/bin/python
groupadd --gid 1000 agent
useradd --uid 1000 --gid 1000 --create-home --shell /bin/bash agent
install -d -o 1000 -g 1000 /workspace
