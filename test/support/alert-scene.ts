import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AlertRule } from '../../hub/alerts/alert-rule.ts'
import { alertRulesOf } from '../../hub/config/alerts/alert-settings.ts'
import { type HubConfig, loadHubConfig } from '../../hub/config/load.ts'
import type { IncidentNews } from '../../hub/incidents/incident.ts'
import { GeoPlaces } from '../../hub/places/geo-places.ts'
import { HubCounts } from '../../hub/samples/hub-counts.ts'
import { type FoundAlert, foundAlerts } from '../../hub/store/ask/found-alerts.ts'
import { followIncident } from '../../hub/store/follow-incident.ts'
import { incidentOf } from '../../hub/store/incident-of.ts'
import type { KeptIncident } from '../../hub/store/incident-tables.ts'
import type { Change, Store } from '../../hub/store/store.ts'
import { Outbox } from '../../hub/telling/outbox.ts'
import type { Notice } from '../../lib/notice/notice.ts'
import { NOW } from './stores.ts'

/** An incident of high severity as it opens; `subject` makes it another. */
function incidentRow(id: number, fields: Partial<KeptIncident> = {}): KeptIncident {
  const subject = `mailbox${id}@example.com`
  return {
    id,
    kind: 'compromise',
    subject_type: 'mailbox',
    subject,
    state: 'open',
    severity: 3,
    opened: NOW,
    first_step: NOW,
    last_step: NOW,
    updated: NOW,
    closed: null,
    closed_by: null,
    reason: null,
    assessment: null,
    assignee: null,
    sentence: `${subject} was probably taken over.`,
    hosts: 1,
    mailboxes: 1,
    addresses: 0,
    successes: 0,
    steps: 1,
    previous: null,
    revision: 1,
    ...fields,
  }
}

interface News {
  readonly row: KeptIncident
  readonly host: string
  readonly news: IncidentNews
  readonly at: number
  readonly rules: readonly AlertRule[]
}

/** Changes an incident as the evaluator does: with the alert rules, in one transaction. */
const changed: Change<News, null> = {
  name: 'test-changed',
  run: async (db, { row, host, news, at, rules }) => {
    const { id, ...rest } = row
    await db
      .insertInto('incident')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute()
    for (const [type, name] of [
      ['host', host],
      ['mailbox', row.subject],
    ] as const)
      await db
        .insertInto('incident_subject')
        .values({ incident: id, type, name, first: NOW, last: at, steps: 1, successes: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    await followIncident(db, { news, incident: incidentOf(row), at }, rules)
    return null
  },
}

/** A store, a configuration with alerts, and an outbox, whose clock stands until it is moved. */
export class AlertScene {
  /** Seconds since NOW. */
  time = 0
  /** Whether the hub believes its clock. */
  isTrusted = true
  config: HubConfig
  readonly counts = new HubCounts()
  readonly places = new GeoPlaces(() => undefined)
  readonly notices: Notice[] = []
  readonly store: Store
  outbox: Outbox
  readonly #folder: string
  readonly #rows = new Map<number, KeptIncident>()

  private constructor(store: Store, folder: string, config: HubConfig) {
    this.store = store
    this.#folder = folder
    this.config = config
    this.outbox = this.anotherOutbox()
  }

  /** Lines below `alerts:`. */
  static async start(store: Store, t: TestContext, lines: string): Promise<AlertScene> {
    const folder = await mkdtemp(join(tmpdir(), 'spoor-alerts-'))
    t.after(() => rm(folder, { recursive: true }))
    return new AlertScene(store, folder, await configOf(folder, lines))
  }

  anotherOutbox(): Outbox {
    const { store, counts } = this
    const clock = { now: () => (NOW + this.time) * 1000 }
    const trustedClock = { trusts: () => Promise.resolve(this.isTrusted) }
    const tell = (told: Notice): void => void this.notices.push(told)
    return new Outbox({ store, counts, places: this.places, clock, trustedClock, config: () => this.config, tell })
  }

  async configure(lines: string): Promise<void> {
    this.config = await configOf(this.#folder, lines)
  }

  /** Something happens to an incident now. */
  async hears(
    id: number,
    news: IncidentNews,
    fields: Partial<KeptIncident> = {},
    host = 'web1.example.com',
  ): Promise<void> {
    const before = this.#rows.get(id) ?? incidentRow(id)
    const row = { ...before, revision: before.revision + 1, ...fields }
    this.#rows.set(id, row)
    const rules = alertRulesOf(this.config)
    await this.store.change(changed, { row, host, news, at: NOW + this.time, rules })
  }

  /** Moves the clock, and lets the outbox do all that is due then. */
  async passes(seconds: number): Promise<void> {
    this.time += seconds
    await this.works()
  }

  /** The outbox does all that is due. */
  async works(): Promise<void> {
    const { signal } = new AbortController()
    // What is sent frees its channel for what waits.
    for (let before = -1; before !== this.#tries();) {
      before = this.#tries()
      await this.outbox.work(signal)
      await this.outbox.settled()
    }
  }

  #tries(): number {
    return [...this.counts.tries.values()].reduce((sum, count) => sum + count, 0)
  }

  /** The alerts in order, each with its reason and the states of its receipts: `opened: delivered`. */
  async alerts(): Promise<readonly string[]> {
    const found = await this.found()
    return found.map(({ alert, receipts }) => `${alert.reason}: ${receipts.map(({ state }) => state).join(' ')}`)
  }

  async found(): Promise<readonly FoundAlert[]> {
    return (await this.store.ask(foundAlerts, { limit: 1000 })).toReversed()
  }
}

async function configOf(folder: string, lines: string): Promise<HubConfig> {
  const file = join(folder, 'hub.yml')
  await writeFile(file, `public_url: https://hub.example.com\nalerts:\n${lines}\n`, { mode: 0o600 })
  return loadHubConfig(file)
}
