/** The parts of a command that name the host; its first line where none does. A script of many lines tells little by its first one. */
export function askingCommands(command: string, host: string): string[] {
  const parts = command.split(/\n|;|&&|\|\|/).map((part) => part.trim());
  const naming = [...new Set(parts.filter((part) => part.includes(host)))];
  return naming.length > 0 ? naming : [command.trim().split("\n")[0] ?? ""];
}
