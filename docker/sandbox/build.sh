#!/usr/bin/env bash
# Builds the default sandbox image under the tag given (slipway/sandbox:dev when none is), and does nothing when the
# image made from these same files is there. Docker builds it where the base image can be pulled; elsewhere
# debootstrap makes the root from the package mirror that this host's own apt uses.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tag=${1:-slipway/sandbox:dev}
node_version=24.21.0
npm_version=11.19.1
base=debian:bookworm-slim

fail() {
  printf 'sandbox image: %s\n' "$*" >&2
  exit 1
}

recipe_hash() {
  (cd "$here" && find . -type f ! -name README.md -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32)
}

hash=$(recipe_hash)
label=slipway.recipe=$hash

# What was committed from a container of this image inherits the label: snapshots and the like carry labels of their own beside it.
reuse_image() {
  local found candidate others='{{index .Config.Labels "slipway.instance"}}{{index .Config.Labels "slipway.role"}}'
  found=$(docker image ls --quiet --no-trunc --filter "label=$label") || fail "Docker does not answer; start it and run this again"
  for candidate in $found; do
    [ -z "$(docker image inspect --format "$others" "$candidate")" ] || continue
    docker tag "$candidate" "$tag"
    return 0
  done
  return 1
}

unpack_package() {
  local archive
  archive=$(cd "$work" && npm pack --silent --ignore-scripts --pack-destination "$work" "$1" | tail -n 1) || fail "npm could not fetch $1"
  mkdir -p "$2"
  tar -xzf "$work/$archive" -C "$2" --strip-components=1
}

fetch_runtime() {
  local arch
  case $(docker version --format '{{.Server.Arch}}') in
    amd64) arch=x64 ;;
    arm64) arch=arm64 ;;
    *) fail "no Node build for this Docker Engine's architecture" ;;
  esac
  unpack_package "node-linux-$arch@$node_version" "$work/context/runtime/node"
  unpack_package "npm@$npm_version" "$work/context/runtime/npm"
}

build_with_docker() {
  docker image inspect "$base" >/dev/null 2>&1 || timeout 120 docker pull --quiet "$base" >/dev/null 2>&1 || return 1
  docker build --tag "$tag" --label "$label" "$work/context"
}

# Prints "uri suite component" for each of the distribution's own sources that apt reads on this host.
distribution_sources() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
    awk -v code="$1" '($2 == code || $2 == code "-updates" || $2 == code "-security") &&
      ($3 == "main" || $3 == "universe") && ($4 == "" || $4 == "Debian" || $4 == "Ubuntu") { print $1, $2, $3 }' | sort -u
}

require_debootstrap() {
  command -v apt-get >/dev/null || fail "cannot pull $base, and this host has no apt to build the image from; make $base available to Docker"
  [ "$(id -u)" = 0 ] || fail "cannot pull $base; run this script as root once, so that debootstrap can build the image"
  command -v debootstrap >/dev/null && return
  [ "${SLIPWAY_NO_INSTALL:-}" != 1 ] || fail "cannot pull $base; run: apt-get install debootstrap"
  apt-get -qy install --no-install-recommends debootstrap || fail "cannot pull $base and cannot install debootstrap"
}

build_with_debootstrap() {
  require_debootstrap
  local root=$work/root code sources mirror authority
  # shellcheck source=/dev/null
  code=$(. /etc/os-release && echo "$VERSION_CODENAME")
  sources=$(distribution_sources "$code")
  mirror=$(awk -v code="$code" '$2 == code { print $1; exit }' <<<"$sources")
  [ -n "$mirror" ] || fail "apt's sources on this host name no mirror for $code"
  debootstrap --variant=minbase "$code" "$root" "$mirror"
  rm -f "$root/etc/apt/sources.list"
  awk '{ print "deb", $0 }' <<<"$sources" >"$root/etc/apt/sources.list.d/distribution.list"
  mkdir -p "$root/tmp/slipway"
  cp -a "$work/context/." "$root/tmp/slipway/"
  authority=/etc/ssl/certs/ca-certificates.crt
  if [ -f "$authority" ]; then
    cp -L "$authority" "$root/tmp/slipway/authorities.crt"
    echo 'Acquire::https::CAInfo "/tmp/slipway/authorities.crt";' >"$root/etc/apt/apt.conf.d/99slipway-build"
  fi
  apt-config dump | grep -E '^Acquire::https?::Proxy ' >>"$root/etc/apt/apt.conf.d/99slipway-build" || true
  chroot "$root" sh /tmp/slipway/install-packages.sh /tmp/slipway/packages.txt
  chroot "$root" sh /tmp/slipway/install-agent.sh /tmp/slipway/runtime
  rm -rf "$root/tmp/slipway" "$root/etc/apt/apt.conf.d/99slipway-build" "$root/etc/resolv.conf" "$root/etc/hostname"
  find "$root/usr/share/doc" "$root/usr/share/man" "$root/usr/share/info" "$root/usr/share/locale" -type f ! -name copyright -delete 2>/dev/null || true
  tar --numeric-owner --one-file-system -C "$root" -c . |
    docker import --change "LABEL $label" --change 'ENV LANG=C.UTF-8' --change 'WORKDIR /workspace' --change 'CMD ["sleep","infinity"]' \
      --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$tag" >/dev/null
}

if reuse_image; then
  exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/slipway-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/context"
cp "$here"/{Dockerfile,packages.txt,install-packages.sh,install-browser.sh,install-agent.sh,forward.c} "$work/context/"
fetch_runtime
build_with_docker || build_with_debootstrap
