import { shellWord } from '../../../lib/text/shell-word.ts'
import type { Happening } from './todo.ts'

/** The name of a check as the agent's configuration takes it: whatever else was told as one is in no command. */
const CHECK_NAME = /^[a-z][a-z\d-]{0,31}$/

/** A unit of systemd as a check names it that restarts it. */
const RESTARTED_UNIT = /^systemctl ([a-z\d][\w@.:-]{0,127})$/i

/** What the agent does with a check, as a line for root on its host; none if the name cannot stand in one. */
export function checksCommand(deed: 'run' | 'reset', check: string): readonly string[] {
  return CHECK_NAME.test(check) ? [`spoor-agent checks ${deed} ${check}`] : []
}

/** Shows how the unit is that the agent restarts for a check; none if no step tells of a restart of one. */
export function unitStatus(steps: readonly Happening[]): readonly string[] {
  const told = steps.findLast(({ fields }) => RESTARTED_UNIT.test(String(fields['restart'] ?? '')))
  const [, unit] = RESTARTED_UNIT.exec(String(told?.fields['restart'] ?? '')) ?? []
  return unit === undefined ? [] : [`systemctl status ${shellWord(unit)}`]
}
