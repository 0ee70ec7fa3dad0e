import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Driver } from '../../agent/drivers/driver.ts'
import { HOOKED } from '../../agent/hook/hooked-events.ts'
import { WRITERS } from '../../agent/inbox/inboxes.ts'
import { SOURCES } from '../../agent/sources/sources.ts'
import { type Kind, definitionOf } from '../../lib/event/catalogue.ts'
import type { Event } from '../../lib/event/event.ts'
import { AGENT } from '../../lib/event/kinds/agent.ts'
import { TRAFFIC } from '../../lib/event/kinds/traffic.ts'
import { ROOT } from '../executable/bundle.ts'

/** Stamps in fixtures without a year or a zone are of this time. */
const CONTEXT = { zone: 'UTC', now: Date.UTC(2026, 10, 28) / 1000 }

/** Where events of a kind come from: each log with its form, the hooks, other programs; or what concludes them. */
export function sourcesOf(kind: Kind): string {
  const items = [...logItems(kind), ...hookItems(kind), ...writerItems(kind)]
  return `Told by\n\n${(items.length === 0 ? [`- ${ownWords(kind)}\n`] : items).join('\n')}\n`
}

function ownWords(kind: Kind): string {
  if (kind === 'log_gap') return 'the agent itself, where it cannot read a log'
  if (kind === 'log_line') return '[own drivers](drivers.md), which can tell what any log tells'
  if (kind in AGENT) return '[the collector itself](#what-the-agent-tells-of-itself)'
  if (kind in TRAFFIC) return 'counting requests in [access logs](traffic.md#alerts-as-events)'
  return 'a [rule](rules.md), from other events'
}

/** Of each log the fields that it can tell, and a line as cPanel or the service writes it: one of the fixtures. */
function logItems(kind: Kind): readonly string[] {
  return SOURCES.flatMap(({ name, driver, paths }) => {
    const said = linesOf(driver).flatMap((line) => eventsIn(line, driver, kind).map((event) => ({ line, event })))
    const [example] = said
    if (example === undefined) return []
    const places = [...new Set(Object.values(paths))].map(code).join(' or ')
    const tells = fieldsOf(kind).filter((field) => said.some(({ event }) => tellsOf(event).includes(field)))
    const head = `- the log ${code(name)} (${places}):\n  ${tells.map(code).join(', ')}\n`
    return [`${head}\n  \`\`\`text\n  ${example.line}\n  \`\`\`\n`]
  })
}

function hookItems(kind: Kind): readonly string[] {
  const events = HOOKED.filter(({ kinds }) => kinds.includes(kind)).map(({ event }) => code(event))
  return events.length === 0 ? [] : [`- [cPanel's hooks](cpanel.md#hooks), after\n  ${events.join(',\n  ')}\n`]
}

/** Writers that are no program of their own. */
const WRITER_WORDS: Readonly<Record<string, string>> = {
  files: '[reports by mail](files.md#in-a-report-by-mail) with a section `files`',
  watch: '[checks](checks.md)',
  restart: '[restarts](checks.md#restarts) of services that checks find down',
}

function writerItems(kind: Kind): readonly string[] {
  const others = WRITERS.filter(({ name, kinds }) => name !== 'hook' && kinds.includes(kind))
  return others.map(({ name }) => `- ${WRITER_WORDS[name] ?? `the [${name}](${name}.md)`}\n`)
}

/** The lines of a driver's fixture that say something. */
function linesOf({ name }: Driver): readonly string[] {
  const lines = readFileSync(join(ROOT, 'test/fixtures', name, 'good.log'), 'utf8').split('\n')
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}

function eventsIn(line: string, driver: Driver, kind: Kind): readonly Event[] {
  const parsed = driver.parse(line, CONTEXT)
  return typeof parsed === 'string' ? [] : parsed.filter(({ type }) => type === kind)
}

function fieldsOf(kind: Kind): readonly string[] {
  const { fields, onRequest } = definitionOf(kind)
  return [...Object.keys({ ...fields, ...onRequest }), 'service']
}

function tellsOf(event: Event): readonly string[] {
  return Object.entries(event).flatMap(([name, value]) => (value === null ? [] : [name]))
}

function code(text: string): string {
  return `\`${text}\``
}
