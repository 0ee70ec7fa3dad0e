import { addAgent } from '../../hub/store/change/add-agent.ts'
import { kindNumber, serviceNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import { definitionOf, type Kind } from '../../lib/event/catalogue.ts'
import { tellStatus } from './coverage-scene.ts'
import { arrivalOf } from './kept-events.ts'
import { nowScene } from './now-scene.ts'
import { BY, personIn } from './people.ts'

/** The password of everybody in the scene. */
export const PASSWORD = 'correct horse battery'

/** The mailbox that is taken over in the scene, from where, and where its mail goes. */
export const TAKEN = { mailbox: 'anna.berg@example.com', ip: '203.0.113.7', recipient: 'a.berg.office@example.org' }

const DAY = 86_400

const PEOPLE = ['info', 'kontakt', 'h.lang', 'office', 'billing', 'verkauf', 'petra', 'shop']
const DOMAINS = ['example.com', 'example.org', 'example.net']

/** A fleet of some hosts as it is at a time, in seconds: a takeover, an attack, and hosts that are not well. */
export async function consoleScene(store: Store, now: number): Promise<void> {
  await personIn(store, 'kaja', 'admin', PASSWORD)
  await personIn(store, 'mira', 'analyst', PASSWORD)
  await personIn(store, 'vic', 'viewer', PASSWORD)
  const names = ['srv03', 'srv07', 'srv09', 'srv12', 'srv15', 'srv19', 'srv21', 'srv31']
  const agents = new Map<string, number>()
  for (const name of names) {
    const host = `${name}.example.net`
    const kept = { host, label: '', identifier: name, digest: 'd', now: now - 90 * DAY, by: BY }
    agents.set(name, await store.change(addAgent, kept))
  }
  const of = (name: string): number => agents.get(name) ?? 0
  const events = [...habit(of('srv07'), now), ...takeover(of('srv07'), now), ...daily([...agents.values()], now)]
  for (const [name, agent] of agents) {
    const its = events.filter((event) => event.agent === agent)
    const received = name === 'srv19' ? now - 26 * 60 : now - 5
    await store.keep(arrivalOf(agent, its, { received }))
    await tellStatus(store, name, agent, now)
  }
  await nowScene(store, now)
}

/** An event of a kind; `fields` is JSON. */
function sceneEvent(agent: number, id: string, time: number, kind: Kind, change: Partial<NewEvent> = {}): NewEvent {
  const { severity } = definitionOf(kind)
  return {
    time,
    id: id.padEnd(22, '_'),
    received: time + 2,
    kind: kindNumber(kind),
    context: 0,
    severity: severityNumber(severity),
    service: serviceNumber(/"service":"(\w+)"/.exec(change.fields ?? '')?.[1]),
    agent,
    mailbox: TAKEN.mailbox,
    ip: TAKEN.ip,
    fields: '{}',
    ...change,
  }
}

/** The ids of events of the scene, as conclusions name them. */
function partsOf(...ids: readonly string[]): string {
  return ids.map((id) => id.padEnd(22, '_')).join(' ')
}

/** Numbers that look random and are the same each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** Thirty days of logins from two networks, in office hours. */
function habit(agent: number, now: number): readonly NewEvent[] {
  const next = dice(7)
  const midnight = now - (now % DAY)
  return Array.from({ length: 30 }, (_, day) => 30 - day).flatMap((ago) => {
    const isWeekend = [0, 6].includes(new Date((midnight - ago * DAY) * 1000).getUTCDay())
    return Array.from({ length: isWeekend ? 1 : 9 }, (_, index) => {
      const time = midnight - ago * DAY + 7 * 3600 + Math.floor(next() * 10 * 3600)
      const isMobile = next() < 0.2
      const fields = JSON.stringify({ service: isMobile ? 'webmail' : 'imap' })
      const ip = isMobile ? '2001:db8:10:7::a1' : '192.0.2.44'
      return sceneEvent(agent, `habit-${ago}-${index}`, time, 'login', { ip, fields })
    })
  })
}

/** Guesses, a login, a filter, a forward, much mail. */
function takeover(agent: number, now: number): readonly NewEvent[] {
  const start = now - 6 * 3600
  const at = (minutes: number): number => start + minutes * 60
  const log = { log: '/usr/local/cpanel/logs/login_log', offset: 18_204_331 }
  const guesses = Array.from({ length: 40 }, (_, index) =>
    sceneEvent(agent, `guess-${index}`, start + index * 30, 'login_failed', { fields: '{"service":"imap"}' }),
  )
  const told = (id: string, minutes: number, kind: Kind, fields: object, change: Partial<NewEvent> = {}): NewEvent =>
    sceneEvent(agent, id, at(minutes), kind, { fields: JSON.stringify(fields), ...change })
  return [
    ...guesses,
    told('burst', 20, 'login_burst', { counted: 'failures', count: 40, seconds: 1200 }),
    told('entered', 21, 'login', { service: 'webmail', ...log }),
    told('after', 21, 'login_after_burst', { service: 'webmail', parts: partsOf('burst', 'entered') }),
    told('place', 21, 'login_new_place', { service: 'webmail', network: '203.0.113.0/24', known_days: 30 }),
    told('filter', 23, 'filter_stored', { service: 'webmail', filter_action: 'discard' }),
    told('forward', 24, 'forward_added', { service: 'webmail', forward_recipient: TAKEN.recipient, ...log }),
    told('mail', 40, 'mail_burst', { counted: 'recipients', count: 1912, seconds: 1620 }, { ip: null }),
    told(
      'taken',
      41,
      'mailbox_takeover',
      {
        summary: `Somebody logged in after many failed logins, then forwarded its mail to ${TAKEN.recipient}.`,
        parts: partsOf('burst', 'entered', 'forward'),
      },
      { ip: null },
    ),
  ]
}

/** What happens every day on every host, and an attack that grows. */
function daily(agents: readonly number[], now: number): readonly NewEvent[] {
  const next = dice(11)
  const one = <T>(all: readonly T[]): T | undefined => all[Math.floor(next() * all.length)]
  return Array.from({ length: 900 }, (_, index) => {
    const time = now - Math.floor(next() ** 1.6 * DAY)
    const [agent, roll] = [one(agents) ?? 0, next()]
    const mailbox = `${one(PEOPLE)}@${one(DOMAINS)}`
    const service = one(['webmail', 'imap', 'smtp'])
    const ip = `198.51.100.${20 + Math.floor(next() * 60)}`
    const told = (kind: Kind, change: Partial<NewEvent> = {}): NewEvent =>
      sceneEvent(agent, `daily-${index}`, time, kind, { mailbox, ip, fields: JSON.stringify({ service }), ...change })
    if (roll < 0.5) return told('login')
    if (roll < 0.8) return told('login_failed', { ip: '203.0.113.7', severity: severityNumber('low') })
    if (roll < 0.86) return told('login_new_place', { fields: JSON.stringify({ service, known_days: 12 }) })
    if (roll < 0.9) return told('mailbox_password_changed')
    if (roll < 0.94) return told('forward_added', { fields: '{"forward_recipient":"me@example.org"}' })
    if (roll < 0.97) return told('mail_submitted')
    return told('mail_limit_reached', { ip: null, fields: '{"mail_limit":"deferred"}' })
  })
}
