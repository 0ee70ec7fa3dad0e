import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { eitherSignal } from '../../../lib/system/either-signal.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** A signal that follows two others, and what aborts one of them; nobody else holds that. */
function followed(): { either: AbortSignal; abort: (reason: unknown) => void } {
  const [one, other] = [new AbortController(), new AbortController()]
  return { either: eitherSignal(one.signal, other.signal), abort: (reason) => other.abort(reason) }
}

test('it is aborted with the reason of the first that is, also once nobody else holds that any more', async () => {
  const either = await (async () => {
    const { either: signal, abort } = followed()
    assert.equal(signal.aborted, false)
    abort('stop')
    return signal
  })()
  await setImmediate()
  collectGarbage()
  assert.deepEqual([either.aborted, either.reason], [true, 'stop'])
})

test('it tells those who listen, and is aborted from the start if one of them is', () => {
  const { either, abort } = followed()
  let told = 0
  either.addEventListener('abort', () => (told += 1))
  abort('stop')
  assert.equal(told, 1)
  assert.equal(eitherSignal(new AbortController().signal, AbortSignal.abort('before')).reason, 'before')
})
