import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CheckLog } from '../../../agent/watch/check-log.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import { exampleCheck } from '../../support/check-scene.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const NOW = 1_800_000_000_000
const [imap, exim] = [exampleCheck('imap'), exampleCheck('exim', { type: 'unit' })]
const nothing = (): void => undefined

test('a round has each check once, with the words of chkservd.log', async (t) => {
  const path = join(await temporaryFolder(t), 'checks.log')
  const log = new CheckLog({ path, tell: nothing })
  const event = {
    time: NOW / 1000,
    context: 'system',
    service: null,
    check: 'imap',
    check_type: 'tcp',
    finding: '',
  } as const
  log.ran(imap, { verdict: 'ok' }, [], NOW)
  log.ran(exim, { verdict: 'late' }, [], NOW + 1000)
  for (let run = 1; run <= 4; run += 1)
    log.ran(imap, { verdict: 'failed' }, run === 3 ? [{ type: 'service_down', ...event }] : [], NOW + run * 60_000)
  log.ran(exim, { verdict: 'failed' }, [], NOW + 240_000)
  log.ran(imap, { verdict: 'warning' }, [{ type: 'service_recovered', ...event, lasted: 1 }], NOW + 300_000)
  log.ran(exim, { verdict: 'unknown' }, [], NOW + 300_000)
  log.held(imap, NOW + 360_000)
  await log.close('Interrupted')
  const round = (minutes: number, checks: string, how = 'Finished'): string =>
    `Service Check Started\n[${localTime(NOW + minutes * 60_000)}] Service check ....${checks}Done\nService Check ${how}\n`
  const failed = (more: string): string =>
    `imap [[check command:N/A][socket connect:-][socket failure threshold:${more}]...`
  assert.equal(
    readFileSync(path, 'utf8'),
    [
      round(0, 'imap [[check command:N/A][socket connect:+]]...exim [[check command:+][socket connect:N/A]]...'),
      round(1, failed('1/3]')),
      round(2, failed('2/3]')),
      round(3, failed('3/3][notify:failed service:imap]')),
      round(4, `${failed('4/3]')}exim [[check command:-][socket connect:N/A][fail count:1]]...`),
      round(
        5,
        'imap [[check command:N/A][socket connect:+][notify:recovered service:imap]]...exim [[check command:?][socket connect:N/A][could not determine status]]...',
      ),
      round(
        6,
        'imap [[check command:N/A][socket connect:?][could not determine status][no notification for unknown status due to upgrade in progress]]...',
        'Interrupted',
      ),
    ].join(''),
  )
})

test('the file is bounded, and there is one old copy', async (t) => {
  const path = join(await temporaryFolder(t), 'checks.log')
  const log = new CheckLog({ path, tell: nothing, largest: 1000 })
  for (let run = 0; run < 100; run += 1) log.ran(imap, { verdict: 'ok' }, [], NOW + run * 60_000)
  await log.close('Interrupted')
  for (const file of [path, `${path}.1`]) {
    const { size, mode } = statSync(file)
    assert.ok(size < 1200, file)
    assert.equal(mode & 0o777, 0o640 & ~process.umask())
  }
  assert.ok(readFileSync(path, 'utf8').endsWith('Service Check Interrupted\n'))
})

test('a path that cannot be written is told once, and no link is followed', async (t) => {
  const folder = await temporaryFolder(t)
  mkdirSync(join(folder, 'folder'))
  symlinkSync('/dev/full', join(folder, 'link'))
  for (const [name, code] of [
    ['folder', 'EISDIR'],
    ['link', 'ELOOP'],
    ['nowhere/checks.log', 'ENOENT'],
  ] as const) {
    const notices: Notice[] = []
    const log = new CheckLog({ path: join(folder, name), tell: (notice) => notices.push(notice) })
    for (let run = 0; run < 3; run += 1) log.ran(imap, { verdict: 'ok' }, [], NOW)
    await log.close('Interrupted')
    assert.deepEqual(
      notices.map(({ code: told, text }) => [told, text.includes(code)]),
      [['checks_unlogged', true]],
    )
  }
})
