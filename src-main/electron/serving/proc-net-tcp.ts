const LISTENING = '0A';

/**
 * The sockets that listen on a port.
 *
 * @param table text of Linux' `/proc/net/tcp` or `tcp6`
 * @returns their inodes
 */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const isIt = state === LISTENING && local?.split(':')[1] === wanted;
    return isIt && inode !== undefined && inode !== '0' ? [inode] : [];
  });
}
