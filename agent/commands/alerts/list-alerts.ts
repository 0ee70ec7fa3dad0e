import { EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import { AlertMemory } from '../../alerts/alert-memory.ts'
import { alertFilterWords, paceWords } from '../../alerts/filter-words.ts'
import type { AlertConfig } from '../../config/alerts/alert-config.ts'
import { spoolFolders } from '../../spool/spool-folders.ts'
import { statusOf } from '../../status/status.ts'
import type { AlertsParts } from './alerts-parts.ts'

/** An alert as it is listed; times in milliseconds since the epoch. */
interface ListedAlert {
  readonly name: string
  readonly type: AlertConfig['way']['type']
  readonly recipients: readonly string[]
  readonly enabled: boolean
  readonly tells: string
  readonly when: string
  readonly lastTold?: number | undefined
  /** As the running transmitter told last. */
  readonly held?: number | undefined
  readonly nextDue?: number | undefined
  /** Reports whose events wait for a command. */
  readonly waiting?: number | undefined
  readonly problem?: string | undefined
}

/** Prints each alert: whom it tells of what, when, and how that goes. */
export async function listAlerts({ config, alerts, options, io: { stdout } }: AlertsParts): Promise<number> {
  const { transmitter, spool } = await statusOf(config)
  const folders = spoolFolders(config.spool.path)
  const listed = await Promise.all(
    alerts.map(async (alert): Promise<ListedAlert> => {
      const { alert: holding, problem, lastError } = transmitter.receivers?.[alert.name] ?? {}
      const { told } = (await AlertMemory.read(folders, alert.name)).now
      const now = transmitter.running ? { held: holding?.held, nextDue: holding?.due } : {}
      const queue = alert.way.type === 'command' ? { waiting: spool.receivers?.[alert.name]?.waiting } : {}
      const reason = problem === undefined ? undefined : lastError?.reason
      return { ...constantOf(alert), lastTold: told, ...now, ...queue, problem: reason }
    }),
  )
  if (options['json'] === true) {
    for (const each of listed) stdout.write(`${plainJson(each)}\n`)
    return EXIT.ok
  }
  if (listed.length === 0) stdout.write('There is no alert; write alerts in the configuration.\n')
  const blocks = listed.map((each) => table(rowsOf(each), widthOf(stdout)).join('\n'))
  if (blocks.length > 0) stdout.write(`${blocks.join('\n\n')}\n`)
  return EXIT.ok
}

function constantOf(alert: AlertConfig): Omit<ListedAlert, 'lastTold' | 'held' | 'nextDue' | 'waiting' | 'problem'> {
  const { name, way, enabled } = alert
  return {
    name,
    type: way.type,
    recipients: recipientsOf(way),
    enabled,
    tells: alertFilterWords(alert),
    when: paceWords(alert),
  }
}

function recipientsOf(way: AlertConfig['way']): readonly string[] {
  if (way.type === 'mail') return way.settings.to
  return way.type === 'command' ? [way.settings.exec.join(' ')] : [URL.parse(way.settings.url)?.origin ?? '']
}

function rowsOf(alert: ListedAlert): readonly (readonly string[])[] {
  const { name, type, recipients, enabled, tells, when, lastTold, held, nextDue, waiting, problem } = alert
  const next = nextDue === undefined ? '' : `; told at ${localTime(nextDue)}`
  const rows = [
    ['alert', enabled ? name : `${name} (alerts.${name}.enabled: false)`],
    [type === 'command' ? 'runs' : 'to', `${type}: ${recipients.join(', ')}`],
    ['tells', tells],
    ['when', when],
    ['last told', lastTold === undefined ? 'never' : localTime(lastTold)],
    ...(held === undefined ? [] : [['holds', `${counted(held, 'event')}${next}`]]),
    ...(waiting === undefined ? [] : [['waiting', counted(waiting, 'report')]]),
    ...(problem === undefined ? [] : [['problem', problem]]),
  ]
  return rows.map((row) => row.map(plainText))
}
