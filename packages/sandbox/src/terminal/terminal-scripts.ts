/** Root's alone, beside the base repository; gone with the container. */
export const TERMINAL_FOLDER = "/var/lib/slipway/terminal";

/** As root: `$1` names the file, `$2` is new each time; the content is on stdin. */
export const PUT_TERMINAL_FILE = `mkdir -p -m 700 ${TERMINAL_FOLDER} || end 1
cat >"${TERMINAL_FOLDER}/$2" && mv -f "${TERMINAL_FOLDER}/$2" "${TERMINAL_FOLDER}/$1"`;

/** Read by any shell as it starts: the same profile as a setup script's login shell, then what the page's buttons use. */
const PROFILE = `SLIPWAY_PATH=$PATH
[ ! -r /etc/profile ] || . /etc/profile
for slw_file in "$HOME/.bash_profile" "$HOME/.bash_login" "$HOME/.profile"; do
  [ ! -r "$slw_file" ] || { . "$slw_file"; break; }
done
PATH=$PATH:$SLIPWAY_PATH
unset SLIPWAY_PATH slw_file
setup_script() {
  slw_shell=sh; command -v bash >/dev/null 2>&1 && slw_shell=bash
  "$slw_shell" -l ${TERMINAL_FOLDER}/setup.sh
  slw_code=$?
  printf '\\n[the setup script ended with exit code %s]\\n' "$slw_code"
  return "$slw_code"
}
PS1='setup:\${PWD}# '
[ -z "\${BASH_VERSION:-}" ] || . ${TERMINAL_FOLDER}/bashrc
`;

/** Notes each command of the prompt with its exit code. The number of the history tells a new one from an empty line. */
const BASHRC = `HISTFILE= HISTCONTROL=ignorespace HISTSIZE=5000 HISTTIMEFORMAT=
shopt -s cmdhist lithist checkwinsize
PS1='\\[\\e[1m\\]setup\\[\\e[0m\\]:\\w\\$ '
slw_last=
slw_note() {
  local code=$? entry
  entry=$(HISTTIMEFORMAT= history 1)
  if [[ $entry =~ ^[[:space:]]*([0-9]+)[*]?[[:space:]][[:space:]](.*)$ && \${BASH_REMATCH[1]} != "$slw_last" ]]; then
    slw_last=\${BASH_REMATCH[1]}
    printf '%s\\0%s\\0' "$code" "\${BASH_REMATCH[2]}" >>${TERMINAL_FOLDER}/tried
  fi
  return "$code"
}
PROMPT_COMMAND=slw_note
`;

export const TERMINAL_FILES: Record<string, string> = { profile: PROFILE, bashrc: BASHRC };

export const START_SHELL = `cd /workspace || exit 1
if command -v bash >/dev/null 2>&1; then exec bash --rcfile ${TERMINAL_FOLDER}/profile -i; fi
ENV=${TERMINAL_FOLDER}/profile exec /bin/sh -i`;
