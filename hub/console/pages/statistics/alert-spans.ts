import type { ShownEvent } from '../../../contract/event-contract.ts'
import type { TotalsSpan } from './totals-span.ts'

/** A time in which there was more traffic, or errors, than the configuration of a host or of the hub allows. */
export interface AlertSpan extends TotalsSpan {
  /** Of whom: a virtual host, a host, or all hosts. */
  readonly of: { readonly vhost: string } | { readonly host: string } | 'fleet'
  readonly isOfErrors: boolean
  /** The event that began it; undefined if that was before what was asked. */
  readonly event: string | undefined
}

/** What begins and ends them, as the API is asked for it. */
export const TRAFFIC_ALERT_KINDS = 'traffic_high,traffic_errors_high,traffic_recovered,fleet_traffic_high'

type Told = Pick<ShownEvent, 'id' | 'type' | 'host' | 'time' | 'fields'>

interface AlertTime extends TotalsSpan {
  /** How long a moment is drawn, in seconds. */
  readonly moment: number
}

/**
 * The alerts of a time: from each that began to where the same recovered, or to the end. What all hosts together had is
 * told as a moment.
 */
export function alertSpans(events: readonly Told[], { from, until, moment }: AlertTime): readonly AlertSpan[] {
  const spans: AlertSpan[] = []
  const open = new Map<string, Told>()
  const add = (event: Told, span: TotalsSpan, begun: Told | undefined): void => {
    spans.push({ of: whose(event), isOfErrors: measureOf(event) === 'errors', event: begun?.id, ...span })
  }
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    const name = JSON.stringify([event.host, event.fields['vhost'], measureOf(event)])
    const begun = open.get(name)
    if (event.type === 'fleet_traffic_high')
      add(event, { from: event.time, until: Math.min(until, event.time + moment) }, event)
    else if (event.type === 'traffic_recovered') {
      add(event, { from: begun?.time ?? from, until: event.time }, begun)
      open.delete(name)
    } else if (begun === undefined) open.set(name, event)
  }
  for (const event of open.values()) add(event, { from: event.time, until }, event)
  return spans.toSorted((a, b) => a.from - b.from)
}

/** Whether an alert concerns what a page shows: of one virtual host its own, and those of whole hosts. */
export function concerns({ of }: AlertSpan, key: string | undefined): boolean {
  return key === undefined || of === 'fleet' || 'host' in of || of.vhost === key
}

function whose({ type, host, fields: { vhost } }: Told): AlertSpan['of'] {
  if (type === 'fleet_traffic_high') return 'fleet'
  return typeof vhost === 'string' ? { vhost } : { host }
}

function measureOf({ type, fields: { measure } }: Told): unknown {
  return type === 'traffic_errors_high' ? 'errors' : measure
}
