import assert from 'node:assert/strict'
import { channelStates } from '../../../../hub/store/ask/channel-states.ts'
import { CHAT_RULE, chatChannel, startChat } from '../../../support/alert-chat.ts'
import { AlertScene } from '../../../support/alert-scene.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

const DAY = 86_400

testOnStores('a channel tells what it delivered, what it could not, and what still waits', async (store, t) => {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, `${chatChannel(server)}\n${CHAT_RULE}`)
  const state = async (): Promise<readonly unknown[]> => {
    const since = NOW + scene.time - DAY
    const { channels, delivered: all } = await store.ask(channelStates, { channels: ['chat', 'other'], since })
    const [chat, other] = channels
    assert.equal(all, chat?.delivered)
    assert.deepEqual([other?.delivered, other?.success, other?.failure], [0, null, null])
    const { waiting, failing, held, delivered, failed, success, failure } = chat ?? assert.fail()
    const last = failure === null ? null : `${failure.state} ${/HTTP \d+/.exec(failure.answer)?.[0]}`
    return [{ waiting, failing, held, delivered, failed }, success?.delivered ?? null, last]
  }
  const none = { waiting: 0, failing: 0, held: 0, delivered: 0, failed: 0 }
  assert.deepEqual(await state(), [none, null, null])
  await scene.hears(1, 'opened')
  await scene.passes(60)
  assert.deepEqual(await state(), [{ ...none, delivered: 1 }, NOW + 60, null])
  server.script.push({ status: 401, body: 'who?' }, { status: 503, body: 'later' })
  for (const id of [2, 3]) await scene.hears(id, 'opened')
  await scene.passes(60)
  const both = { ...none, delivered: 1, failed: 1, waiting: 1, failing: 1 }
  assert.deepEqual(await state(), [both, NOW + 60, 'waiting HTTP 503'])
  await scene.passes(600)
  assert.deepEqual(await state(), [{ ...none, delivered: 2, failed: 1 }, NOW + 720, 'refused HTTP 401'])
  scene.time += DAY
  assert.deepEqual(await state(), [none, NOW + 720, 'refused HTTP 401'])
})
