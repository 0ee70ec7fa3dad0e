import type { Command } from '../../lib/command-line/command.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { counted } from '../../lib/terminal/count.ts'
import { table } from '../../lib/terminal/table.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import type { HubConfig } from '../config/load.ts'
import { certificateFault } from '../http/certificate-fault.ts'
import { keyPlaceOf } from '../people/secret-key.ts'
import type { KeptSnooze } from '../store/alert-tables.ts'
import { everySnooze } from '../store/ask/every-snooze.ts'
import { knownTime } from '../store/ask/known-time.ts'
import { outboxState, type OutboxState } from '../store/ask/outbox-state.ts'
import { type StoreContents, storeContents } from '../store/ask/store-contents.ts'
import { reserveOf } from '../store/reserve.ts'
import type { SchemaState } from '../store/schema/migrations.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import type { StoreSpace } from '../store/store.ts'
import { isDoubtful } from '../store/trusted-clock.ts'
import { alertRows, alertWarnings, snoozeWarnings } from './alert-status.ts'
import { type CommandStore, withBareStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { forwardRows, type ForwardStatus, forwardStatus, forwardWarnings } from './forward-status.ts'
import { sealingWarnings } from './sealing-warnings.ts'
import { loadAsService } from './service-user.ts'

/** How the hub is. */
interface HubStatus {
  readonly health: 'healthy' | 'degraded' | 'down'
  /** What is wrong, one sentence each. */
  readonly warnings: readonly string[]
  readonly store: { readonly kind: 'embedded' | 'postgresql'; readonly place: string } & StoreSpace
  readonly forward: readonly ForwardStatus[]
  /** What waits to be told; null while the schema is another version's. */
  readonly alerts: OutboxState | null
  readonly snoozes: readonly KeptSnooze[]
  /** Null while the schema is another version's. */
  readonly contents: StoreContents | null
}

const CODES = { healthy: EXIT.ok, degraded: EXIT.failed, down: EXIT.notRunning }

/** `spoor-hub status`: what the store holds, and whether a hub works on it. */
export const status: Command = {
  usage: 'status',
  summary: 'Show the state of the hub and its store; exit 0 if healthy, 1 if degraded, 3 if not running.',
  options: [CONFIG_OPTION, { flags: '--json', text: 'Print it as JSON.' }],
  examples: ['status', 'status --json'],
  run: async (_args, options, { stdout }) => {
    const config = await loadAsService(configFile(options))
    refuseGone(config)
    const found = await withBareStore(config, (store) => statusOf(config, store))
    stdout.write(options['json'] === true ? plainJson(asJson(found), 2) : asText(found, widthOf(stdout)))
    return CODES[found.health]
  },
}

/** A missing store is not made by who only looks; a hub whose store was removed would never find it again. */
function refuseGone({ store }: HubConfig): void {
  if (!('folder' in store) || isPresent(databaseFile(store.folder))) return
  throw new ActionNeeded(
    `${databaseFile(store.folder)}: there is no store; the hub makes it at its first start. If it was there, its files were removed or unmounted, and a hub that runs takes nothing: bring them back, or put a backup in their place and restart the hub`,
    EXIT.notRunning,
  )
}

/** As the API spells keys. */
function asJson({ contents, ...status }: HubStatus): object {
  if (contents === null) return { ...status, contents }
  const { isServed: served, movedTo: moved_to, ...counts } = contents
  return { ...status, contents: { ...counts, served, moved_to } }
}

async function statusOf(config: HubConfig, store: CommandStore): Promise<HubStatus> {
  const schema = await store.schema()
  const space = await store.space()
  const isOurs = schema.missing.length === 0 && schema.unknown.length === 0
  const contents = isOurs ? await store.ask(storeContents, null) : null
  const forward = isOurs ? await forwardStatus(store, config.forward) : []
  const now = Math.floor(systemClock.now() / 1000)
  const alerts = isOurs ? await store.ask(outboxState, now) : null
  const snoozes = isOurs ? await store.ask(everySnooze, { now, all: false }) : []
  const warnings = [
    ...warningsOf(schema, contents),
    ...roomWarnings(space.free, config.min_free),
    ...judgingWarnings(contents),
    ...(await clockWarnings(store, contents, now)),
    ...forwardWarnings(forward),
    ...alertWarnings(alerts, now),
    ...snoozeWarnings(snoozes),
    ...(isOurs ? await sealingWarnings(store, keyPlaceOf(config.store)) : []),
    ...(await certificateWarnings(config.tls)),
  ]
  const health = contents?.isServed !== true ? 'down' : warnings.length > 0 ? 'degraded' : 'healthy'
  return { health, warnings, store: { ...whereOf(config), ...space }, forward, alerts, snoozes, contents }
}

function whereOf({ store }: HubConfig): Pick<HubStatus['store'], 'kind' | 'place'> {
  return 'folder' in store ? { kind: 'embedded', place: store.folder } : { kind: 'postgresql', place: store.url }
}

function warningsOf({ missing, unknown }: SchemaState, contents: StoreContents | null): readonly string[] {
  const { movedTo = null } = contents ?? {}
  const warnings = []
  if (unknown.length > 0) warnings.push('The store belongs to a later version of spoor-hub; install that version.')
  else if (missing.length > 0)
    warnings.push('The store is empty, or of an earlier version; start the hub, or type: spoor-hub migrate')
  if (movedTo !== null)
    warnings.push(
      `The store was moved to ${movedTo} and takes no reports; write store: ${movedTo}, and restart the hub.`,
    )
  return warnings
}

function roomWarnings(free = Infinity, minFree: number): readonly string[] {
  if (free >= minFree) return []
  const what =
    free < reserveOf(minFree)
      ? 'a quarter of min_free: no reports are taken, nothing is judged, and no alert is made'
      : 'min_free: no reports are taken'
  return [`The disk has less room than ${what}; make room, or keep events for less time.`]
}

/** How long judging may be behind, in seconds, before it is a fault. */
const MOST_BEHIND = 300

function judgingWarnings(contents: StoreContents | null): readonly string[] {
  const since = contents?.isServed === true ? contents.judging.since : null
  if (since === null || systemClock.now() / 1000 - since < MOST_BEHIND) return []
  return [
    `What arrived since ${stamp(since)} is in no incident yet, so nobody is alerted of it; see what the hub logs.`,
  ]
}

/** What the hub that works on the store doubts, it says nowhere but in what it logs. */
async function clockWarnings(
  store: CommandStore,
  contents: StoreContents | null,
  now: number,
): Promise<readonly string[]> {
  const noted = contents?.isServed === true ? await store.ask(knownTime, null) : null
  if (noted === null || !isDoubtful(now, noted)) return []
  return [
    `The clock says ${stamp(now)}, but the store knew ${stamp(noted)} last, so nothing is dropped or closed for its age; if the clock is wrong, set it right.`,
  ]
}

async function certificateWarnings(files: HubConfig['tls']): Promise<readonly string[]> {
  try {
    const fault = await certificateFault(files, systemClock.now())
    return fault === undefined ? [] : [`${fault}.`]
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return [error.message]
  }
}

function asText({ health, warnings, store, forward, alerts, snoozes, contents }: HubStatus, width: number): string {
  const room = store.free === undefined ? '' : `, room for ${mebibytes(store.free)} more`
  const rows = [
    ['Hub', health],
    ['Store', `${store.kind}, ${store.place}: ${mebibytes(store.taken)}${room}`],
    ...forwardRows(forward),
    ...alertRows(alerts, snoozes),
    ...(contents === null ? [] : rowsOf(contents)),
  ]
  const lines = [...warnings.map((warning) => `! ${warning}`), ...table(rows, width)]
  return `${lines.join('\n')}\n`
}

/** For how long a store counts as new, in seconds: a day. */
const NEW = 86_400

function rowsOf(contents: StoreContents): string[][] {
  const { made, days, oldest, newest, agents, quarantined, totals, judging } = contents
  const span = oldest === null || newest === null ? '' : `, from ${stamp(oldest)} to ${stamp(newest)}`
  const all = days.reduce((sum, { events }) => sum + events, 0)
  const isNew = systemClock.now() / 1000 - made < NEW
  return [
    ...(isNew ? [['Made', `${stamp(made)}; if the hub had a store before, its disk is not mounted`]] : []),
    ['Agents', String(agents)],
    ['Quarantined', counted(quarantined, 'entry', 'entries')],
    ['Totals', `${counted(totals.periods, 'period')}, about ${mebibytes(totals.bytes)}`],
    ['Judged', judging.since === null ? 'all that arrived' : `what arrived before ${stamp(judging.since)}`],
    ['Events', `${all.toLocaleString('en')}${span}`],
    ...days.map(({ day, events }) => [`  ${stamp(day).slice(0, 10)}`, events.toLocaleString('en')]),
  ]
}

function stamp(time: number): string {
  return new Date(time * 1000).toISOString().replace('.000', '')
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 ** 2).toLocaleString('en')} MiB`
}
