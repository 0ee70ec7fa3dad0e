// What docs/rules.md says of the defaults, computed anew.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { everyRule } from '../agent/collect/rules.ts'
import { hookedEvents } from '../agent/hook/hooked-events.ts'
import { DRIVERS, driverNamed } from '../agent/sources/sources.ts'
import type { Event } from '../lib/event/event.ts'
import type { RuleNumbers } from '../lib/rules/numbers.ts'
import { concluded } from './support/concluded.ts'
import { ROOT } from './support/repository-files.ts'
import { STORY, STORY_LOGS } from './support/takeover-story.ts'

const BEGIN = 1_795_161_600

/** The events in all fixtures of drivers. */
function fixtureEvents(): readonly Event[] {
  return DRIVERS.flatMap((driver) =>
    globSync(`test/fixtures/${driver.name}/*.log`, { cwd: ROOT }).flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .flatMap((line) => eventsIn(driver.name, line)),
    ),
  )
}

/** The events of the story, with what cPanel's hook hears. */
function storyEvents(): readonly Event[] {
  let at = BEGIN
  return STORY.flatMap(({ after, lines, hook }) => {
    at += after
    const said = lines(at)
    const told = STORY_LOGS.flatMap((log) => (said[log] ?? []).flatMap((line) => eventsIn(log, line)))
    return told.concat(hook === undefined ? [] : hookedEvents(hook, at))
  })
}

function eventsIn(driver: string, line: string): readonly Event[] {
  const parsed = driverNamed(driver)?.parse(line, { zone: 'UTC', now: BEGIN })
  return Array.isArray(parsed) ? parsed : []
}

/** Each number with a limit: its name in the configuration, and which events it decides. */
const LIMITS: readonly (readonly [name: string, number: keyof RuleNumbers, isOf: (event: Event) => boolean])[] = [
  ['failures_by_address', 'failuresByAddress', (event) => isFailures(event) && event.mailbox_address === null],
  ['failures_of_mailbox', 'failuresOfMailbox', (event) => isFailures(event) && event.mailbox_address !== null],
  ['names_by_address', 'namesByAddress', (event) => event.type === 'login_burst' && event.counted === 'names'],
  ['recipients_per_hour', 'recipientsPerHour', (event) => event.type === 'mail_burst'],
  ['mailboxes_per_hour', 'mailboxesPerHour', (event) => event.type === 'mailbox_burst'],
]

function isFailures(event: Event): event is Event & { readonly type: 'login_burst' } {
  return event.type === 'login_burst' && event.counted === 'failures'
}

test('docs/rules.md says what the defaults make of the fixtures and of the story', () => {
  const config: { readonly rules: RuleNumbers } = JSON.parse(
    readFileSync(join(ROOT, 'test/fixtures/config/only-what-is-required.json'), 'utf8'),
  )
  const rules = everyRule(config.rules)
  const sets = [fixtureEvents(), storyEvents()]
  const most = (events: readonly Event[], number: keyof RuleNumbers, isOf: (event: Event) => boolean): number => {
    let limit = 0
    while (concluded(everyRule({ ...config.rules, [number]: limit + 1 }), events).some(isOf)) limit += 1
    return limit
  }
  const limits = LIMITS.map(([name, number, isOf]) =>
    [`\`${name}\``, config.rules[number], ...sets.map((events) => most(events, number, isOf))].join(' | '),
  )
  const said = sets.map((events) => concluded(rules, events).map(({ type }) => type))
  const kinds = [...new Set(rules.flatMap(({ says }) => says))]
  const counts = kinds.map((kind) =>
    [`\`${kind}\``, ...said.map((all) => all.filter((each) => each === kind).length)].join(' | '),
  )
  const tables = [
    ...table('number | default | most in the fixtures | most in the takeover', limits),
    '',
    ...table('said | in the fixtures | in the takeover', counts),
  ].join('\n')
  const document = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8')
  assert.ok(document.includes(tables), `put this into docs/rules.md:\n${tables}`)
})

function table(head: string, rows: readonly string[]): readonly string[] {
  const line = head.replaceAll(/[^|]+/g, '---')
  return [`| ${head} |`, `|${line}|`, ...rows.map((row) => `| ${row} |`)]
}
