#!/bin/sh
# Runs inside the image: what screenshots are taken with, Chromium's headless build and fonts for Latin, CJK and emoji. Where the
# distribution has no such package (Ubuntu's is a snap), the image is made without it and the tool says so.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-cache show chromium-headless-shell >/dev/null 2>&1 || exit 0
# Its helpers for a desktop would bring Mesa and LLVM, 180 MB that nothing here draws with.
stand_in=/tmp/slipway-no-desktop
mkdir -p "$stand_in/DEBIAN"
cat >"$stand_in/DEBIAN/control" <<'CONTROL'
Package: slipway-no-desktop
Version: 1
Architecture: all
Maintainer: Slipway
Provides: x11-utils, xdg-utils
Description: stands in for the desktop helpers of a browser without a desktop
CONTROL
dpkg-deb --build --root-owner-group "$stand_in" "$stand_in.deb" >/dev/null
echo 'path-exclude=/usr/lib/chromium/libVkLayer_khronos_validation.so*' >/etc/dpkg/dpkg.cfg.d/slipway-browser
apt-get -qy install --no-install-recommends "$stand_in.deb" \
  chromium-headless-shell fonts-liberation fonts-droid-fallback fonts-noto-color-emoji
rm -rf "$stand_in" "$stand_in.deb"
