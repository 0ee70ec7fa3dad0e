import { realPath } from '../../../lib/system/files/real-path.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { followedLogs } from '../followed-logs.ts'
import { symptomsOf } from '../found-of.ts'
import { hiddenBy } from '../hidden-path.ts'
import type { Patient } from '../patient.ts'
import type { UnitProperties } from '../shown-units.ts'

const COLLECTOR = 'spoor-agent-collector.service'

const WHY = 'What stands in a log that cannot be read is not reported.'

/** What this user may not read, the collector may. */
const OWN_RIGHTS = /cannot be (?:read|looked for) by this user \((?:EACCES|EPERM)\)/

/** Whether the logs are there, can be read in the collector's unit, and grow. */
export const logStates: Examination = {
  name: 'logs',
  usesNetwork: false,
  examine: async (patient) => {
    const found = symptomsOf(
      await patient.checked(false),
      (check) => check === 'log',
      () => ({ why: WHY, remedy: ['spoor-agent check --for collect'] }),
    )
    const all = [
      ...found.filter(({ what }) => !isExposure(what)).map(asCollector),
      ...(await hiddenLogs(patient)),
      ...(await writtenLast(patient)),
    ]
    return all.length > 0 ? all : [untold('No log is known to be followed here.', 'spoor-agent check --for collect')]
  },
}

/** The examination of folders says that. */
function isExposure(what: string): boolean {
  return what.startsWith('Users other than root can write to ')
}

function asCollector(symptom: Symptom): Symptom {
  return OWN_RIGHTS.test(symptom.what) ? untold(symptom.what, 'sudo spoor-agent doctor') : symptom
}

/** Logs that the unit of the collector hides, whatever the rights of its user. */
async function hiddenLogs({ loaded, units }: Patient): Promise<readonly Symptom[]> {
  const shown = await units()
  if (loaded === undefined || 'reason' in shown) return []
  const collector = shown.units.get(COLLECTOR)
  if (collector?.['LoadState'] !== 'loaded') return []
  const paths = (await followedLogs(loaded)).map(({ path }) => path)
  const hidden = paths.flatMap((path) => {
    const by = hiddenBy(collector, realPath(path))
    return by === undefined ? [] : [hiddenText(path, by)]
  })
  return [...hidden, ...withoutCapability(collector)]
}

function hiddenText(path: string, by: string): Symptom {
  return failing(
    `${path} is hidden from the collector by its unit (${by}).`,
    `${WHY} The unit hides what is not a log; docs/install.md says how to show a folder again.`,
    'systemctl edit spoor-agent-collector',
    'systemctl restart spoor-agent-collector',
  )
}

/** Without its one capability it reads what everybody may read. */
function withoutCapability(unit: UnitProperties): readonly Symptom[] {
  const { AmbientCapabilities: capabilities, User: user } = unit
  if (capabilities === undefined || user === 'root' || user === '') return []
  if (/cap_dac_read_search/i.test(capabilities)) return []
  return [
    doubtful(
      'The unit of the collector lacks the capability CAP_DAC_READ_SEARCH, so it reads only logs that its user may read.',
      WHY,
      'systemctl cat spoor-agent-collector',
      'systemctl revert spoor-agent-collector',
    ),
  ]
}

/** Logs that stopped growing against their habit, as `status` warns of them; of the others when they were written. */
async function writtenLast({ loaded, warnings, now }: Patient): Promise<readonly Symptom[]> {
  const stalled = warnings
    .filter(({ code }) => code === 'driver_stalled')
    .map(({ text, remedy }) =>
      doubtful(
        `${text} ${remedy}`,
        'A service that writes elsewhere, or nothing, is not watched.',
        'spoor-agent status --long',
      ),
    )
  const logs = loaded === undefined ? [] : await followedLogs(loaded)
  const last = logs.map(({ path, mtimeMs }) => `${path} ${inWords(now - mtimeMs)} ago`)
  return stalled.length > 0 || last.length === 0 ? stalled : [well(`Last written: ${last.join(', ')}.`)]
}
