import { counted } from '../../../lib/terminal/count.ts'
import { sizeWithUnit } from '../../../lib/terminal/size-with-unit.ts'
import { ROLES } from '../../roles/roles.ts'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import type { KernelLog } from '../kernel-log.ts'
import type { UnitProperties } from '../shown-units.ts'

/** From this share of its limit on the kernel makes a service slow (MemoryHigh=, systemd.resource-control(5)). */
const NEAR = 0.9

/** Fewer restarts by themselves are told of, and are no reason to worry. */
const MANY = 3

const KILLED = /\bKilled process \d{1,10} \((spoor-[\w-]{1,10})\)/

/** Memory and restarts of the services. */
export const memory: Examination = {
  name: 'memory',
  usesNetwork: false,
  examine: async ({ units, kernel }) => {
    const shown = await units()
    const killed = kills(await kernel())
    if ('reason' in shown) return [untold(`Memory and restarts cannot be told: ${shown.reason}.`), ...killed]
    const symptoms = ROLES.flatMap(({ name }) => {
      const unit = `spoor-agent-${name}.service`
      return symptomsIn(unit, shown.units.get(unit) ?? {})
    })
    return [...symptoms, ...killed]
  },
}

function symptomsIn(unit: string, properties: UnitProperties): readonly Symptom[] {
  if (properties['LoadState'] !== 'loaded') return []
  const [restarts, used, high] = ['NRestarts', 'MemoryCurrent', 'MemoryHigh'].map((key) => Number(properties[key]))
  const log = `journalctl --unit=${unit} --lines=50 --no-pager`
  if (properties['Result'] === 'oom-kill')
    return [failing(`${unit} was killed because it took too much memory.`, WHY_KILLED, log)]
  const again = restarts === undefined || !Number.isSafeInteger(restarts) ? 0 : restarts
  const text = `${unit} was restarted by itself ${counted(again, 'time')} since it was started`
  if (again >= MANY)
    return [
      doubtful(`${text}.`, 'It ends when it should not; its journal says why. Nothing is lost, but it is late.', log),
    ]
  if (!isMemory(used) || !isMemory(high)) return [well(`${text}.`)]
  const memoryText = `${sizeWithUnit(used)} of ${sizeWithUnit(high)} memory`
  if (used >= high * NEAR)
    return [
      doubtful(
        `${unit} takes ${memoryText}.`,
        'At its limit the kernel slows it down, and reports come late.',
        'spoor-agent status --long',
        `systemctl edit ${unit}`,
      ),
    ]
  return [well(`${text}, and takes ${memoryText}.`)]
}

const WHY_KILLED = 'It was started again, and lost nothing; it comes late, and will be killed again.'

/** systemd says 2^64-1 or `infinity` where there is no number. */
function isMemory(bytes: number | undefined): bytes is number {
  return bytes !== undefined && Number.isSafeInteger(bytes)
}

function kills(log: KernelLog): readonly Symptom[] {
  if ('reason' in log) return [untold(`Whether the kernel killed the agent cannot be told: ${log.reason}.`)]
  const titles = log.lines.flatMap((line) => KILLED.exec(line)?.[1] ?? [])
  if (titles.length === 0) return []
  const what = `The kernel killed ${[...new Set(titles)].join(', ')} in the last 24 hours, as memory ran out.`
  return [failing(what, WHY_KILLED, 'journalctl --dmesg --since=-24h --grep="Killed process"', 'free -h')]
}
