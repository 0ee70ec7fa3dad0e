import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Driver, Parsed } from '../../../agent/drivers/driver.ts'
import { driverNamed, DRIVERS } from '../../../agent/sources/sources.ts'
import { project, toEntry } from '../../../lib/event/entry.ts'
import { type Event, saidBy } from '../../../lib/event/event.ts'
import { wantedBy } from '../../../lib/event/wish.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures')

/** The zone of every fixture line that carries none, two hours ahead of UTC in summer, and the day of the reading. */
const CONTEXT = { zone: 'Europe/Berlin', now: Date.UTC(2026, 10, 28) / 1000 }

interface Case {
  readonly at: string
  readonly line: string
  readonly expected: unknown
}

/** The cases of a fixture: a log line each, below a comment that holds in JSON what it says. */
function readCases(file: string): Case[] {
  const lines = readFileSync(join(FOLDER, file), 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return []
    const comment = lines[index - 1] ?? ''
    assert.match(comment, /^# /, `${file}:${index + 1} has no expectation above it`)
    return [{ at: `${file}:${index + 1}`, line, expected: JSON.parse(comment.slice(2)) }]
  })
}

function fixturesOf(driver: Driver): Map<string, Case[]> {
  const folder = join(FOLDER, driver.name)
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  return new Map(files.map((file) => [file, readCases(join(driver.name, file))]))
}

function eventsOf(parsed: Parsed): readonly Event[] {
  return typeof parsed === 'string' ? [] : parsed
}

function entriesOf(parsed: Parsed): object[] {
  return eventsOf(parsed)
    .filter(wantedBy({ events: 'spoor' }))
    .map((event) => {
      const { id: _, ...keys } = project(toEntry(event, { id: 'id', host: 'HOSTNAME', place: undefined }))
      return keys
    })
}

/** An event as `parse` shows it, with its service where one is expected. */
function shown(expected: unknown): (event: Event) => object {
  const isOfService = JSON.stringify(expected).includes('"service":')
  return (event) => (isOfService ? { ...saidBy(event), service: event.service } : saidBy(event))
}

function saysSomething({ expected }: Case): boolean {
  return Array.isArray(expected) && expected.length > 0
}

for (const driver of DRIVERS) {
  suite(`${driver.name} reads its fixtures`, () => {
    for (const [file, cases] of fixturesOf(driver)) {
      for (const { at, line, expected } of cases) {
        test(at, () => {
          const parsed = driver.parse(line, CONTEXT)
          if (file === 'app-spoor.log') {
            // The text, for a server in the field may rely on the order of the keys.
            assert.equal(JSON.stringify(entriesOf(parsed)), JSON.stringify(expected))
          } else assert.deepEqual(typeof parsed === 'string' ? parsed : parsed.map(shown(expected)), expected)
        })
      }
    }
  })

  const fixtures = fixturesOf(driver)
  const cases = [...fixtures.values()].flat()

  test(`${driver.name} has good, look-alike and injection fixtures, with events in the first and lines in each`, () => {
    for (const kind of ['good.log', 'look-alike.log', 'injection.log']) {
      assert.ok((fixtures.get(kind) ?? []).length > 0, `test/fixtures/${driver.name}/${kind} is missing or empty`)
    }
    assert.ok(fixtures.get('good.log')?.some(saysSomething), 'good.log: no line says anything; add one that does')
    assert.deepEqual(
      fixtures.get('look-alike.log')?.filter(saysSomething),
      [],
      'look-alike.log: no line may say anything; move these to good.log',
    )
  })

  test(`${driver.name}: every kind it declares has a fixture, and no fixture says another`, () => {
    const said = new Set(cases.flatMap(({ line }) => eventsOf(driver.parse(line, CONTEXT))).map(({ type }) => type))
    assert.deepEqual(
      said,
      new Set(driver.kinds),
      `test/fixtures/${driver.name} and its kinds differ: add lines, or a kind`,
    )
  })

  test(`${driver.name}: every line that says something holds a needle`, () => {
    const { needles, keys } = driver
    if (needles === 'every line') return
    const keyless = needles.filter((needle) => keys?.flat().some((key) => needle.includes(key)) === false)
    assert.deepEqual(keyless, [])
    const missed = cases.filter(saysSomething).filter(({ line }) => !needles.some((needle) => line.includes(needle)))
    assert.deepEqual(missed, [], 'these lines would never be read: give the driver a needle that is in each')
    assert.deepEqual(
      needles.filter((needle) => needle.length < 2 || needle.length > 7),
      [],
      'a needle has two to seven bytes: take the rarest part of it',
    )
  })
}

test('a driver is found by its name, in a folder of fixtures of that name, and by no other', () => {
  for (const driver of DRIVERS) assert.equal(driverNamed(driver.name), driver)
  assert.deepEqual(
    readdirSync(FOLDER).filter((name) => driverNamed(name) !== undefined),
    DRIVERS.map(({ name }) => name).sort(),
  )
  assert.equal(driverNamed('cpanel'), undefined)
})
