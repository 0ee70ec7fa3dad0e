import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundFindings } from '../../../agent/check/found.ts'
import { exampleCheck } from '../../support/check-scene.ts'
import { createFoundHost } from '../../support/found-host.ts'

test('check says what watch.auto finds here and why, without what somebody wrote', async (t) => {
  const { root, listenAt } = await createFoundHost(t)
  listenAt(25, 143)
  const { probe: _probe, ...check } = exampleCheck('mail')
  const written = { ...check, settings: { service: 'smtp' } }
  assert.deepEqual(await foundFindings({ checks: [written] }, root), [
    {
      check: 'checks',
      state: 'ok',
      text: 'watch.auto: finds disk (every host has it), host (every host has it), imap (it listens at port 143): ok',
    },
  ])
})

test('check names what chkservd checks and watch.auto does not, with its file and line', async (t) => {
  const { root, chkservd } = await createFoundHost(t)
  chkservd('chkservd.conf', 'exim:1\nodd:1\n')
  chkservd('exim', 'service[exim]=25,QUIT,220,x\n')
  chkservd('odd', 'service[odd]=x,x,x,x\n')
  const texts = (await foundFindings({ checks: [] }, root)).map(({ state, text }) => `${state}: ${text}`)
  assert.equal(texts.length, 2)
  assert.match(texts[0] ?? '', /^warning: watch\.auto: .*\/odd:1: odd has neither a port nor a process; /)
  assert.match(texts[1] ?? '', /^ok: watch\.auto: finds .*, exim \(chkservd checks it\): ok$/)
})
