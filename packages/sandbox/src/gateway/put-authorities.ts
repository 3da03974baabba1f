import { UnavailableError } from "@slipway/core";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import type { Authorities } from "./host-authorities.ts";
import { AUTHORITIES_PATH } from "./proxy-environment.ts";

/**
 * Where the image brings a bundle, the host's own authorities join it; else the whole of the host's is taken. `$1` bytes of own ones and
 * then the usual ones stand on stdin, `$2` in all. apt reads no variable for authorities, and neither it nor what it starts must need one for the proxy.
 */
const PUT = `umask 022
mkdir -p /opt/slipway || end 1
bytes=$2; : >${AUTHORITIES_PATH}.new
for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem; do
  [ -s "$bundle" ] && { cat "$bundle" >${AUTHORITIES_PATH}.new && bytes=$1; break; }
done
[ "$bytes" = 0 ] || head -c "$bytes" >>${AUTHORITIES_PATH}.new
chmod 644 ${AUTHORITIES_PATH}.new && mv -f ${AUTHORITIES_PATH}.new ${AUTHORITIES_PATH} || end 1
[ -d /etc/apt/apt.conf.d ] || end 0
cat >/etc/apt/apt.conf.d/95slipway <<'CONFIG'
Acquire::http::Proxy "http://127.0.0.1:3128";
Acquire::https::Proxy "http://127.0.0.1:3128";
Acquire::https::CAInfo "${AUTHORITIES_PATH}";
CONFIG
end 0`;

/** Makes the sandbox trust what the host trusts. The files are root's; an agent can read them and nothing else. */
export async function putAuthorities(state: SandboxState, { own, usual }: Authorities): Promise<void> {
  const stdin = Buffer.from(own + usual);
  const args = [String(Buffer.byteLength(own)), String(stdin.length)];
  const { exitCode, errors } = await runScript(state, { user: "0:0", body: PUT, args, stdin });
  if (exitCode !== 0) throw new UnavailableError(`The host's authorities could not be put into the sandbox: ${errors.trim()}`);
}
