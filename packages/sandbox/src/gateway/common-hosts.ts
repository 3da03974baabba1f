import type { CommandResult, Workspace } from "@slipway/core";
import type { HostRule } from "./gateway-policy.ts";
import { parseHost } from "./parse-target.ts";

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 1_000_000;
const MAX_HOSTS = 100;
const TOOL_CHARACTERS = 40;

const UNANSWERED = "slipway: no answer of ";

/**
 * Asks each package manager that the image has for the registries it is set to use. `ask` bounds one that hangs or would fetch itself, and
 * tells of one that was ended. What a tool's own program holds as its default is read from there, so that a mirror's setting and the default come from the same place.
 */
const ASK = String.raw`
export COREPACK_ENABLE_NETWORK=0 NO_UPDATE_NOTIFIER=1 npm_config_update_notifier=false
has() { command -v "$1" >/dev/null 2>&1; }
ask() {
  if has timeout; then timeout 15 "$@"; else "$@"; fi </dev/null 2>/dev/null
  case $? in 124|137|143) printf '%s%s\n' '${UNANSWERED}' "$1" >&2 ;; esac
  echo
}
has npm && ask npm config list --json | grep -i 'registry"'
has yarn && { ask yarn config get registry; ask yarn config get npmRegistryServer; }
has apt-get && { ask apt-get indextargets --format '$(SITE)'; cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#'; }
[ -r /etc/apk/repositories ] && grep -v '^ *#' /etc/apk/repositories
cat /etc/yum.repos.d/*.repo 2>/dev/null | grep -E '^(baseurl|mirrorlist|metalink)'
for python in python3 python; do
  has $python || continue
  ask $python -m pip config list | grep index-url
  ask $python -c 'from pip._internal.models.index import PyPI as p; print("https://%s/\nhttps://%s/" % (p.netloc, p.file_storage_domain))'
  break
done
[ -n "$UV_INDEX_URL$UV_DEFAULT_INDEX" ] && echo "$UV_INDEX_URL $UV_DEFAULT_INDEX"
has go && ask go env GOPROXY | tr ',|' '\n\n'
has go && echo "https://$(ask go env GOSUMDB | cut -d ' ' -f 1)/"
if has cargo; then
  cat "$HOME/.cargo/config.toml" "$CARGO_HOME/config.toml" 2>/dev/null | grep -E '^ *(index|registry|replace-with) *='
  program=$(ask rustc --print sysroot | head -n 1)/bin/cargo; [ -x "$program" ] || program=$(command -v cargo)
  grep -aoE 'sparse\+https://[a-z0-9.-]+/' "$program" | sort -u
fi
has gem && ask gem sources --list
has gem && has ruby && ask ruby -e '
  require "bundler"
  require "uri"
  Gem.sources.each do |source|
    fetcher = Bundler::Fetcher::Base.allocate
    fetcher.instance_variable_set(:@remote, Struct.new(:uri).new(URI(source.to_s)))
    puts fetcher.fetch_uri
  end'
has composer && ask composer config --global repositories
exit 0
`;

/** `unanswered` says why the rules may lack some, or is null where every tool spoke. */
export type RegistryAnswer = { rules: HostRule[]; unanswered: string | null };

/** The registries for which the image's own package managers are configured. Tools that are missing or fail are passed over. */
export async function commonHosts(workspace: Pick<Workspace, "runCommand">): Promise<HostRule[]> {
  return (await askRegistries(workspace)).rules;
}

/** As `commonHosts`, for who keeps the answer: a tool that was ended may speak the next time. */
export async function askRegistries(workspace: Pick<Workspace, "runCommand">): Promise<RegistryAnswer> {
  let text = "";
  const result = await workspace.runCommand({
    command: ASK,
    cwd: "/",
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_BYTES,
    onOutput: (chunk) => (text += chunk),
  });
  return { rules: registryRules(text), unanswered: whyIncomplete(result, text) };
}

function whyIncomplete({ ending, exitCode, outOfMemory }: CommandResult, text: string): string | null {
  if (ending === "timed_out") return "the question took too long";
  if (ending === "killed" || exitCode !== 0) return "the question was ended";
  const tool = text.split(UNANSWERED)[1]?.split("\n")[0];
  if (tool !== undefined) return `${tool.slice(0, TOOL_CHARACTERS)} did not answer`;
  return outOfMemory ? "memory ran out" : null;
}

/**
 * A rule for each host of a URL in the text. A registry is asked over TLS beside its own port, since plain ones lead there; one whose
 * name begins with `index.` serves its files from its neighbours, as cargo's does.
 */
export function registryRules(text: string): HostRule[] {
  const ports = new Map<string, Set<number>>();
  for (const [, scheme, authority = ""] of text.matchAll(/(https?):\/\/([^\s/"',;<>\\]+)/gi)) {
    const [, name = "", port] = /^(?:[^@]*@)?([^:@]+)(?::(\d{1,5}))?$/.exec(authority) ?? [];
    const host = parseHost(name);
    if (host === null || (ports.size >= MAX_HOSTS && !ports.has(host))) continue;
    const own = ports.get(host) ?? new Set<number>();
    ports.set(host, own.add(port === undefined ? (scheme?.toLowerCase() === "http" ? 80 : 443) : Number(port)));
  }
  return [...ports].flatMap(([host, own]) => {
    const rule = { pattern: host, ports: [...own].filter((port) => port !== 443) };
    const [, neighbours] = /^index\.([^.]+\..+)$/.exec(host) ?? [];
    return neighbours === undefined ? [rule] : [rule, { pattern: `*.${neighbours}`, ports: [] }];
  });
}
