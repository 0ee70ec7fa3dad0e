import { execFileSync } from 'node:child_process'

/** The user `nobody` and his group on every distribution. */
const ID = '65534'

/** The words that run the agent as somebody who is not root. */
export const NOBODY: readonly string[] = ['setpriv', `--reuid=${ID}`, `--regid=${ID}`, '--clear-groups', '--']

/** Gives a folder and all in it to that user. */
export function giveToNobody(folder: string): void {
  execFileSync('chown', ['-R', `${ID}:${ID}`, folder])
}
