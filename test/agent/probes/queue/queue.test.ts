import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { queueIn, surveyedQueues } from '../../../../agent/probes/queue/queue.ts'
import { tellSurvey } from '../../../../agent/probes/survey/survey-file.ts'
import { unlessMailServices } from '../../../support/mail-services.ts'
import { runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'
import { surveyPlaces } from '../survey/survey-scene.ts'

/** A host whose exim has these files in its folder of messages. */
function hostWith(t: TestContext, files: readonly string[], spool = 'exim'): string {
  const root = temporaryPlace(t)
  const input = join(root, 'var/spool', spool, 'input')
  for (const folder of ['', 'a', 'B', '0', 'ab']) mkdirSync(join(input, folder), { recursive: true })
  for (const file of files) writeFileSync(join(input, file), '')
  return root
}

/** So many messages, each with its header and its body. */
function messages(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `1tdKfz-${String(index).padStart(6, '0')}-2k`).flatMap((id) => [
    `${id}-H`,
    `${id}-D`,
  ])
}

const alone = (): undefined => undefined

suite('the queue of exim', () => {
  test('is a warning, and has failed, with more messages than there may be', async (t) => {
    const queue = queueIn(hostWith(t, messages(3)), alone)
    for (const [limits, verdict] of [
      [{ warning: '3', critical: '3' }, 'ok'],
      [{ warning: '2', critical: '3' }, 'warning'],
      [{ warning: '1', critical: '2' }, 'failed'],
    ] as const) {
      const result = await runProbe(queue, limits)
      assert.equal(result.verdict, verdict)
      assert.equal(result.text, '3 messages wait in the queue')
      assert.deepEqual(result.gauges, [{ name: 'queue_messages', value: 3 }])
    }
  })

  test('is counted in all parts of a split folder, with old and new ids, and nothing else is', async (t) => {
    const files = [
      '1tdKfz-0000Ab-2k-H',
      'a/1tdKfz-0000Ab-2l-H',
      'B/1tdKfz-0000000BZhb-1bTp-H',
      '0/1tdKfz-0000Ab-2m-D',
      '0/1tdKfz-0000Ab-2m-J',
      '0/hdr.1234',
      'ab/1tdKfz-0000Ab-2n-H',
      'x-H',
      'c',
    ]
    const { text } = await runProbe(queueIn(hostWith(t, files, 'exim4'), alone), {})
    assert.equal(text, '3 messages wait in the queue')
  })

  test('is as long as exim says', { skip: unlessMailServices() || process.geteuid?.() !== 0 }, async () => {
    const told = execFileSync('/usr/sbin/exim4', ['-bpc'], { encoding: 'utf8' }).trim()
    const { text } = await runProbe(queueIn('/', alone), {})
    assert.match(text, new RegExp(`^${told} messages? waits? in the queue$|is not there`))
  })

  test('is not known where there is none, with the reason', async (t) => {
    const { verdict, text } = await runProbe(queueIn(temporaryPlace(t), alone), { spool: '/nowhere' })
    assert.equal(verdict, 'unknown')
    assert.equal(text, '/nowhere/input is not there: exim has its messages elsewhere, or nothing to do (ENOENT)')
  })

  test('is told by root to who may not look', async (t) => {
    const places = surveyPlaces(t)
    const root = hostWith(t, messages(1))
    const settings = { warning: 10, critical: 10 }
    const signal = new AbortController().signal
    const checks = [settings, { ...settings, spool: join(root, 'var/spool/exim') }, { ...settings, spool: '/nowhere' }]
    const finding = await surveyedQueues(root, checks, { signal })
    await tellSurvey(places, 'queue', { finding, taken: Date.now() })
    const queue = queueIn('/nowhere', () => places)
    assert.equal((await runProbe(queue, {})).text, '1 message waits in the queue')
    assert.equal((await runProbe(queue, { spool: join(root, 'var/spool/exim') })).verdict, 'ok')
    assert.match((await runProbe(queue, { spool: '/nowhere' })).text, /^\/nowhere\/input is not there/)
    assert.equal((await runProbe(queue, { spool: '/new' })).text, 'root has not looked into /new yet')
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  assert.equal(settingsFault(queueIn('/'), { warning: '10', critical: '5' }), 'has a warning above critical')
})
