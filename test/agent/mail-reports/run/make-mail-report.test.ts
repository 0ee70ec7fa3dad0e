import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { SectionConfig } from '../../../../agent/config/mail-reports/mail-report-config.ts'
import { MailOutbox } from '../../../../agent/mail-reports/outbox/mail-outbox.ts'
import { sectionFiles } from '../../../../agent/mail-reports/places.ts'
import { serviceUser } from '../../../../agent/mail-reports/run/child-rights.ts'
import { mailingsOf } from '../../../../agent/mail-reports/run/mailings.ts'
import { makeMailReport } from '../../../../agent/mail-reports/run/make-mail-report.ts'
import { ReportRun } from '../../../../agent/mail-reports/run/report-run.ts'
import { writeSection } from '../../../../agent/mail-reports/run/section-process.ts'
import type { Notice } from '../../../../lib/notice/notice.ts'
import { GpgHome } from '../../../support/gpg-home.ts'
import { exampleSection, NOW, type ReportScene, reportScene } from '../report-scene.ts'

const noNotice = ({ text }: Notice): never => assert.fail(text)

/** The mails in the outbox of a scene, the oldest first. */
function mailsIn({ places }: ReportScene): readonly string[] {
  const runs = readdirSync(places.outbox).filter((name) => /^\d+$/.test(name))
  return runs.flatMap((run) =>
    readdirSync(join(places.outbox, run))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(join(places.outbox, run, name), 'latin1')),
  )
}

/** The text of all parts of a mail that are in base64. */
function partsOf(mail: string): string {
  return [...mail.matchAll(/base64\r\n\r\n([\w+/=\r\n]*)/g)]
    .map(([, body = '']) => Buffer.from(body, 'base64').toString())
    .join('')
}

async function made(scene: ReportScene, notices: Notice[] = []): Promise<number> {
  return makeMailReport(scene.parts, (notice) => notices.push(notice))
}

test('each run tells what is new since the last, and its mail and its positions count together', async (t) => {
  const scene = await reportScene(t, { sections: [exampleSection('one'), exampleSection('two')] })
  assert.equal(await made(scene), 1)
  assert.equal(await made(scene), 1)
  assert.deepEqual(mailsIn(scene).map(partsOf), ['one: time 1\ntwo: time 1\n', 'one: time 2\ntwo: time 2\n'])
  assert.deepEqual([scene.saved('one'), scene.saved('two')], ['2', '2'])
})

test('a section with readers of its own is a mail of its own', async (t) => {
  const scene = await reportScene(t)
  const { letter } = scene.parts.report
  const own = { ...letter, mail: { ...letter.mail, to: ['bob@example.com'] }, subject: 'For Bob' }
  const sections = [exampleSection('one'), exampleSection('two', { letter: own })]
  assert.equal(await made({ ...scene, parts: { ...scene.parts, report: { ...scene.parts.report, sections } } }), 2)
  const [first = '', second = ''] = mailsIn(scene)
  assert.match(first, /To: anna@example\.com\r\nSubject: \[spoor\] web1\.example\.com: morning\r\n/)
  assert.equal(partsOf(first), 'one: time 1\n')
  assert.match(second, /To: bob@example\.com\r\nSubject: For Bob\r\n/)
  assert.equal(partsOf(second), 'two: time 1\n')
})

test('a report that was not sealed is made again, and one that was moves its positions at the next start', async (t) => {
  const scene = await reportScene(t)
  const { state, folder } = sectionFiles(scene.places, 'one')
  const file = `next-${'0'.repeat(16)}`
  const outbox = new MailOutbox(scene.places)
  // A kill while the mail is written.
  const draft = await outbox.begin()
  writeFileSync(join(draft, 'letter-0.eml'), 'half')
  assert.equal(await made(scene), 1)
  assert.deepEqual(mailsIn(scene).map(partsOf), ['one: time 1\n'])
  // A kill right after the rename that seals: nothing moved yet.
  renameSync(state, join(folder, file))
  const [run] = readdirSync(scene.places.outbox)
  const order = join(scene.places.outbox, run ?? '', 'run.json')
  writeFileSync(
    order,
    JSON.stringify({ ...JSON.parse(readFileSync(order, 'utf8')), saved: [{ section: 'one', file }] }),
  )
  assert.equal(await made(scene), 1)
  assert.deepEqual(mailsIn(scene).map(partsOf), ['one: time 1\n', 'one: time 2\n'])
  assert.equal(scene.saved('one'), '2')
})

test('what the process of a section saves after its run was killed counts for nobody', async (t) => {
  // The process of the run before saves after that of this run has.
  const script = `
    printf new > "$next"
    printf late > "$(cat "$0.before" 2>/dev/null || echo /dev/null)"
    printf %s "$next" > "$0.before"`
  const scene = await reportScene(t, { script })
  for (let run = 1; run <= 2; run += 1) await made(scene)
  assert.equal(scene.saved('one'), 'new')
  // The one that was left is gone with the next run.
  await made(scene)
  const { folder } = sectionFiles(scene.places, 'one')
  assert.equal(readdirSync(folder).filter((name) => name.startsWith('next')).length, 1)
})

