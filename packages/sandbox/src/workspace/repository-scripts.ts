/** What the agent shut is opened for reading. Not `chmod -R .`: the folder itself is another's, and BusyBox goes no further then. */
const OPEN_UP = `find . -mindepth 1 -type d ! -perm -0700 -exec chmod u+rwx {} \\; 2>/dev/null
find . -mindepth 1 -type f ! -perm -0600 -exec chmod u+rw {} + 2>/dev/null`;

/** Owned by the container's root: the agent's uid may read it and nothing else. */
export const BASE_REPOSITORY = "/var/lib/slipway/base.git";
const SCRATCH = "/var/lib/slipway/scratch";
/** What MAKE_WORK_TREE ends with where it was to ask first and the base repository is at another commit, or not there. */
export const BASE_ELSEWHERE = 4;

/**
 * As root, in an agent's sandbox without capabilities: `$1` is the commit, stdin a git bundle. A bundle is some lines of text, an empty
 * line and a pack, so it streams into the base repository without being stored twice. Format: git's bundle-format(5). A snapshot that
 * holds the commit needs no bundle; one of another commit gets a new base, since a pack is indexed faster than it is joined to another.
 */
export const RECEIVE_BUNDLE = `umask 022
mkdir -p ${BASE_REPOSITORY} && mkdir -p -m 1777 ${SCRATCH} && chmod 1777 ${SCRATCH} || end 1
[ -d /workspace ] || mkdir -m 777 /workspace
[ -d /home/agent ] || mkdir -m 777 -p /home/agent
case "$(cat /etc/passwd)" in *:x:1000:*) ;; *) echo 'agent:x:1000:1000::/home/agent:/bin/sh' >>/etc/passwd ;; esac
export GIT_DIR=${BASE_REPOSITORY} HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
[ ! -f "$GIT_DIR/HEAD" ] || [ "$(git rev-parse -q --verify refs/heads/slipway-base 2>/dev/null)" != "$1" ] || end 0
left=$(cat "$GIT_DIR/info/exclude" 2>/dev/null)
rm -rf "$GIT_DIR" && git init -q --bare --template= || end 1
mkdir -p "$GIT_DIR/info" && printf '%s\\n' "$left" >"$GIT_DIR/info/exclude" && echo '* !diff' >"$GIT_DIR/info/attributes" || end 1
while IFS= read -r line && [ -n "$line" ]; do :; done
git index-pack --stdin >/dev/null && git update-ref refs/heads/slipway-base "$1"`;

/**
 * As the agent: a work tree of its own on branch `$2` at commit `$1`, objects borrowed from the base; `$3` bytes of a patch on stdin. With
 * `$4` as `ask` it does nothing where the base is not at that commit.
 * In a folder that holds files already, a snapshot's, unchanged files keep their times, ignored ones and those that setup left stay, all
 * others go. That is judged as the change is judged later: by the base repository's settings, whatever setup did to the work tree's own.
 */
export const MAKE_WORK_TREE = `commit=$1 branch=$2 bytes=$3
if [ "$4" = ask ]; then
  read -r slw_base 2>/dev/null <${BASE_REPOSITORY}/refs/heads/slipway-base && [ "$slw_base" = "$commit" ] && [ -w ${SCRATCH} ] || end ${BASE_ELSEWHERE}
fi
cd /workspace || end 1
used=; for entry in * .[!.]* ..?*; do [ -e "$entry" ] || [ -L "$entry" ] && used=1 && break; done
own() { git -c core.hooksPath=/dev/null -c core.fsmonitor=false "$@"; }
base() {
  GIT_DIR=${BASE_REPOSITORY} GIT_WORK_TREE=/workspace GIT_INDEX_FILE=/workspace/.git/index HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 \\
    GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1 own -c core.excludesFile=/dev/null "$@"
}
[ -d .git ] && [ ! -L .git ] || rm -f .git
set --
for entry in .git/* .git/.[!.]*; do case $entry in .git/config | .git/hooks) ;; *) set -- "$@" "$entry" ;; esac; done
rm -rf -- "$@"
own init -q --template= 2>/dev/null || { rm -rf .git && own init -q --template=; } || end 1
heads=.git/refs/heads/$branch
mkdir -p .git/objects/info .git/info "\${heads%/*}" || end 1
[ ! -f ${BASE_REPOSITORY}/info/exclude ] || cat ${BASE_REPOSITORY}/info/exclude >.git/info/exclude
echo ${BASE_REPOSITORY}/objects >.git/objects/info/alternates
named=; [ ! -f "$HOME/.gitconfig" ] || while read -r line; do [ "$line" != '# Slipway' ] || named=1; done <"$HOME/.gitconfig"
[ -n "$named" ] || cat >>"$HOME/.gitconfig" <<'CONFIG'
# Slipway
[safe]
	directory = *
[user]
	name = Slipway Agent
	email = agent@slipway.invalid
[init]
	defaultBranch = main
[advice]
	detachedHead = false
CONFIG
echo "$commit" >"$heads" && echo "ref: refs/heads/$branch" >.git/HEAD || end 1
if [ -z "$used" ]; then git reset -q --hard || end 1
else
  base read-tree "$commit" || end 1
  base update-index -q --refresh >/dev/null
  base checkout-index -q -f -u -a || end 1
  base clean -ffdq 2>/dev/null || { ${OPEN_UP}; base clean -ffdq; } || end 1
fi
[ "$bytes" = 0 ] || head -c "$bytes" | git apply --index --binary --whitespace=nowarn || end 3`;

