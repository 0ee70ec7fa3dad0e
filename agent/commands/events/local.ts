import type { Io, Options } from '../../../lib/command-line/command.ts'
import { systemClock } from '../../../lib/system/clock.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { becomeOwnerOf } from '../../../lib/system/users/owner.ts'
import { USER_DOMAINS } from '../../../lib/system/users/user-domains.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { localZone } from '../../../lib/time/local-zone.ts'
import { isWithin, periodOf } from '../../../lib/time/period.ts'
import type { Config } from '../../config/config.ts'
import { domainsOf, isOfAccount } from '../../events/account.ts'
import { entryFilter } from '../../events/filter.ts'
import type { StoredEvents } from '../../events/stored-events.ts'
import { sourceNotices } from '../../follow/notices.ts'
import { Screen } from '../../replay/screen.ts'
import { spoolFolders } from '../../spool/spool-folders.ts'
import { CHANGE_LOG } from '../../spool/upkeep/change-log.ts'
import { printLines } from '../printed-lines.ts'
import { printOne, refuseOthers } from './one-event.ts'
import { linesIn, printFormOf } from './print-form.ts'
import { SpoolReading } from './spool-reading.ts'

/** An event is sealed after it happened; clocks may be wrong by this much, in seconds. */
const DAY = 86_400

const NO_API = 'The configuration names no Spoor API: these are the events in the spool of this server (--local).'

/**
 * Prints the events in the spool that the options ask for. Works while the services run, as root or as the spool's
 * owner. Throws `ActionNeeded`.
 */
export async function printLocal(
  config: Config,
  options: Options,
  io: Io,
  userDomains: string = USER_DOMAINS,
): Promise<number> {
  const { id } = options
  if (id !== undefined) refuseOthers(options)
  const form = printFormOf(options)
  const screen = new Screen(io.stderr)
  if (options['local'] !== true) screen.say(NO_API)
  const { name: zone, unknown } = localZone()
  if (unknown !== undefined) screen.say(sourceNotices.zoneUnknown(unknown).text)
  const { mailbox, ip, kind, severity, account, since, until } = typedIn(options)
  const now = Math.floor(systemClock.now() / 1000)
  const period = periodOf({ since, until }, { now, zone })
  const fits = entryFilter({ mailbox, ip, kind, severity })
  const isOwn = await ownedBy(account, userDomains, screen)
  const { root } = spoolFolders(config.spool.path)
  await becomeOwnerOf(root)
  const reading = new SpoolReading(config, screen)
  const printed = async (): Promise<number> => {
    if (id !== undefined) return printOne(options, { reading, zone, screen, io })
    const events = reading.read({
      changedSince: period.since - DAY,
      isWanted: (entry) => isWithin(period, Number(entry['time'])) && fits(entry) && isOwn(entry),
    })
    const code = await printLines(linesIn(events, form, { zone, screen, stdout: io.stdout }), io)
    for (const sentence of summaryOf(events, reading, root)) screen.say(sentence)
    return code
  }
  try {
    const code = await printed()
    return code === EXIT.ok && reading.damaged > 0 ? EXIT.failed : code
  } catch (error) {
    if (error instanceof ActionNeeded || codeOf(error) === undefined) throw error
    throw new ActionNeeded(`events: ${plainText(messageOf(error))}`, EXIT.failed, { cause: error })
  }
}

type Texts = Readonly<Record<string, string | undefined>>

function typedIn(options: Options): Texts {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, value === true ? '' : String(value)]))
}

async function ownedBy(
  account: string | undefined,
  userDomains: string,
  screen: Screen,
): Promise<ReturnType<typeof isOfAccount>> {
  if (account === undefined) return () => true
  const domains = await domainsOf(account, userDomains)
  if (typeof domains !== 'string') return isOfAccount(account, domains)
  const loss = `mailboxes at the domains of ${account} are left out; ask for them with --mailbox '*@DOMAIN'`
  screen.say(`${userDomains} cannot be read (${domains}): ${loss}.`)
  return isOfAccount(account, [])
}

function summaryOf({ counts }: StoredEvents, { unnamed }: SpoolReading, root: string): readonly string[] {
  const { reports, events, wanted, dropped } = counts
  return [
    ...(unnamed > 0 ? [`Further damaged reports: ${unnamed}; see: spoor-agent spool verify`] : []),
    ...(dropped > 0
      ? [`Reports that somebody dropped, with their events: ${dropped}; ${root}/${CHANGE_LOG} tells which.`]
      : []),
    `Events: ${wanted}, looked at: ${events}, reports: ${reports}.`,
  ]
}
