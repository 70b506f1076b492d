/**
 * Pure: the file that makes a Linux desktop start a program at login, by the Desktop Entry and Autostart
 * specifications.
 *
 * @param command program and arguments
 */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Orderdeck',
    'Comment=Orders as they are in the database, this moment',
    `Exec=${command.map(quote).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Quoted twice: once for the value of a key, where a backslash escapes, once for the command line in it. */
function quote(argument: string): string {
  // A percent sign begins a field code, such as the place of a file's name.
  const plain = argument.replace(/%/g, '%%');
  if (/^[\w@+=:,./%-]+$/.test(plain)) return plain;
  return `"${plain.replace(/["`$\\]/g, '\\$&')}"`.replace(/\\/g, '\\\\');
}
