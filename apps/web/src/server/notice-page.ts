/** A page for whoever cannot see the dashboard now. It stands alone: no script, no file of the app. */
export function noticePage(message: { title: string; lines: readonly string[] }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${message.title} · Slipway</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="mark">Slipway</p>
<h1>${message.title}</h1>
${message.lines.map((line) => `<p>${line}</p>`).join("\n")}
</main>
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #5c6270; --ground: #fafafa; --card: #fff; --line: #e3e5ea; --code: #f1f2f5; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef2; --soft: #a0a7b4; --ground: #0e0f12; --card: #16181d; --line: #272a31; --code: #22252c; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink);
  font: 15px/1.6 ui-sans-serif, system-ui, sans-serif; }
main { width: 100%; max-width: 460px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
.mark { font-weight: 600; letter-spacing: -.01em; color: var(--soft); margin-bottom: 20px; }
h1 { font-size: 22px; line-height: 1.3; letter-spacing: -.02em; margin-bottom: 12px; }
p + p, h1 + p { margin-top: 10px; }
code { font: 13px/1.5 ui-monospace, monospace; background: var(--code); padding: 2px 6px; border-radius: 6px; }
`;
