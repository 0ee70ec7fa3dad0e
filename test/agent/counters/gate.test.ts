import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Gate } from '../../../agent/counters/gate.ts'

const { signal } = new AbortController()

suite('the gate between what was counted and positions', () => {
  test('acts once every log that is ahead has noted its position', async () => {
    const gate = new Gate()
    gate.ahead('one')
    gate.ahead('other')
    let isDone = false
    const acting = gate.whileLevel(() => (isDone = true), signal)
    gate.noted('one')
    await Promise.resolve()
    assert.equal(isDone, false)
    gate.noted('other')
    assert.equal(await acting, true)
  })

  test('lets nobody read on until the act has ended', async () => {
    const gate = new Gate()
    const { promise, resolve } = Promise.withResolvers<void>()
    const acting = gate.whileLevel(() => promise, signal)
    assert.ok(gate.open instanceof Promise)
    const opened = gate.open
    resolve()
    await Promise.all([opened, acting])
    assert.equal(gate.open, undefined)
  })

  test('waits for no log that hit a bug: once all ends, nothing is done that would not match', async () => {
    const gate = new Gate()
    const end = new AbortController()
    gate.ahead('one')
    const acting = gate.whileLevel(() => assert.fail(), end.signal)
    end.abort()
    assert.equal(await acting, undefined)
  })
})
