import { mountPath } from '../../../lib/system/files/mounts.ts'

/**
 * What systemd mounts over a path that a unit must not see (InaccessiblePaths=), from `/run/systemd`, or `/run/host` in
 * a container. It unmounts first what was mounted there and below, so the own table of mounts says nothing of it.
 */
const MASK = /\/inaccessible\/(?:dir|reg)$/

/** The paths in a table of mounts (proc_pid_mountinfo(5)) that this process must not see. */
export function masksIn(table: string): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const [, , , root = '', path] = line.split(' ')
    return path !== undefined && MASK.test(root) ? [mountPath(path)] : []
  })
}

/** Whether a path is one of these, or below one. */
export function isBehind(masks: readonly string[], path: string): boolean {
  return masks.some((mask) => path === mask || path.startsWith(`${mask}/`))
}
