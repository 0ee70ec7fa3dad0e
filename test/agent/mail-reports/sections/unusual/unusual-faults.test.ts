import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { unusualFaults } from '../../../../../agent/mail-reports/sections/unusual/unusual-faults.ts'
import { temporaryFolder } from '../../../../support/spool-scene.ts'

const SETTINGS = { rules: [], ignore: [], filter: [], isTrimmed: false, start: 'end', most: 100 } as const
const OPTION = 'mail_reports.morning.sections.0'

test('settings that fit this host have no fault', async (t) => {
  const folder = await temporaryFolder(t)
  const [log, rules] = [join(folder, 'log'), join(folder, 'rules')]
  writeFileSync(log, '')
  writeFileSync(rules, '^sshd: fine$\n')
  const found = await unusualFaults({ ...SETTINGS, log, rules: [rules], ignore: ['cron: @rest'] }, OPTION)
  assert.deepEqual(found, { faults: [], remarks: [] })
})

test('faults name where they stand: a missing log, rules that cannot be used, and slow ones', async (t) => {
  const folder = await temporaryFolder(t)
  const [log, rules, none] = [join(folder, 'log'), join(folder, 'rules'), join(folder, 'none')]
  writeFileSync(rules, '^(a)\\1$\n.\n')
  const { faults, remarks } = await unusualFaults(
    { ...SETTINGS, log, rules: [rules, none], ignore: ['', 7], filter: ['!~ /abc/'] },
    OPTION,
  )
  const written = [...faults, ...remarks].map((fault) => {
    assert.ok(fault.startsWith(`${OPTION}.unusual.`), fault)
    return fault.slice(OPTION.length + 9).replaceAll(folder, '')
  })
  assert.equal(written.length, 6, written.join('\n'))
  for (const [index, expected] of [
    /^ignore\.0: is empty;/,
    /^ignore\.1: is neither a pattern nor a section/,
    /^rules: \/none: no such file or directory; correct rules$/,
    /^log: \/log cannot be looked at \(ENOENT\); correct it, or make the file$/,
    /^rules: cannot be used and are left out: \/rules:1: refers back to a group/,
    /^ignore: compared with each line, as they ask for no fixed text .*: \/rules:2, filter\.0$/,
  ].entries())
    assert.match(written[index] ?? '', expected)
  const about = await unusualFaults({ ...SETTINGS, log: folder }, OPTION)
  assert.match(about.remarks[0] ?? '', /is no file; name the log itself$/)
})
