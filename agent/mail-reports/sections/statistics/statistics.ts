import { SEVERITIES } from '../../../../lib/event/severity.ts'
import { writeAtomically } from '../../../../lib/system/files/atomic-file.ts'
import { unpainted } from '../../../../lib/terminal/colour.ts'
import { counted } from '../../../../lib/terminal/count.ts'
import { table } from '../../../../lib/terminal/table.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import { utc } from '../../../../lib/time/date-and-time.ts'
import { hostNameOf } from '../../../config/host-name.ts'
import { StoredEvents } from '../../../events/stored-events.ts'
import { newestFirst } from '../../../spool/sealed-numbers.ts'
import { type SpoolFolders, spoolFolders } from '../../../spool/spool-folders.ts'
import { healthOf, warningsOf } from '../../../status/health.ts'
import { printStatus } from '../../../status/print.ts'
import { shownRoles } from '../../../status/shown-roles.ts'
import { statusOf } from '../../../status/status.ts'
import type { Section } from '../section.ts'
import { type CountedUntil, countedUntil, countedUntilText } from './counted-until.ts'
import { EventCounts, mostFirst } from './event-counts.ts'

/** Columns of the part. */
const WIDTH = 120

/** Mailboxes that are named. */
const MOST_MAILBOXES = 10

/** Tells which events were sealed since the last report, and how the agent is; the latter as `status` shows it. */
export const statisticsSection: Section<'statistics'> = async ({ config, state, next, now, out, say }) => {
  const folders = spoolFolders(config.spool.path)
  const last = await lastNumber(folders)
  const since = await sinceWhen(state, last, say)
  const events = new StoredEvents(
    { folders, host: hostNameOf(config) },
    {
      after: since?.report ?? 0,
      upTo: last,
      isWanted: () => true,
      onDamaged: (path, problem) => say(`${path}: ${problem}; its events are not counted.`),
    },
  )
  const counts = new EventCounts()
  for await (const entries of events) for (const entry of entries) counts.add(entry)
  const dropped = events.counts.dropped
  if (dropped > 0)
    say(`${counted(dropped, 'report was', 'reports were')} dropped by hand; their events are not counted.`)
  const status = await statusOf(config)
  const roles = await shownRoles()
  const warnings = warningsOf(status, roles)
  const health = healthOf(status, warnings)
  const screen = { width: WIDTH, paint: unpainted, now }
  const shown = printStatus(status, { roles, health, warnings }, screen)
  await out.write(`${[firstLine(counts, since, health), ...tables(counts)].join('\n')}\n\n${shown}`)
  if (next !== undefined) await writeAtomically(next, countedUntilText({ report: last, time: now }))
}

/** The number of the last report that was sealed; 0 if there is none. */
async function lastNumber(folders: SpoolFolders): Promise<number> {
  for await (const number of newestFirst(0, folders, 1)) return number
  return 0
}

async function sinceWhen(
  state: string,
  last: number,
  say: (sentence: string) => void,
): Promise<CountedUntil | undefined> {
  const since = await countedUntil(state)
  if (since === 'damaged') say(`${state} cannot be understood, so all events in the spool are counted.`)
  if (since === 'damaged' || since === undefined || since.report <= last) return since === 'damaged' ? undefined : since
  say('The spool was begun anew since the last report, so all events in it are counted.')
  return { report: 0, time: since.time }
}

function firstLine(counts: EventCounts, since: CountedUntil | undefined, health: string): string {
  const severities = SEVERITIES.toReversed().flatMap((severity) => {
    const count = counts.bySeverity.get(severity)
    return count === undefined ? [] : [`${count} ${severity}`]
  })
  const total = counts.total === 0 ? 'no events' : counted(counts.total, 'event')
  const period = since === undefined ? 'in the spool so far' : `since ${utc(since.time)}`
  const shares = severities.length === 0 ? '' : `: ${severities.join(', ')}`
  return `${total} ${period}${shares}; health: ${health === 'healthy' ? 'ok' : health}`
}

function tables(counts: EventCounts): readonly string[] {
  const kinds = mostFirst(counts.byKind).map(([key, count]) => key.split(' ').concat(String(count)))
  const mailboxes = counts.mailboxes(MOST_MAILBOXES).map(([mailbox, count]) => [plainText(mailbox), String(count)])
  return [
    ...(kinds.length === 0 ? [] : ['', ...table([['KIND', 'SEVERITY', 'EVENTS'], ...kinds], WIDTH)]),
    ...(mailboxes.length === 0 ? [] : ['', ...table([['MAILBOX', 'EVENTS ABOVE INFO'], ...mailboxes], WIDTH)]),
    ...(counts.isExact ? [] : ['Too many mailboxes to count each: these may have had more.']),
  ]
}