/** As root, after setup: whatever it made in the agent's folders is the agent's. A chown that changes nothing would copy the file into the layer. */
export const HAND_OVER = `find /workspace /home/agent \\( ! -user 1000 -o ! -group 1000 \\) -exec chown -h 1000:1000 {} + || end 1
rm -rf ${SCRATCH} && mkdir -m 1777 ${SCRATCH} && chmod 1777 ${SCRATCH}`;

/**
 * As root, after setup: what it left in the work tree and git does not ignore is written to the base repository's list of ignored files,
 * so that it neither goes with a move to another commit nor shows up in a change. Beyond 2000 files whole folders are listed, since git
 * compares each file with each line. A name with a line break cannot be listed.
 */
export const LIST_LEFT_FILES = `cd /workspace && scratch=$(mktemp -d) || end 1
export GIT_DIR=${BASE_REPOSITORY} GIT_WORK_TREE=/workspace GIT_INDEX_FILE=$scratch/index
export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1
left() {
  git -c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.excludesFile=/dev/null ls-files -o --exclude-standard -z "$@" | tr '\\n\\0' '\\001\\n'
}
git read-tree slipway-base || end 1
left | head -n 2001 >"$scratch/left" || end 1
[ "$(wc -l <"$scratch/left")" -le 2000 ] || left --directory >"$scratch/left"
mkdir -p "$GIT_DIR/info" && odd=$(printf '\\001') || end 1
sed -n "/$odd/d"'; s/[][\\\\*?]/\\\\&/g; s/ $/\\\\ /; s|^|/|p' "$scratch/left" >>"$GIT_DIR/info/exclude"
code=$?
rm -rf "$scratch"
end $code`;

/**
 * As the agent's uid, after everything else of that uid was killed: the patch from commit `$1` to the work tree, on stdout. Nothing in
 * /workspace/.git is obeyed; its index is read once, for ignored files that the agent added by force. Where nested repositories
 * stand in the tree, their files count and their .git does not. With `$2` as `running` nothing is killed, and nothing moved: it fails
 * where that would be needed.
 */
export const COLLECT_CHANGE = `[ "$2" = running ] || kill -s KILL -- -1 2>/dev/null
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
cd /workspace || end 1
scratch=$(mktemp -d ${SCRATCH}/collect.XXXXXX) || end 1
mkdir "$scratch/objects" "$scratch/nested" || end 1
export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_NO_REPLACE_OBJECTS=1
export GIT_DIR=${BASE_REPOSITORY} GIT_WORK_TREE=/workspace GIT_INDEX_FILE=$scratch/index
export GIT_OBJECT_DIRECTORY=$scratch/objects GIT_ALTERNATE_OBJECT_DIRECTORIES=${BASE_REPOSITORY}/objects
g() { git -c core.fsmonitor=false -c core.hooksPath=/dev/null -c core.excludesFile=/dev/null -c advice.addEmbeddedRepo=false -c core.quotePath=true "$@"; }
finish() { rm -rf "$scratch"; end "$1"; }
add() {
  g add -A -- . 2>"$scratch/errors" && ! grep -q 'could not open directory' "$scratch/errors" && links >"$scratch/links" && ! grep -vxFf "$scratch/known" "$scratch/links" >"$scratch/new"
}
links() { g ls-files -s -z | tr '\\n\\0' '\\001\\n' | sed -n 's/^160000 [0-9a-f]* 0	//p'; }
plain() { printf %s "$1" | tr '\\001' '\\n'; }
number=0
set_aside() {
  find . -mindepth 2 -name .git -prune -print0 2>/dev/null | tr '\\n\\0' '\\001\\n' >"$scratch/found"
  while IFS= read -r path; do
    folder=\${path%/.git}
    grep -qxF -- "\${folder#./}" "$scratch/known" && continue
    number=$((number + 1))
    mv "$(plain "$path")" "$scratch/nested/$number" && printf '%s\\n%s\\n' "$number" "$folder" >>"$scratch/moved"
  done <"$scratch/found"
  tr '\\n\\001' '\\0\\n' <"$scratch/new" | g update-index -z --force-remove --stdin
}
put_back() { while IFS= read -r number && IFS= read -r folder; do mv "$scratch/nested/$number" "$(plain "$folder/.git")"; done <"$scratch/moved"; }
: >"$scratch/moved"; : >"$scratch/new"
g read-tree "$1" && links >"$scratch/known" || finish 1
if ! add; then
  [ "$2" != running ] || finish 1
  set_aside
  add || { ${OPEN_UP}; set_aside; g add -A -- . 2>"$scratch/errors"; } || { put_back; cat "$scratch/errors" >&2; finish 1; }
fi
if [ -f .git/index ]; then
  GIT_INDEX_FILE=/workspace/.git/index g ls-files -z -c -i --exclude-standard >"$scratch/forced" 2>/dev/null
  [ ! -s "$scratch/forced" ] || g update-index -z --add --remove --stdin <"$scratch/forced" 2>/dev/null ||
    xargs -0 -n 1 git update-index --add --remove -- <"$scratch/forced" 2>/dev/null
fi
put_back
tree=$(g write-tree) || finish 1
g diff-tree -r -p --binary --full-index -M --no-ext-diff --no-textconv --no-color --src-prefix=a/ --dst-prefix=b/ "$1" "$tree"
finish $?`;
