import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { onAbort } from '../../../lib/system/on-abort.ts'

test('every action that was not cancelled is called', () => {
  const controller = new AbortController()
  const called: string[] = []
  onAbort(controller.signal, () => called.push('stays'))
  const forget = onAbort(controller.signal, () => called.push('taken back'))
  onAbort(new AbortController().signal, () => called.push('of another signal'))
  forget()
  controller.abort()
  assert.deepEqual(called, ['stays'])
})

test('a signal has one listener, however many actions wait for it', () => {
  const { signal } = new AbortController()
  for (let waiting = 0; waiting < 3; waiting += 1) onAbort(signal, () => undefined)
  assert.equal(getEventListeners(signal, 'abort').length, 1)
})
