import { RECENT, RecentAddresses } from '../../../lib/mail-statistics/recent-addresses.ts'
import { isLoopbackHost } from '../../../lib/text/loopback.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import { dovecot } from '../../drivers/dovecot.ts'
import { parseLine } from '../../drivers/line.ts'
import { type MailScene, readAll } from './mail-scene.ts'
import type { Numbers } from './printed-numbers.ts'

/** Lists the addresses of logins in Dovecot's log: those of the last half hour, or since a time that was typed. */
export async function recentLogins(scene: MailScene): Promise<Numbers> {
  const { request, zone, now } = scene
  const since = scene.since === -Infinity ? now - RECENT : scene.since
  const addresses = new RecentAddresses()
  await readAll({ ...scene, since }, 'dovecot', (line) => noteLogin(addresses, line, { zone, now }))
  const timeOf = (time: number): string => (request.form === 'table' ? timeInZone(time, zone) : utc(time * 1000))
  return {
    keys: ['ip', 'last'],
    names: ['logins'],
    rows: addresses.since(since).map(({ ip, time, logins }) => ({ keys: [ip, timeOf(time)], numbers: [logins] })),
    head: ['ADDRESS', 'LAST LOGIN', 'LOGINS'],
    cells: ({ keys, numbers }) => [...keys, ...numbers.map(String)],
    total: undefined,
    isLastShown: false,
  }
}

/** Notes a line if it is a login to IMAP or POP3 from another host; that of webmail comes from this one. */
function noteLogin(
  addresses: RecentAddresses,
  line: Buffer,
  context: { readonly zone: string | undefined; readonly now: number },
): void {
  // The driver looks at each line as text; most lines are of no login.
  if (!line.includes(LOGIN)) return
  const parsed = parseLine(dovecot, line, context)
  if (typeof parsed === 'string') return
  for (const event of parsed) {
    if (event.type !== 'login' || (event.service !== 'imap' && event.service !== 'pop3')) continue
    if (event.ip !== null && !isLoopbackHost(event.ip)) addresses.note(event.ip, event.time)
  }
}

const LOGIN = Buffer.from('-login: ')
