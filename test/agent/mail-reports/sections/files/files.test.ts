import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, linkSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFilesReport, type FilesReport } from '../../../../support/files-report.ts'
import { unlessInstalled } from '../../../../support/installed.ts'
import { mortal } from '../../../../support/mortal.ts'

const UNCHANGED = /^# Nothing changed since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000\.\n#\tspoor-agent files 1\n/

/** The remarks of a part, without what marks them. */
function remarksOf(part: string): string {
  return [...part.matchAll(/^# (.*\n)/gm)].map(([, line = '']) => line).join('')
}

function fill({ root, path, put }: FilesReport): void {
  for (const name of ['a', 'a.b', 'sub/b', 'sub/c', 'new\nline', 'back\\slash', '\u001b[31mred']) put(name, name)
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x9b])]), 'no UTF-8')
  linkSync(path('a'), path('hard'))
  symlinkSync('/etc/shadow', path('link'))
}

/** Changes the tree in every way. */
function change({ path, put }: FilesReport): void {
  put('a.b', 'other')
  rmSync(path('sub/c'))
  put('sub/e', 'new')
  put('\u001b[2J', 'new')
  chmodSync(path('sub/b'), 0o600)
  rmSync(path('link'))
  symlinkSync('/etc/passwd', path('link'))
}

