import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { localZone } from '../../../lib/time/local-zone.ts'

test("without TZ the machine's zone counts", () => {
  delete process.env['TZ']
  assert.deepEqual(localZone(), { name: undefined })
})

test('TZ names a zone in every form that the C library accepts', () => {
  for (const [text, name] of [
    ['', 'UTC'],
    [':', 'UTC'],
    ['Europe/Berlin', 'Europe/Berlin'],
    [':Europe/Berlin', 'Europe/Berlin'],
    ['posix/Europe/Berlin', 'Europe/Berlin'],
    ['right/Europe/Berlin', 'Europe/Berlin'],
    ['/nowhere/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
    [':/nowhere/zoneinfo/posix/Europe/Berlin', 'Europe/Berlin'],
    ['EST5EDT,M3.2.0,M11.1.0', 'EST5EDT,M3.2.0,M11.1.0'],
    ['<+03>-3', '<+03>-3'],
    ['UTC-3', 'UTC-3'],
  ] as const) {
    assert.deepEqual(localZone(text), { name }, text)
  }
})

test('the file of a zone may be a link, as /etc/localtime is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-zone-'))
  try {
    symlinkSync('/usr/share/zoneinfo/Europe/Berlin', join(folder, 'localtime'))
    // Without installed zones it leads nowhere.
    assert.match(localZone(join(folder, 'localtime')).name ?? '', /^(?:Europe\/Berlin|UTC)$/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('an unknown zone means UTC, and is reported', () => {
  for (const text of ['Mars/Base', 'CEST', '/etc/passwd', ' ', '5']) {
    assert.deepEqual(localZone(text), { name: 'UTC', unknown: text })
  }
})
