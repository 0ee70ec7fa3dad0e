import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { queue } from '../../../../agent/probes/queue/queue.ts'
import { unlessMailServices } from '../../../support/mail-services.ts'
import { runProbe, settingsFault } from '../probe-scene.ts'
import { sayingProgram } from '../program-scene.ts'

suite('the queue of exim', () => {
  test('is a warning, and has failed, with more messages than there may be', async (t) => {
    for (const [count, verdict] of [
      ['1', 'ok'],
      ['1001', 'warning'],
      ['5001', 'failed'],
    ] as const) {
      const result = await runProbe(queue, { exim: sayingProgram(t, `${count}\n`) })
      assert.equal(result.verdict, verdict)
      assert.deepEqual(result.gauges, [{ name: 'queue_messages', value: Number(count) }])
    }
  })

  test('is counted by exim4 itself', { skip: unlessMailServices() }, async () => {
    const { text } = await runProbe(queue, {})
    assert.match(text, /^\d+ messages? waits? in the queue$|^exim did not count its queue: /)
  })

  test('is not known to whom exim does not tell it, or where it says something else', async (t) => {
    const refused = await runProbe(queue, { exim: sayingProgram(t, '', 1, 'exim: permission denied\n') })
    assert.deepEqual(
      [refused.verdict, refused.text],
      ['unknown', 'exim did not count its queue: exim: permission denied'],
    )
    assert.equal((await runProbe(queue, { exim: sayingProgram(t, '-5\n') })).verdict, 'unknown')
    assert.equal((await runProbe(queue, { exim: '/nowhere/exim' })).verdict, 'unknown')
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  assert.equal(settingsFault(queue, { warning: '10', critical: '5' }), 'has a warning above critical')
})