test('a dry run between a seal and the move of its positions takes nothing away', async (t) => {
  const scene = await reportScene(t)
  assert.equal(await made(scene), 1)
  const { state, folder } = sectionFiles(scene.places, 'one')
  const next = join(folder, `next-${'0'.repeat(16)}`)
  renameSync(state, next)
  const [mailing] = await mailingsOf(scene.parts.report, NOW)
  let text = ''
  for await (const piece of (await new ReportRun({ ...scene.parts, isDry: true }).mail(mailing ?? assert.fail())) ?? [])
    text += piece
  assert.match(text, /one: time 1/)
  assert.ok(existsSync(next))
})

test('a section that fails is told, and tells the same again; the others go on', async (t) => {
  const script = `
    printf '{"media":"text/plain"}\\nhalf of %s' "$section"
    printf saved > "$next"
    [ "$section" = two ] || exit 0
    echo 'read 7 lines' >&2
    echo 'the log is away' >&2
    exit 1`
  const scene = await reportScene(t, { sections: ['one', 'two', 'three'].map((id) => exampleSection(id)), script })
  const notices: Notice[] = []
  assert.equal(await made(scene, notices), 1)
  assert.deepEqual(
    ['one', 'two', 'three'].map((id) => scene.saved(id)),
    ['saved', undefined, 'saved'],
  )
  const [mail = ''] = mailsIn(scene)
  const text = mail.replaceAll('=\r\n', '')
  assert.match(text, /two\.txt \(What two says\): FAILED after [\d.]+ s: the log is away\r\n {4}read 7 lines\r\n/)
  assert.deepEqual(
    notices.map(({ code }) => code),
    ['mail_report_section_failed'],
  )
})

test('nothing to tell is no mail, unless one is wished for; positions move all the same', async (t) => {
  const script = 'printf x > "$next"'
  const quiet = await reportScene(t, { script })
  assert.equal(await made(quiet), 0)
  assert.deepEqual([mailsIn(quiet), readdirSync(quiet.places.outbox), quiet.saved('one')], [[], [], 'x'])
  const wished = await reportScene(t, { script, change: { isSentEmpty: true } })
  assert.equal(await made(wished), 1)
})

test('what a section writes wrongly fails it: no head, a head that could end a header, a process that cannot start', async (t) => {
  for (const script of [
    'printf "no head\\nbody"',
    String.raw`printf '{"media":"text/plain\\r\\nBcc: x@example.com"}\nbody'`,
    'head -c 5000 /dev/zero',
  ]) {
    const scene = await reportScene(t, { script })
    const notices: Notice[] = []
    assert.equal(await made(scene, notices), 1)
    assert.match(notices[0]?.text ?? '', /what it wrote has (?:no|a wrong) head/)
    assert.doesNotMatch(mailsIn(scene).join(), /body|Bcc/)
  }
  const scene = await reportScene(t)
  const notices: Notice[] = []
  const parts = { ...scene.parts, command: ['/nonexistent'] as const }
  assert.equal(await makeMailReport(parts, (notice) => notices.push(notice)), 1)
  assert.match(notices[0]?.text ?? '', /its process could not be started/)
})

test('with keys nothing outside tells what it holds, and without a usable one nothing is made and nothing moves', async (t) => {
  const home = new GpgHome(t)
  const fingerprint = home.key('Anna <anna@example.com>')
  const keys = [{ file: home.exported('anna.asc', fingerprint), fingerprint }]
  const scene = await reportScene(t)
  const { report } = scene.parts
  const withKeys = (fingerprints: typeof keys): ReportScene['parts'] => {
    const letter = { subject: 'Secret plans', mail: { ...report.letter.mail, keys: fingerprints } }
    return { ...scene.parts, now: Date.now() + 1000, report: { ...report, letter } }
  }
  const wrong = withKeys([{ file: keys[0]?.file ?? '', fingerprint: 'A'.repeat(40) }])
  await assert.rejects(makeMailReport(wrong, noNotice), /ask its owner which is right/)
  assert.equal(scene.saved('one'), undefined)
  assert.equal(await makeMailReport(withKeys(keys), noNotice), 1)
  const [mail = ''] = mailsIn(scene)
  assert.doesNotMatch(mail, /Secret|morning|time 1|text\/plain/)
  const inside = home.decrypt(mail).toString()
  assert.match(inside, /^Subject: Secret plans\r$/m)
  assert.match(inside, /hp="cipher"; protected-headers="v1"/)
  assert.equal(partsOf(inside), 'one: time 1\n')
})

