import { serviceOf } from '../checked-service.ts'
import { checksCommand, unitStatus } from './check-commands.ts'
import { answerTo, type Happening, named, type Todo } from './todo.ts'

/** What to do about something, and where. */
type Mending = Pick<Todo, 'what' | 'of' | 'where' | 'commands'>

/** What is known of what is out of order. */
interface Fault {
  /** In a sentence. */
  readonly host: string
  readonly check: string
  /** What the check found, as a sentence. */
  readonly found: string
  /** Lines that show more of it. */
  readonly commands: readonly string[]
}

const OVER: ReadonlySet<string> = new Set(['service_recovered', 'network_recovered'])

/** What is to be done about a check that is not as it should be, or a host without a network. */
export function afterOutage(subject: string, steps: readonly Happening[]): readonly Todo[] {
  const because = steps.findLast(({ kind }) => Object.hasOwn(STATES, kind) || Object.hasOwn(MENDINGS, kind))
  if (because === undefined) return []
  const { host, check } = serviceOf(subject) ?? { host: subject, check: '' }
  const seen = answerTo([because], steps, ({ kind }) => OVER.has(kind))
  const { finding } = because.fields
  const found = finding === undefined ? '' : `It found: ${named(finding)}. `
  const commands = [...checksCommand('run', check), ...unitStatus(steps)]
  const fault = { host: named(host), check: named(check), found: `${found}${restartsSoFar(steps)}`, commands }
  const { [because.kind]: mending = explaining } = MENDINGS
  return [{ ...mending(fault, because.kind), because, seen }, ...restartsAgain(fault, steps)]
}

/** What was found, where it says how a service is. */
const STATES: Readonly<Record<string, string>> = {
  service_down: 'is down',
  service_late: 'answers late',
  service_warning: 'is to be looked at',
  service_flapping: 'goes down and up all the time',
}

const MENDINGS: Readonly<Record<string, (fault: Fault) => Mending>> = {
  network_down: ({ host, found }) => ({
    what: 'Give',
    of: `${host} its network back.`,
    where: `${found}At its console:`,
    commands: ['ip -brief address', 'ip route'],
  }),
  disk_filling: ({ host, found, commands }) => ({
    what: 'Make room',
    of: `on the disk of ${host} that is nearly full.`,
    where: `${found}On ${host}:`,
    commands: [...commands, 'df -h', 'df -i'],
  }),
  reboot_required: ({ host, found, commands }) => ({
    what: 'Reboot',
    of: `${host} when that disturbs nobody.`,
    where: `${found}On ${host}:`,
    commands,
  }),
}

function explaining({ host, check, found, commands }: Fault, kind: string): Mending {
  return {
    what: 'Find out',
    of: `why ${check} of ${host} ${STATES[kind] ?? ''}.`,
    where: `${found}On ${host}, this shows each step of the check:`,
    commands,
  }
}

function restartsSoFar(steps: readonly Happening[]): string {
  const tries = steps.filter(({ kind }) => kind === 'service_restarted')
  if (tries.length === 0) return ''
  const isFailed = tries.at(-1)?.fields['restart_outcome'] === 'failed'
  return `The agent has tried ${tries.length === 1 ? 'one restart' : `${tries.length} restarts`}${isFailed ? ', and the last one failed' : ''}. `
}

/** What an agent has given up it does again if somebody says so. */
function restartsAgain({ host, check }: Fault, steps: readonly Happening[]): readonly Todo[] {
  const because = steps.findLast(({ kind }) => kind === 'service_given_up')
  if (because === undefined) return []
  return [
    {
      what: 'Let the agent restart',
      of: `${check} of ${host} again.`,
      where: 'Restarts did not help, so it makes none until the check was up for an hour. Once the cause is gone:',
      commands: checksCommand('reset', check),
      because,
      seen: answerTo([because], steps, ({ kind }) => OVER.has(kind)),
    },
  ]
}
