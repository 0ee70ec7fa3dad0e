import { spawnSync } from 'node:child_process'
import { agentCommand } from '../support/agent-process.ts'
import { libfaketime } from './fake-clock.ts'
import { NOBODY } from './nobody.ts'

/** What a scenario does that not every machine supports, or allows everyone. */
export type Need = 'mounts' | 'traces' | 'sets the clock' | 'changes the user'

const NEEDS: Readonly<Record<Need, { readonly isHere: () => boolean; readonly wants: string }>> = {
  mounts: { isHere: () => works('unshare', '--mount', 'true'), wants: 'root' },
  // As a scenario does: from outside, on a process that still runs when a busy machine has started strace.
  traces: {
    isHere: () => works('sh', '-c', 'sleep 3 & strace -qq -o /dev/null -e trace=none -p $!'),
    wants: 'strace, and the right to use it',
  },
  'sets the clock': { isHere: () => libfaketime() !== undefined, wants: 'libfaketime' },
  'changes the user': {
    isHere: () => works(...NOBODY, ...agentCommand(), '--version'),
    wants: 'root, and an agent that everybody may start',
  },
}

const known = new Map<Need, boolean>()

/** Why a scenario cannot run on this machine; undefined if it can. */
export function whyNot(needs: readonly Need[]): string | undefined {
  const need = needs.find((each) => !isHere(each))
  return need === undefined ? undefined : `it ${need}, which takes ${NEEDS[need].wants}`
}

function isHere(need: Need): boolean {
  const answer = known.get(need) ?? NEEDS[need].isHere()
  known.set(need, answer)
  return answer
}

function works(program = '', ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0
}
