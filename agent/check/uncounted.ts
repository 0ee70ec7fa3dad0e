import type { Kind } from '../../lib/event/catalogue.ts'
import { kindsIn } from '../../lib/event/wish.ts'
import type { TotalsKind } from '../../lib/totals/totals.ts'
import type { Config, ReceiverConfig } from '../config/config.ts'
import { wishesOf } from '../config/receivers/destinations.ts'
import { USUAL_TOTALS } from '../config/receivers/receivers.ts'
import { wantsTotals } from '../config/receivers/wanted-totals.ts'
import { trafficKinds } from '../config/traffic/traffic-kinds.ts'
import type { Finding } from './finding.ts'

type Counted = Pick<Config, 'receivers' | 'events'> &
  Partial<Pick<Config, 'alerts' | 'traffic' | 'mail' | 'minSeverity' | 'contexts'>>

/** What makes each kind of totals. */
const COUNT: Readonly<Record<TotalsKind, string>> = {
  traffic: 'name access logs in traffic.logs, such as path: cpanel',
  mail: 'write accounts in mail.statistics.send',
  senders: 'write senders in mail.statistics.send',
  bandwidth: 'write bandwidth in mail.statistics.send',
}

/** What each part of `mail.statistics.send` makes. */
const PARTS = { accounts: 'mail', senders: 'senders', bandwidth: 'bandwidth' } as const

/**
 * Totals that a receiver is to have and that nobody counts, and what is counted and no receiver gets. A hub has the
 * usual totals without a word in its configuration: only those that were written are asked for.
 */
export function uncountedFindings(config: Counted): readonly Finding[] {
  const counted = countedIn(config)
  const texts = [
    ...config.receivers.flatMap((receiver) => missingOf(receiver, counted)),
    ...untakenOf(counted, config).map(
      (kind) => `${optionOf(kind)}: no receiver gets totals of ${kind}: ${takersFor(config)}`,
    ),
  ]
  return texts.map((text) => ({ check: 'totals', state: 'warning', text: `${text}.` }))
}

function countedIn({ traffic, mail }: Counted): ReadonlySet<TotalsKind> {
  const ofMail = (mail?.send ?? []).map((part): TotalsKind => PARTS[part])
  return new Set([...(traffic === undefined ? [] : ['traffic' as const]), ...ofMail])
}

function missingOf({ type, option, totals = [] }: ReceiverConfig, counted: ReadonlySet<TotalsKind>): readonly string[] {
  const missing = totals.filter((kind) => !counted.has(kind))
  const isUsual = totals.length === USUAL_TOTALS.length && USUAL_TOTALS.every((kind) => totals.includes(kind))
  if (!isUsual) return missing.map((kind) => `${option}.totals: nobody counts ${kind}: ${COUNT[kind]}`)
  if (type === 'spoor-api' || missing.length < totals.length) return []
  return [`${option}: gets nothing, as nobody counts anything: ${missing.map((kind) => COUNT[kind]).join('; or ')}`]
}

/** Who counts requests for alerts that somebody hears wants no totals. */
function untakenOf(counted: ReadonlySet<TotalsKind>, config: Counted): readonly TotalsKind[] {
  const wanted = wantsTotals(config)
  const heard = new Set<Kind>(wishesOf(config).flatMap(kindsIn))
  const isForAlerts = trafficKinds(config.traffic).some((kind) => heard.has(kind))
  return [...counted].filter((kind) => !wanted.has(kind) && !(kind === 'traffic' && isForAlerts))
}

function optionOf(kind: TotalsKind): string {
  return kind === 'traffic' ? 'traffic' : 'mail.statistics.send'
}

function takersFor({ receivers }: Counted): string {
  const taker = receivers.find(({ totals }) => totals !== undefined)
  if (taker !== undefined) return `name it in ${taker.option}.totals`
  return 'add a receiver of type influxdb, otlp or json-lines, or write status: true for a hub'
}
