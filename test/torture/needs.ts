import { spawnSync } from 'node:child_process'
import { agentCommand } from '../support/agent-process.ts'
import { libfaketime } from './fake-clock.ts'
import { NOBODY } from './nobody.ts'

/** What a scenario cannot do without, and not every machine has. */
export type Need = 'mounting' | 'tracing' | 'a clock to set' | 'another user'

const NEEDS: Readonly<Record<Need, { readonly isHere: () => boolean; readonly hint: string }>> = {
  mounting: { isHere: () => works('unshare', '--mount', 'true'), hint: 'needs root' },
  // As a scenario does it: from outside, on a process that runs.
  tracing: {
    isHere: () => works('sh', '-c', 'sleep 0.1 & strace -qq -o /dev/null -e trace=none -p $!'),
    hint: 'needs strace, and the right to trace',
  },
  'a clock to set': { isHere: () => libfaketime() !== undefined, hint: 'needs libfaketime, package faketime' },
  'another user': {
    isHere: () => works(...NOBODY, ...agentCommand(), '--version'),
    hint: 'needs root, and an agent that everybody may start',
  },
}

const known = new Map<Need, boolean>()

/** What is missing on this machine, with a hint; undefined where all is here. */
export function missing(needs: readonly Need[]): string | undefined {
  const need = needs.find((each) => !isHere(each))
  return need === undefined ? undefined : `no ${need} here (${NEEDS[need].hint})`
}

function isHere(need: Need): boolean {
  const answer = known.get(need) ?? NEEDS[need].isHere()
  known.set(need, answer)
  return answer
}

function works(program = '', ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0
}