test('a part is a list that sha256sum and files check read, whatever stands before it', async (t) => {
  const report = await createFilesReport(t)
  fill(report)
  const first = await report.report()
  assert.match(first.part, /^# There is no list before this one to compare it with\.\n#\tspoor-agent files 1\n/)
  assert.deepEqual(first.said, [])
  change(report)
  const list = report.keep('list', (await report.report()).part)
  const theirs = spawnSync('sha256sum', ['--strict', '-c', list], { encoding: 'latin1' })
  assert.equal(theirs.status, 0, theirs.stderr)
  const checked = await report.run(['check', list])
  assert.deepEqual([checked.code, checked.stdout], [0, 'New: 0, removed: 0, changed: 0, unknown: 0.\n'])
})

test('what changed stands before the list, just as files diff says it of the two lists', async (t) => {
  const report = await createFilesReport(t)
  fill(report)
  const old = report.keep('old', (await report.report()).part)
  change(report)
  const { part } = await report.report()
  const [first = '', ...lines] = remarksOf(part).split('\n')
  assert.match(first, /^Changes since \d{4}-.* \+0000\. New: 2, removed: 1, changed: 3, unknown: 0\.$/)
  const diff = (await report.run(['diff', old, report.keep('new', part)])).stdout.split('\n')
  assert.deepEqual(lines.slice(0, -1), diff.slice(0, -2))
  assert.ok(part.indexOf('# changed ') < part.indexOf('#\tspoor-agent files 1\n'))
  assert.match((await report.report()).part, UNCHANGED)
})

test('each part names the SHA-256 of the part before, in either form, also where nothing was sent between', async (t) => {
  const { put, report } = await createFilesReport(t)
  put('a', 'x')
  const first = await report()
  assert.match(first.part, /^#\tbefore\tnone$/m)
  assert.equal((await report({ report: 'changes' })).part, '')
  const second = await report({ format: 'maillog' })
  assert.match(second.part, new RegExp(`^warn\tSHA-256 of the list before this one: ${first.sha256}$`, 'm'))
  put('a', 'y')
  const third = await report({ report: 'changes' })
  assert.match(third.part, new RegExp(`\nSHA-256 of the report before this one: ${second.sha256}\n$`))
  assert.match((await report()).part, new RegExp(`^#\tbefore\t${third.sha256}$`, 'm'))
})

test('a list in the form of MailLog has its changes as warnings, and files check reads it', async (t) => {
  const { root, put, run, report, keep } = await createFilesReport(t)
  put('a', 'x')
  await report()
  put('a', 'other')
  const { part } = await report({ format: 'maillog' })
  assert.match(part, /^warn\tChanges since .* changed: 1, unknown: 0\.\nwarn\tchanged {2}.*\/a: content, size 1 -> 5\n/)
  assert.equal((await run(['check', keep('list', part), root])).stdout, 'New: 0, removed: 0, changed: 0, unknown: 0.\n')
})

test('changes alone are no part where there are none; the first report says that all is taken as known', async (t) => {
  const { path, put, report } = await createFilesReport(t)
  put('a', 'x')
  const settings = { report: 'changes' } as const
  const first = await report(settings)
  assert.deepEqual([first.part, first.said.length], ['', 1])
  assert.match(first.said[0] ?? '', /taken as known/)
  assert.deepEqual(await report(settings), { ...first, said: [] })
  put('a', 'y')
  const { part } = await report(settings)
  assert.match(
    part,
    /^Changes since .* New: 0, removed: 0, changed: 1, unknown: 0\.\nchanged {2}.*\/a: content\nSHA-256 .* none\n$/,
  )
  rmSync(path('a'))
  put('b', '')
  assert.match((await report(settings)).part, /New: 1, removed: 1, changed: 0/)
})

test('a new setuid file comes before all others', async (t) => {
  const { path, put, report } = await createFilesReport(t)
  await report()
  for (const name of ['a', 'b', 'z']) put(name, name)
  chmodSync(path('z'), 0o4755)
  const names = [...remarksOf((await report()).part).matchAll(/^new +\S+\/tree\/(\w):/gm)].map(([, name]) => name)
  assert.deepEqual(names, ['z', 'a', 'b'])
})

test('what cannot be read is told each time: it may hide a change', async (t) => {
  const { root, put, report } = await createFilesReport(t)
  put('a', 'x')
  const settings = { trees: [root, `${root}-gone`], report: 'changes' } as const
  await report(settings)
  const { part, said } = await report(settings)
  assert.match(part, /New: 0, removed: 0, changed: 0, unknown: 1\.\nunknown {2}.*-gone: nothing is there\n/)
  assert.deepEqual(said, ['1 path could not be read.'])
})

test('what exclude leaves out is neither listed nor new nor removed', async (t) => {
  const { put, report } = await createFilesReport(t)
  put('a', 'x')
  put('sub/b', 'x')
  await report()
  put('sub/c', 'x')
  assert.match((await report({ exclude: ['sub/'] })).part, UNCHANGED)
  assert.doesNotMatch((await report({ exclude: ['sub'] })).part, /sub\/b/)
  assert.match((await report()).part, UNCHANGED)
})

test('a dry run writes the same, and changes nothing anywhere', async (t) => {
  const scene = await createFilesReport(t)
  scene.put('a', 'x')
  await scene.report()
  scene.put('a', 'y')
  const beside = join(scene.root, '..')
  const seen = (): unknown => [readdirSync(beside).toSorted(), readFileSync(scene.state)]
  const before = seen()
  const temporary = process.env['TMPDIR']
  t.after(() => {
    if (temporary === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = temporary
  })
  process.env['TMPDIR'] = beside
  const dry = await scene.write({}, { isDry: true })
  const changes = await scene.write({ report: 'changes' }, { isDry: true })
  assert.deepEqual(seen(), before)
  const real = await scene.report()
  const timeless = (part: string): string => part.replaceAll(/^#\tmade\t.*$/gm, '')
  assert.equal(timeless(dry.part), timeless(real.part))
  assert.ok(remarksOf(real.part).startsWith(changes.part.split('SHA-256')[0] ?? '-'))
})

test('a report that is ended saves nothing, and the next one tells what it would have', async (t) => {
  const { put, write, report, next, state } = await createFilesReport(t)
  put('a', 'x')
  await report()
  const before = readFileSync(state)
  put('a', 'y')
  for (let number = 0; number < 300; number += 1) put(`b${number}`, '')
  await assert.rejects(write({}, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  assert.deepEqual([existsSync(next), existsSync(`${next}.tmp`), readFileSync(state)], [false, false, before])
  assert.match((await report()).part, /New: 300, removed: 0, changed: 1,/)
})

test('a state that is damaged is told, and the list stands alone', async (t) => {
  const { put, report, state } = await createFilesReport(t)
  put('a', 'x')
  await report()
  writeFileSync(state, readFileSync(state).subarray(0, -9))
  const { part, said } = await report()
  assert.match(part, /^# There is no list before[^]*^#\tbefore\tnone$/m)
  assert.match(said.join(), /is cut off; every file is read/)
})

test('a list is written in small pieces, however long it is', async (t) => {
  const { put, report } = await createFilesReport(t)
  for (let number = 0; number < 1500; number += 1) put(`folder-of-a-long-name/${String(number).padStart(100, '0')}`, '')
  const { part, largest } = await report()
  assert.ok(part.length > 300_000)
  assert.ok(largest < 20_000, String(largest))
})

const AIDE = '/usr/bin/aide'

test('AIDE finds the same names new, removed and changed', { skip: unlessInstalled(AIDE, 'aide') }, async (t) => {
  const report = await createFilesReport(t)
  const { root, path, keep } = report
  const [old, now] = [join(root, '../old.db'), join(root, '../new.db')]
  const config = keep(
    'aide.conf',
    `database_in=file:${old}\ndatabase_out=file:${now}\nreport_level=list_entries\n${root} p+u+g+l+ftype+sha256\n`,
  )
  report.put('a', 'x')
  report.put('sub/b', 'x')
  report.put('sub/c', 'x')
  report.put('kept', 'x')
  symlinkSync('/etc/shadow', path('link'))
  await report.report()
  execFileSync(AIDE, ['--init', '--config', config])
  execFileSync('mv', [now, old])
  report.put('a', 'y')
  rmSync(path('sub/b'))
  chmodSync(path('sub/c'), 0o600)
  report.put('sub/d', '')
  rmSync(path('link'))
  symlinkSync('/etc/passwd', path('link'))
  const theirs = spawnSync(AIDE, ['--check', '--config', config], { encoding: 'utf8' })
  assert.equal(theirs.status, 7, theirs.stderr)
  const words: Readonly<Record<string, string>> = { '+': 'new', '-': 'removed' }
  const told = [...theirs.stdout.matchAll(/^[fl]([+-]?).*: (\/.*)$/gm)]
  const expected = told.map(([, mark = '', name = '']) => `${words[mark] ?? 'changed'} ${name}`)
  const { part } = await report.report()
  const ours = [...remarksOf(part).matchAll(/^(new|removed|changed) +(.*?): /gm)].map(([, is, name]) => `${is} ${name}`)
  assert.deepEqual(ours.toSorted(), expected.toSorted())
  assert.equal(ours.length, 5)
})

test('the process of the section writes its part, and leaves what it saved beside', async (t) => {
  const { root, put, state, next, keep, run } = await createFilesReport(t)
  put('a', 'x')
  const config = keep(
    'spoor.yml',
    `mail_reports:
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com }
    sections:
      - files: { trees: ${root} }
followers:
  login: { name: ${root}/a }
receivers: []
`,
  )
  chmodSync(config, 0o600)
  const { loadConfig } = await import('../../../../../agent/config/load.ts')
  const section = (await loadConfig(config)).config.mailReports[0]?.sections[0]?.id
  const order = { config, report: 'morning', section, state, next, host: 'web1.example.com', now: Date.now() }
  const words = [...mortal, process.execPath, '--import', 'tsx', 'agent/main.ts', 'report-section']
  const child = spawnSync(words[0] ?? '', words.slice(1), {
    input: JSON.stringify(order),
    encoding: 'latin1',
  })
  assert.deepEqual([child.status, child.stderr], [0, ''])
  const [head = '', ...lines] = child.stdout.split('\n')
  assert.deepEqual(JSON.parse(head), { media: 'text/plain; charset=utf-8' })
  const list = keep('list', lines.join('\n'))
  assert.equal((await run(['check', list])).code, 0)
  assert.match(readFileSync(next, 'latin1'), /^#\tspoor-agent files 1\n/)
  assert.ok(!existsSync(state))
})
