import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Driver, Parsed } from '../../../agent/drivers/driver.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import { hostile, noise } from '../../support/hostile-text.ts'

const CONTEXT = { zone: 'UTC', now: 1_787_000_000 }

function goodLines(driver: Driver): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures', driver.name, 'good.log'), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

/** What the type of `parse` promises, whatever the line was. */
function assertSound(parsed: Parsed): void {
  if (typeof parsed === 'string') return assert.ok(parsed === 'uninteresting' || parsed === 'unrecognised')
  assert.ok(parsed.length > 0)
  for (const event of parsed) {
    assert.deepEqual(checkedEvent(event), event)
    if ('mailbox_address' in event) assert.match(event.mailbox_address, /^[^\s"[\]()<>\p{Cc}]+$/u)
  }
}

/** Whether the collector, which passes over lines without a needle, sees what `parse` shows. */
function assertFound({ needles }: Driver, line: string, parsed: Parsed): void {
  if (needles === 'every line' || typeof parsed === 'string') return
  assert.ok(
    needles.some((needle) => line.includes(needle)),
    line,
  )
}

for (const driver of DRIVERS) {
  test(`${driver.name} never throws, and says nothing unsound, on random bytes`, () => {
    const line = fc.oneof(noise, hostile)
    fc.assert(
      fc.property(line, (line) => assertSound(driver.parse(line, CONTEXT))),
      { numRuns: 2000 },
    )
  })

  test(`${driver.name} never throws, and says nothing unsound, on mutated good lines`, () => {
    const line = fc.constantFrom(...goodLines(driver))
    const place = fc.nat({ max: 400 })
    fc.assert(
      fc.property(line, place, place, hostile, (line, start, length, text) => {
        const mutated = line.slice(0, start) + text + line.slice(start + length)
        const parsed = driver.parse(mutated, CONTEXT)
        assertSound(parsed)
        assertFound(driver, mutated, parsed)
      }),
      { numRuns: 2000 },
    )
  })
}
