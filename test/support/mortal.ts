import { spawnSync } from 'node:child_process'

const WORDS = ['setpriv', '--pdeathsig', 'KILL', '--']

/**
 * A command prefix that makes the command die with this process, however it ends (PR_SET_PDEATHSIG in prctl(2)), and
 * still be its direct child. Empty if util-linux is older than 2.33.
 */
export const mortal: readonly string[] = spawnSync('setpriv', [...WORDS.slice(1), 'true']).status === 0 ? WORDS : []
