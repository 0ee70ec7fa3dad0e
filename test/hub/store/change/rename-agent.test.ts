import assert from 'node:assert/strict'
import { agentOfCredential } from '../../../../hub/store/ask/agent-of-credential.ts'
import { renameAgent } from '../../../../hub/store/change/rename-agent.ts'
import { enrolIn, identifierIn, tokenIn } from '../../../support/enrolment.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('a renamed host keeps its former names, of which nobody else can take one', async (store) => {
  const token = await tokenIn(store, { uses: 2 })
  const identifier = identifierIn(await enrolIn(store, token, 'web1.example.com'))
  identifierIn(await enrolIn(store, token, 'web2.example.com'))
  const rename = (from: string, to: string): Promise<string> =>
    store.change(renameAgent, { from: `${from}.example.com`, to: `${to}.example.com`, now: NOW, by: BY })
  assert.equal(await rename('web1', 'web2'), 'taken')
  assert.equal(await rename('web7', 'web8'), 'unknown')
  assert.equal(await rename('web1', 'web3'), 'renamed')
  assert.equal(await rename('web2', 'web1'), 'taken')
  const hosts = async (): Promise<unknown> => (await store.ask(agentOfCredential, { identifier, now: NOW }))?.hosts
  assert.deepEqual(await hosts(), ['web3.example.com', 'web1.example.com'])
  assert.equal(await rename('web3', 'web1'), 'renamed')
  assert.deepEqual(await hosts(), ['web1.example.com', 'web3.example.com'])
  assert.equal(await rename('web1', 'web1'), 'renamed')
  assert.deepEqual(await hosts(), ['web1.example.com', 'web3.example.com'])
})
