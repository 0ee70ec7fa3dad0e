import { VERSION } from '../../../lib/command-line/version.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import type { Totals } from '../../../lib/totals/totals.ts'
import { type NamedRow, namedRow } from '../totals-names.ts'
import type { TotalsProjection } from '../totals-projection.ts'

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue: string }
}

/** 64-bit numbers are decimal texts in the protocol's JSON. */
interface DataPoint {
  readonly attributes: readonly Attribute[]
  readonly startTimeUnixNano: string
  readonly timeUnixNano: string
  readonly asInt: string
}

interface Metric {
  readonly name: string
  readonly unit: string
  readonly gauge: { readonly dataPoints: DataPoint[] }
}

/**
 * Totals as an `ExportMetricsServiceRequest` of OpenTelemetry's protocol (OTLP 1.x) in JSON: a metric for each number,
 * `spoor.traffic.requests` of a whole host and `spoor.traffic.by_vhost.requests` of each row.
 *
 * They are gauges whose time is the end of the period. By the data model the sum of a period is a delta point, but
 * neither form of a sum survives on the way to everybody. Deltas are added up by who receives them, and a point that is
 * sent again, as after a lost answer, counts twice; Prometheus refuses them. A cumulative sum that begins anew with
 * each period is right on paper, but what reads Prometheus' counters looks at the values alone, and takes 120 after 100
 * for 20 more. A gauge is stored as it is: the same point again changes nothing, and `sum_over_time` adds up periods.
 */
export function metricsRequest({ totals, metadata }: TotalsProjection): unknown {
  const metrics = new Map<string, Metric>()
  for (const each of totals) for (const row of each.rows) addPoints(metrics, each, namedRow(each, row))
  return {
    resourceMetrics: [
      {
        resource: { attributes: resourceOf(metadata) },
        scopeMetrics: [{ scope: { name: 'spoor-agent', version: VERSION }, metrics: [...metrics.values()] }],
      },
    ],
  }
}

/** `service.instance.id` becomes the label `instance` in Prometheus, so that servers stay apart. */
function resourceOf({ reporter, labels = {} }: Metadata): readonly Attribute[] {
  return [
    attribute('service.name', 'spoor-agent'),
    attribute('service.instance.id', reporter),
    attribute('host.name', reporter),
    ...Object.entries(labels).map(([name, value]) => attribute(`spoor.label.${name}`, value)),
  ]
}

function addPoints(metrics: Map<string, Metric>, { start, seconds }: Totals, row: NamedRow): void {
  const { kind, keyName, key, numbers } = row
  const subject = keyName === undefined ? `spoor.${kind}` : `spoor.${kind}.by_${keyName}`
  const attributes = keyName === undefined ? [] : [attribute(keyName, key)]
  for (const [name, number] of numbers) {
    const full = `${subject}.${name}`
    const metric = metrics.get(full) ?? { name: full, unit: unitOf(kind, name), gauge: { dataPoints: [] } }
    metrics.set(full, metric)
    metric.gauge.dataPoints.push({
      attributes,
      startTimeUnixNano: nanoseconds(start),
      timeUnixNano: nanoseconds(start + seconds),
      asInt: String(number),
    })
  }
}

/** In UCUM; in braces what is counted, of which Prometheus makes no suffix. */
function unitOf(kind: Totals['kind'], name: string): string {
  return kind === 'bandwidth' || name.endsWith('bytes') ? 'By' : '{count}'
}

function attribute(key: string, value: string): Attribute {
  return { key, value: { stringValue: value } }
}

function nanoseconds(seconds: number): string {
  return `${seconds}000000000`
}