test('two runs of a report wait for no clock: sections of the second begin where the first ended', async (t) => {
  const scene = await reportScene(t)
  for (let run = 1; run <= 5; run += 1) await made(scene)
  assert.equal(scene.saved('one'), '5')
  assert.equal(mailsIn(scene).length, 5)
})

test('as root, sections run as the agent’s user with no right but to read', { skip: skipUnlessRoot() }, async (t) => {
  const script = `printf '{"media":"text/plain"}\\n%s %s\\n' "$(id -u)" "$(sed -n 's/^CapEff:.//p' /proc/self/status)"; printf x > "$next"`
  const sections = [exampleSection('user'), READER]
  const scene = await reportScene(t, { sections, script })
  const user = serviceUser()
  assert.equal(await makeMailReport({ ...scene.parts, user }, noNotice), 1)
  // The only bit is that of CAP_DAC_READ_SEARCH, 2 (capabilities(7)).
  assert.equal(partsOf(mailsIn(scene)[0] ?? ''), `${user?.uid} 0000000000000000\n${user?.uid} 0000000000000004\n`)
  assert.deepEqual([scene.saved('user'), scene.saved('reader')], ['x', 'x'])
})

const READER: SectionConfig = {
  ...exampleSection('reader'),
  type: 'unusual',
  settings: { log: '/var/log/log', rules: [], ignore: [], filter: [], isTrimmed: false, start: 'end', most: 1 },
}

function skipUnlessRoot(): string | false {
  return process.geteuid?.() === 0 && existsSync('/usr/bin/setpriv') ? false : 'only root can become another user'
}

test('a mail that is larger than the bound of a part is cut, and says so', async (t) => {
  const script = `printf '{"media":"text/plain"}\\n'; head -c 68000000 /dev/zero`
  const scene = await reportScene(t, { script })
  assert.equal(await made(scene), 1)
  const [mail = ''] = mailsIn(scene)
  assert.match(mail.slice(-400).replaceAll('=\r\n', ''), /67108864 bytes, and 891136 bytes more that are left out/)
})

test('a section that is told to end may end its program first, and the report waits for it', async (t) => {
  // The trap runs once a command of the loop ends.
  const script = `cd "\${next%/*}"; trap ': > ended; exit 1' TERM; : > begun; while :; do sleep 0.01; done`
  const scene = await reportScene(t, { script })
  const { folder } = sectionFiles(scene.places, 'one')
  const stop = new AbortController()
  const report = makeMailReport({ ...scene.parts, signal: stop.signal }, noNotice)
  const refused = assert.rejects(report, /^ActionNeeded: it was stopped before it was done$/)
  while (!existsSync(join(folder, 'begun'))) await setImmediate()
  stop.abort()
  await refused
  assert.deepEqual(readdirSync(folder).toSorted(), ['begun', 'ended'])
})

test('of what a section says without an end only the beginning is kept', async (t) => {
  const endless = 'head -c 300000 /dev/zero | tr "\\000" x >&2; echo >&2; echo next >&2; printf last >&2'
  const scene = await reportScene(t, { script: endless, change: { isSentEmpty: true } })
  await made(scene)
  const [mail = ''] = mailsIn(scene)
  const said = mail.replaceAll('=\r\n', '').match(/^ {4}\w+$/gm)
  assert.deepEqual(
    said?.map((line) => line.trim().length),
    [1000, 4, 4],
  )
})

test('what the user of a section leaves in its folder keeps no report from being made', async (t) => {
  const scene = await reportScene(t)
  const { folder, state } = sectionFiles(scene.places, 'one')
  for (const path of [join(folder, 'next-left/more'), join(state, 'more')]) mkdirSync(path, { recursive: true })
  assert.equal(await made(scene), 1)
  assert.equal(await made(scene), 1)
  assert.equal(mailsIn(scene).length, 2)
  assert.ok(existsSync(join(folder, 'next-left/more')))
})

test('while very many reports wait no more are made, and nothing moves', async (t) => {
  const scene = await reportScene(t)
  const outbox = new MailOutbox(scene.places)
  const letter = { file: 'letter-0.eml', section: null, waiting: ['anna@example.com'], refused: [], tries: 1 }
  for (let count = 0; count < 200; count += 1) {
    await outbox.begin()
    const letters = [{ ...letter, notBefore: 0, reason: null }]
    await outbox.seal({ version: 1, made: NOW, letters, saved: [] })
  }
  await assert.rejects(made(scene), /^ActionNeeded: 200 reports wait for their readers already/)
  assert.equal(scene.saved('one'), undefined)
})

test('a section that takes too long is ended, and says so', async (t) => {
  const scene = await reportScene(t, { script: 'exec sleep 3600' })
  const { command = ['/bin/false'], signal } = scene.parts
  const order = { config: '', report: 'morning', section: 'one', state: '', host: 'web1', now: NOW }
  const { part, result } = await writeSection(command, order, signal, 1)
  assert.equal(part, undefined)
  assert.equal((await result()).failure, 'it took too long')
})
