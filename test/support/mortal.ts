import { spawnSync } from 'node:child_process'

const WORDS = ['setpriv', '--pdeathsig', 'KILL', '--']

/**
 * The words before a command with which it dies when this process does, however that ends (PR_SET_PDEATHSIG in
 * prctl(2)); it is its child all the same. None where util-linux is older than 2.33.
 */
export const mortal: readonly string[] = spawnSync('setpriv', [...WORDS.slice(1), 'true']).status === 0 ? WORDS : []
