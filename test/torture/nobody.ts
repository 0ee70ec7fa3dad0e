import { execFileSync } from 'node:child_process'

/** The user `nobody` and his group on every distribution. */
const ID = '65534'

/** The command prefix that runs the agent as an unprivileged user. */
export const NOBODY: readonly string[] = ['setpriv', `--reuid=${ID}`, `--regid=${ID}`, '--clear-groups', '--']

/** Gives a folder and its content to that user. */
export function giveToNobody(folder: string): void {
  execFileSync('chown', ['-R', `${ID}:${ID}`, folder])
}
