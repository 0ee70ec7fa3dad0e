import { type Event, saidBy } from '../../lib/event/event.ts'
import { boundedJson } from '../../lib/text/bounded-json.ts'
import type { Driver, ParseContext, Parsed } from '../drivers/driver.ts'
import { parseLine } from '../drivers/line.ts'
import { holdsNeedle, needlesOf } from '../follow/scan/lines.ts'
import type { DriverSample } from './driver-spec.ts'

/** What differs between what a sample must say and what its driver says; empty if nothing does. */
export function differencesIn(driver: Driver, sample: DriverSample, context: ParseContext): readonly string[] {
  const { line, says } = sample
  const bytes = Buffer.from(line)
  const isFound = holdsNeedle(bytes, needlesOf(driver.needles))
  const parsed = isFound ? parseLine(driver, bytes, context) : 'uninteresting'
  const [event] = typeof parsed === 'string' ? [] : parsed
  if (says === null) return event === undefined ? [] : [`says ${event.type}, and must say nothing`]
  if (event === undefined) return [`says nothing: ${isFound ? reasonOf(parsed) : 'it holds none of the needles'}`]
  const told = textsOf(event)
  return Object.entries(says).flatMap(([name, expected]) =>
    told[name] === expected ? [] : [`${name} is ${told[name] ?? 'not told'}, and must be ${expected}`],
  )
}

function reasonOf(parsed: Parsed): string {
  return parsed === 'unrecognised'
    ? 'a pattern fits, but its time, or a field, does not read as one'
    : 'no pattern fits'
}

/** What an event tells, as texts: its kind, its fields, and those of a `log_line` by their own names. */
function textsOf(event: Event): Readonly<Record<string, string>> {
  const { type: kind, time = 0, ...fields } = saidBy(event)
  const service = event.service === null ? {} : { service: event.service }
  const values = event.type === 'log_line' && event.line_values !== null ? boundedJson(event.line_values) : {}
  const all = {
    kind,
    time: new Date(time * 1000).toISOString().replace('.000', ''),
    ...service,
    ...fields,
    ...Object(values),
  }
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value)]))
}
