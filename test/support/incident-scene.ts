import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import { noteHistory } from '../../hub/store/note-history.ts'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Change, Store } from '../../hub/store/store.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { arrivalOf, eventOf } from './kept-events.ts'
import { incidentIn, type PlannedIncident } from './kept-incidents.ts'

/** Whose mailbox is taken over, from where, and where its mail goes. */
export const VICTIM = { mailbox: 'k.lindner@example.com', ip: '203.0.113.7', recipient: 'k.lindner.77@example.org' }

const HOST = 'srv21.example.net'

type Step = NonNullable<PlannedIncident['steps']>[number]

/** A takeover with all its steps on a host of the scene, whom it was told, and what came of it; returns its number. */
export async function incidentScene(store: Store, now: number): Promise<number> {
  const agent = (await store.ask(agentOfHost, { host: HOST }))?.id ?? 0
  const start = now - 7 * 3600
  const { mailbox, ip, recipient } = VICTIM
  const step = (minutes: number, kind: Kind, fields: object, change: Partial<Step> = {}): Step => ({
    event_id: `lindner${minutes}-${kind}`.slice(0, 18) + minutes.toString(16).padStart(4, 'f'),
    event_time: start + minutes * 60,
    noted: start + minutes * 60 + 2,
    agent,
    kind: kindNumber(kind),
    severity: severityNumber('medium'),
    mailbox,
    ip,
    fields: JSON.stringify(fields),
    ...change,
  })
  const log = { log: '/usr/local/cpanel/logs/login_log', generation: '3-77', offset: 18_204_331 }
  const heard = [15, 17, 18, 19, 20, 21].map((minutes) => {
    const kind = kindNumber(minutes === 21 ? 'login' : 'login_failed')
    const fields = JSON.stringify({ service: 'webmail', ...log, offset: log.offset - (21 - minutes) * 97 })
    const id = `lindner-${kind}`.padEnd(18, 'x') + `fe${minutes}`
    const time = start + minutes * 60
    return eventOf(agent, id, { time, received: time + 2, kind, mailbox, ip, fields })
  })
  await store.keep(arrivalOf(agent, heard, { received: now - 5 }))
  const [guesses, entered] = [heard.slice(0, -1), heard.slice(-1)].map((all) => all.map(({ id }) => id).join(' '))
  const access = { log: '/usr/local/cpanel/logs/access_log', generation: '3-78', offset: 77_019_842 }
  const steps = [
    step(20, 'login_burst', { counted: 'failures', count: 214, seconds: 1260, parts: guesses }, { agent: 0 }),
    step(21, 'login_after_burst', { service: 'webmail', parts: entered, ...log }),
    step(21, 'login_new_place', { service: 'webmail', network: '203.0.113.0/24', known_days: 43, ...log }),
    step(23, 'filter_stored', { service: 'webmail', filter_action: 'discard', ...access, offset: 77_019_120 }),
    step(24, 'forward_added', { service: 'webmail', forward_recipient: recipient, ...access }),
    step(40, 'mail_burst', { counted: 'recipients', count: 1912, seconds: 1620 }, { agent: 0, ip: null }),
    step(67, 'mailbox_suspended', { suspended: 'held', ...access, offset: 77_120_004 }, { ip: null }),
    step(
      330,
      'forward_removed',
      { forward_recipient: recipient, actor: 'reseller-north', ...access },
      { ip: '192.0.2.9' },
    ),
  ]
  const subject = { first: start, last: now - 3600, steps: 6 }
  const id = await incidentIn(store, {
    incident: {
      subject: mailbox,
      severity: severityNumber('critical'),
      sentence: `${mailbox} was probably taken over. Somebody logged in from ${ip} after 214 wrong passwords, then forwarded its mail to ${recipient} and sent mail to 1,912 recipients.`,
      opened: start + 21 * 60,
      first_step: start,
      last_step: start + 330 * 60,
      updated: now - 1800,
      steps: steps.length,
    },
    steps,
    subjects: [
      { ...subject, type: 'host', name: HOST },
      { ...subject, type: 'mailbox', name: mailbox },
      { ...subject, type: 'address', name: ip },
    ],
  })
  await store.change(noteStory, { id, now })
  return id
}

/** What people and the hub did with it. */
const noteStory: Change<{ id: number; now: number }, void> = {
  name: 'note-story',
  run: async (db, { id, now }) => {
    const told = [
      [7 * 3600 - 1260, '', 'opened', 'k.lindner@example.com logged in after many failed logins.'],
      [5 * 3600, '', 'raised', 'From high to critical: was probably taken over.'],
      [900, 'mira', 'noted', 'The customer is on holiday until Monday; the office has a number.'],
    ] as const
    for (const [ago, actor, action, detail] of told)
      await noteHistory(db, { incident: id, at: now - ago, actor, action, detail })
    const made = now - 7 * 3600 + 1320
    await db
      .insertInto('alert_thread')
      .values({ incident: id, rule: 'takeovers', state: 'told', told_revision: 1, told: made, told_severity: 4 })
      .execute()
    const subject = `[spoor] mailbox ${VICTIM.mailbox}: signs of a takeover`
    const text = `${subject}\n\nSeverity:  critical\nState:     open\n\nAll of it: spoor-hub incidents show ${id}`
    const message = { id: `${made}`, thread: 't', time: made * 1000, importance: 'high', subject, text }
    const alert = { incident: id, rule: 'takeovers', reason: 'opened', made, message: JSON.stringify(message) }
    const row = await db.insertInto('alert').values(alert).returning('id').executeTakeFirstOrThrow()
    for (const [channel, recipient, tries, delivered] of [
      ['security', 'duty@example.com', 1, made + 1],
      ['tickets', 'http://127.0.0.1:9', 3, made + 41],
    ] as const) {
      const receipt = { alert: row.id, channel, recipient, host: HOST, state: 'delivered', tries, bundle: '' }
      await db
        .insertInto('delivery')
        .values({ ...receipt, released: made, tried: delivered, delivered, answer: '' })
        .execute()
    }
  },
}
