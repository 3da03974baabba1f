/** The part of a command that names the host; its first line where none does. A script of many lines tells little by its first one. */
export function askingCommand(command: string, host: string): string {
  const parts = command.split(/\n|;|&&|\|\|/).map((part) => part.trim());
  return parts.find((part) => part.includes(host)) ?? command.trim().split("\n")[0] ?? "";
}
