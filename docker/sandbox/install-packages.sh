#!/bin/sh
# Runs inside the image, on Docker's builder and in the debootstrap root alike.
set -eu
export DEBIAN_FRONTEND=noninteractive
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/slipway-build
cat >/etc/dpkg/dpkg.cfg.d/slipway-small <<'CFG'
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
CFG
apt-get -q update
apt-get -qy upgrade
xargs apt-get -qy install --no-install-recommends <"$1"
sh "$(dirname "$0")/install-browser.sh"
apt-get clean
rm -rf /var/lib/apt/lists/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log /etc/dpkg/dpkg.cfg.d/slipway-build
