import type { Insertable } from 'kysely'
import type { AlertReason } from '../../hub/alerts/alert-thread.ts'
import type { DeliveryTable } from '../../hub/store/alert-tables.ts'
import { foundIncidents } from '../../hub/store/ask/found-incidents.ts'
import { addSnooze } from '../../hub/store/change/add-snooze.ts'
import type { Change, Store } from '../../hub/store/store.ts'
import { keptIncident } from './kept-incident.ts'

/** Lines of a configuration that has the channels and rules of the scene. Nothing listens at their servers. */
export const TOLD_CONFIG = `alerts:
  channels:
    security: { mail: { from: spoor@example.com, to: [duty@example.com, mira.sand@example.com], port: 9 } }
    tickets: { webhook: { url: 'http://127.0.0.1:9/hooks/spoor', allow: 127.0.0.1 } }
  rules:
    - { name: takeovers, to: [security, tickets], kinds: compromise, severity: high, wait: 30s, remind: 4h }
    - { name: shared, to: tickets, labels: [shared, reseller], severity: medium, every: 2h, recovery: false }
    - { name: daily, to: security, severity: low, digest: 1d }
`

/** One message of the scene. */
interface ToldMessage {
  readonly incident: number | null
  readonly rule: string
  readonly reason: AlertReason
  readonly made: number
  readonly subject: string
  readonly deliveries: readonly Partial<Insertable<DeliveryTable>>[]
}

const addTold: Change<{ messages: readonly ToldMessage[]; by: string }, null> = {
  name: 'test-add-told',
  run: async (db, { messages, by }) => {
    for (const { incident, rule, reason, made, subject, deliveries } of messages) {
      const text = `${subject}\n\nSeverity:  critical\nState:     open\n\nAll of it: spoor-hub incidents show ${incident ?? ''}`
      const message = JSON.stringify({
        id: `${made}`,
        thread: 't',
        time: made * 1000,
        importance: 'high',
        subject,
        text,
      })
      const row = { incident, rule, reason, made, message }
      const { id } = await db.insertInto('alert').values(row).returning('id').executeTakeFirstOrThrow()
      for (const delivery of deliveries)
        await db
          .insertInto('delivery')
          .values({ ...DELIVERY, alert: id, tried: made + 1, released: made, ...delivery })
          .execute()
    }
    const threads = Map.groupBy(messages, ({ incident }) => incident)
    for (const [incident, [first]] of threads) {
      if (incident === null || first === undefined) continue
      const { rule, made: told } = first
      const isTaken = rule === 'takeovers'
      const care = isTaken
        ? { acknowledged_by: by, acknowledged: told + 90 }
        : { acknowledged_by: null, acknowledged: null }
      const thread = { incident, rule, told, due: null, told_revision: 1, told_severity: 4, ...care }
      await db
        .insertInto('alert_thread')
        .values({ ...thread, state: isTaken ? 'acknowledged' : 'told' })
        .execute()
    }
    return null
  },
}

const DELIVERY = {
  channel: 'security',
  recipient: 'duty@example.com',
  host: '',
  state: 'delivered',
  tries: 1,
  due: null,
  bundle: '',
  joined: null,
  answer: '250 queued as 1wK2',
  delivered: null,
}

const MAIL_TOO = { recipient: 'mira.sand@example.com' }
const TICKETS = { channel: 'tickets', recipient: 'http://127.0.0.1:9', answer: 'HTTP 200: ok' }

/** The number of the open incident about something: the scene may have it already. */
async function incidentAbout(store: Store, fields: Parameters<typeof keptIncident.run>[1]): Promise<number> {
  const { subject = '' } = fields
  const [found] = await store.ask(foundIncidents, { subject, states: ['open'], order: 'opened', limit: 1 })
  return found?.id ?? store.change(keptIncident, fields)
}

/** What was told, to whom, until a time, in seconds: of each state of a receipt one; and what is snoozed. */
export async function toldScene(store: Store, now: number, mailbox = 'anna.berg@example.com'): Promise<void> {
  const sentence = `${mailbox} was probably taken over.`
  const compromise = `[spoor] mailbox ${mailbox}: signs of a takeover`
  const attack = '[spoor] address 203.0.113.7: an attack'
  const [hour, at] = [3600, (seconds: number): number => now - seconds]
  const done = (made: number, after: number): { delivered: number } => ({ delivered: made + after })
  const taken = await incidentAbout(store, { subject: mailbox, sentence, opened: at(6 * hour) })
  const tried = await incidentAbout(store, {
    kind: 'attack',
    subject_type: 'address',
    subject: '203.0.113.7',
    opened: at(5 * hour),
    sentence: '203.0.113.7 guesses passwords on 14 hosts.',
  })
  const messages: readonly ToldMessage[] = [
    {
      incident: taken,
      rule: 'takeovers',
      reason: 'opened',
      made: at(6 * hour),
      subject: compromise,
      deliveries: [
        done(at(6 * hour), 1),
        { ...MAIL_TOO, ...done(at(6 * hour), 1) },
        { ...TICKETS, tries: 3, ...done(at(6 * hour), 41) },
      ],
    },
    {
      incident: tried,
      rule: 'daily',
      reason: 'opened',
      made: at(5 * hour),
      subject: attack,
      deliveries: [{ state: 'held', bundle: 'digest daily', due: now + 3 * hour, tries: 0, tried: null, answer: '' }],
    },
    {
      incident: taken,
      rule: 'takeovers',
      reason: 'raised',
      made: at(2 * hour),
      subject: compromise,
      deliveries: [
        done(at(2 * hour), 2),
        { ...MAIL_TOO, state: 'refused', answer: 'The server refuses this recipient (550 5.1.1 no such user).' },
        { ...TICKETS, ...done(at(2 * hour), 1) },
      ],
    },
    {
      incident: null,
      rule: '',
      reason: 'test',
      made: at(hour),
      subject: '[spoor] Test',
      deliveries: [done(at(hour), 1), { ...MAIL_TOO, ...done(at(hour), 1) }],
    },
    {
      incident: taken,
      rule: 'takeovers',
      reason: 'changed',
      made: at(600),
      subject: compromise,
      deliveries: [
        done(at(600), 1),
        { ...MAIL_TOO, ...done(at(600), 1) },
        { ...TICKETS, state: 'waiting', due: now + 240, tries: 4, answer: 'The webhook is out of order (HTTP 503).' },
      ],
    },
  ]
  await store.change(addTold, { messages, by: 'mira' })
  const by = { actor: 'mira', address: '' }
  const lasting = { kind: null, rules: ['takeovers', 'shared', 'daily'], by }
  const move = {
    what: 'host',
    which: 'srv12.example.net',
    kind: 'blind_spot',
    reason: 'moves to a new machine',
  } as const
  await store.change(addSnooze, { ...lasting, ...move, until: now + 2 * hour, now: at(hour) })
  await store.change(addSnooze, { ...lasting, what: 'mailbox', which: mailbox, until: now + 86_400, reason: '', now })
}
