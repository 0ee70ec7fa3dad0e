import assert from 'node:assert/strict'
import { loginHabits } from '../../../../hub/store/ask/login-habits.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('the newest logins of each mailbox are found, however many another one has', async (store) => {
  const agent = await agentIn(store)
  const by = (mailbox: string, count: number): ReturnType<typeof eventOf>[] =>
    Array.from({ length: count }, (_, ago) => eventOf(agent, `${mailbox}-${ago}`, { time: NOW - ago, mailbox }))
  const failed = eventOf(agent, 'failed', { kind: kindNumber('login_failed'), mailbox: 'bob' })
  await store.keep(arrivalOf(agent, [...by('ann', 9), ...by('bob', 2), ...by('eve', 1), failed]))
  const wish = { kinds: [kindNumber('login')], from: NOW - 5, until: NOW + 1, limit: 3 }
  const found = await store.ask(loginHabits, { ...wish, mailboxes: ['bob', 'nobody', 'ann'] })
  const times = (name: string): number[] =>
    found.filter(({ mailbox }) => mailbox === name).map(({ time }) => NOW - time)
  assert.deepEqual([times('ann'), times('bob'), found.length], [[0, 1, 2], [0, 1], 5])
  assert.deepEqual(await store.ask(loginHabits, { ...wish, mailboxes: [] }), [])
})
