import { basename } from 'node:path'
import { userNamed } from '../../../lib/system/users/passwd.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { OLD_PROGRAMS, OLD_UNIT_NAMES } from '../../app-spoor/old-units.ts'
import { USER, WATCH_USER } from '../../program.ts'
import { ROLES } from '../../roles/roles.ts'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import type { HostProcess } from '../host-processes.ts'
import type { Patient } from '../patient.ts'
import type { ShownUnits } from '../shown-units.ts'

/** App::Spoor's programs; Perl runs them by their paths. */
const PROGRAMS = new Set<string>(Object.values(OLD_PROGRAMS))

const WHY_TWICE = 'Both report the same events, so each arrives twice.'

/** Whether somebody else does the agent's work: App::Spoor, or a second agent. */
export const competitors: Examination = {
  name: 'competitors',
  usesNetwork: false,
  examine: async (patient) => {
    const [units, processes] = [await patient.units(), await patient.processes()]
    const found = [...appSpoor(units), ...programs(processes), ...secondAgents(patient, processes)]
    if (found.length > 0) return found
    if (processes.length === 0) return [untold('Whether App::Spoor or a second agent runs cannot be told.')]
    return [well('Neither App::Spoor nor a second agent runs.')]
  },
}

function appSpoor(shown: ShownUnits): readonly Symptom[] {
  if ('reason' in shown) return []
  return OLD_UNIT_NAMES.flatMap((name) => {
    const { ActiveState: active = '', UnitFileState: file = '' } = shown.units.get(name) ?? {}
    const stop = `systemctl disable --now ${name}`
    if (/^(?:active|activating|reloading)$/.test(active))
      return [failing(`App::Spoor still runs: ${name} is ${active}.`, WHY_TWICE, stop)]
    if (file.startsWith('enabled'))
      return [
        doubtful(
          `App::Spoor's ${name} does not run, and is ${file}.`,
          `It starts at the next boot. ${WHY_TWICE}`,
          stop,
        ),
      ]
    return []
  })
}

/** Its programs however they were started. They run as root: what an account calls its process says nothing. */
function programs(processes: readonly HostProcess[]): readonly Symptom[] {
  return processes.flatMap(({ pid, uid, words }) => {
    if (uid !== 0) return []
    const program = words
      .slice(0, 4)
      .filter((word) => word.startsWith('/'))
      .map((word) => basename(word))
      .find((name) => PROGRAMS.has(name))
    return program === undefined
      ? []
      : [failing(`App::Spoor still runs: process ${pid} is ${program}.`, WHY_TWICE, `systemctl status ${pid}`)]
  })
}

/** Processes of the agent's roles besides those that this configuration knows of. */
function secondAgents({ status }: Patient, processes: readonly HostProcess[]): readonly Symptom[] {
  // Any account can call a process like that.
  const runners = new Set([0, ...[USER, WATCH_USER].flatMap((name) => userNamed(name)?.uid ?? [])])
  return ROLES.flatMap(({ name, title }) => {
    const others = processes.filter(
      ({ title: its, pid, uid }) => its === title && pid !== status[name]?.pid && runners.has(uid),
    )
    if (others.length === 0) return []
    const pids = others.map(({ pid }) => pid)
    const what = `${counted(pids.length, 'process', 'processes')} of a second agent ${pids.length === 1 ? 'runs' : 'run'} as ${name}: ${pids.join(', ')}.`
    const why = `If it reads the same logs into another spool, each event arrives twice.`
    return [doubtful(what, why, ...pids.map((pid) => `systemctl status ${pid}`))]
  })
}
