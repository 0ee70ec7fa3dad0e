import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { parse } from '../../../agent/commands/parse.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { layDrivers } from '../../support/own-driver-file.ts'

const SHOP = `path: /var/log/shop.log
zone: '+0200'
time: iso
patterns:
  - { pattern: ' paid by (?P<who>\\w+)$', kind: log_line, name: paid }
`

interface Ran {
  readonly code: number
  readonly output: string
  readonly said: string
}

async function run(config: string, driver: string, input: string, all = false): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: Readable.from([Buffer.from(input)]), stdout, stderr, signal: new AbortController().signal }
  const code = await parse.run([driver], { config, all }, io)
  stdout.end()
  stderr.end()
  return { code, output: await text(stdout), said: await text(stderr) }
}

test('parse shows what an own driver says, in the zone of its file, also what is not to leave the host', async (t) => {
  const config = await layDrivers(t, { 'shop.yml': SHOP })
  const { code, output, said } = await run(config, 'shop', '2026-11-28 07:01:02 order 7 paid by anna\nnoise\n')
  assert.equal(code, 0)
  const event: unknown = JSON.parse(output)
  assert.ok(typeof event === 'object' && event !== null)
  assert.deepEqual(
    { ...event, line_values: undefined },
    {
      type: 'log_line',
      time: Date.UTC(2026, 10, 28, 5, 1, 2) / 1000,
      context: 'system',
      line_pattern: 'paid',
      log_driver: 'shop',
      line_values: undefined,
    },
  )
  assert.match(output, /who\W+anna/)
  assert.equal(said, 'Lines: 2, events: 1, not understood: 0.\n')
  const all = await run(config, 'shop', 'noise\n', true)
  assert.match(all.output, /^\{"line":1,"parsed":"uninteresting","text":"noise"\}\n$/)
})

test('an own driver that is refused, or is not there, is told; those built in need no file', async (t) => {
  const config = await layDrivers(t, { 'shop.yml': SHOP, 'bad.yml': 'path: relative\n' })
  const saying = (pattern: RegExp) => (error: unknown) =>
    error instanceof ActionNeeded && error.exitCode === 2 && pattern.test(error.message)
  await assert.rejects(
    run(config, 'bad', ''),
    saying(/^This driver is not loaded.*bad\.yml:1:7: path: is not an absolute path/),
  )
  await assert.rejects(run(config, 'shpo', ''), saying(/there is no driver "shpo"; did you mean shop\?/))
  assert.equal((await run('/nowhere/spoor.yml', 'cpanel-login', '')).code, 0)
})
