import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { suite, test } from 'node:test'
import { VERSIONS, expected, frozen } from './ice.ts'
import { meaningOf } from './meaning.ts'

for (const version of VERSIONS) {
  suite(`what was written for ${version} means what it meant`, () => {
    for (const name of readdirSync(frozen(version, 'config'))) {
      test(name, async () => {
        const then = await expected<object>(version, `config/${name}`)
        assert.deepEqual(known(await meaningOf(frozen(version, 'config', name)), then), then)
      })
    }
  })
}

/** Of a value what the former one has too: later versions may add keys, and nothing else. */
function known(now: unknown, then: unknown): unknown {
  if (Array.isArray(now) && Array.isArray(then)) return now.map((each, index) => known(each, then[index]))
  if (!isObject(now) || !isObject(then)) return now
  return Object.fromEntries(Object.keys(then).map((key) => [key, known(now[key], then[key])]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
