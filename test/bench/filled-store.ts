import { createHash } from 'node:crypto'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'

/** Events of a month, of so many servers and mailboxes. */
const [DAYS, SERVERS, MAILBOXES, ADDRESSES] = [30, 1000, 200_000, 50_000]
const OF_COMMIT = 5000

const KINDS = (['login', 'login', 'login', 'login_failed', 'login_failed', 'session_opened', 'login'] as const).map(
  kindNumber,
)
const RARE = kindNumber('domain_forward_added')
const [INFO, LOW, MEDIUM, CRITICAL] = (['info', 'low', 'medium', 'critical'] as const).map(severityNumber)

/** What some of the events have that a store was filled with. */
export interface Filled {
  readonly mailbox: string
  readonly ip: string
  /** The servers with a tenth of all events, and with one in about a thousand. */
  readonly busy: number
  readonly usual: number
}

/** Keeps so many events of the month until `now`, in the order of their times. */
export async function fill(store: Store, count: number, now: number, servers = SERVERS): Promise<Filled> {
  const agents: number[] = []
  for (let server = 0; server < servers; server += 1) agents.push(await agentIn(store, `web${server}.example.com`))
  const [busy = 0, usual = 0] = agents
  let some: NewEvent | undefined
  for (let first = 0; first < count; first += OF_COMMIT) {
    const numbers = Array.from({ length: Math.min(OF_COMMIT, count - first) }, (_, index) => first + index)
    const events = numbers.map((number) => {
      const time = now - DAYS * 86_400 + Math.floor((number * DAYS * 86_400) / count)
      return someEvent(number, time, agents)
    })
    some ??= events[0]
    await store.keep(arrivalOf(busy, events))
  }
  return { mailbox: some?.mailbox ?? '', ip: some?.ip ?? '', busy, usual }
}

function someEvent(number: number, time: number, agents: readonly number[]): NewEvent {
  const word = createHash('sha256').update(String(number)).digest()
  const kind = number % 1000 === 0 ? RARE : (KINDS[word.readUInt16LE(2) % KINDS.length] ?? 0)
  const severity = number % 20_000 === 1 ? CRITICAL : number % 500 === 2 ? MEDIUM : kind === RARE ? LOW : INFO
  const agent = agents[word.readUInt8(12) < 26 ? 0 : word.readUInt16LE(0) % agents.length] ?? 0
  return eventOf(agent, word.toString('base64url').slice(0, 22), {
    time,
    received: time,
    kind,
    severity: severity ?? 0,
    mailbox: `user${word.readUInt32LE(4) % MAILBOXES}@example.com`,
    ip: `2001:db8::${(word.readUInt32LE(8) % ADDRESSES).toString(16)}`,
    fields: '{"service":"imap","log":"/var/log/maillog","offset":123456,"generation":"abcdef"}',
  })
}
