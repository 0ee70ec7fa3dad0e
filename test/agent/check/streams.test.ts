import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { streamFinding } from '../../../agent/check/streams.ts'
import type { Journal, Stream } from '../../../agent/config/config.ts'
import { journalPath } from '../../../agent/config/logs/journal.ts'
import { journalctlHere } from '../../../agent/sources/journalctl.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

function socket(path: string): Stream {
  return { source: 'login', option: 'logs.0.socket', zone: undefined, kind: 'socket', path }
}

function journal(matches: readonly string[], directory?: string): Journal {
  const path = journalPath(matches, directory)
  const common = { source: 'login', option: 'logs.0.journal', zone: undefined, start: 'end' } as const
  return { ...common, kind: 'journal', path, matches, directory }
}

test('a socket is fine in a folder that can be written to, and in the place of an older one', async (t) => {
  const folder = await temporaryFolder(t)
  const path = join(folder, 'lines.sock')
  const { state, text } = await streamFinding(socket(path))
  assert.deepEqual([state, text], ['ok', `logs.0.socket: the collector can listen on ${path}`])
})

test('a socket fails where something else is at its path, or its folder is missing', async (t) => {
  const folder = await temporaryFolder(t)
  const path = join(folder, 'lines.sock')
  writeFileSync(path, '')
  const there = await streamFinding(socket(path))
  assert.deepEqual(
    [there.state, there.text],
    ['failed', `logs.0.socket: ${path} is no socket; remove it, or correct logs.0.socket`],
  )
  for (const missing of [join(folder, 'nowhere'), path]) {
    const { state, text } = await streamFinding(socket(join(missing, 'lines.sock')))
    assert.equal(state, 'failed')
    assert.match(text, /is no folder that is there; make it, or correct logs\.0\.socket$/)
  }
})

test('a journal is fine where journalctl is', async () => {
  const { state, text } = await streamFinding(journal(['_SYSTEMD_UNIT=app.service']))
  if (journalctlHere() === undefined) {
    assert.equal(state, 'failed')
    assert.match(text, /cannot be read: journalctl of systemd is not there$/)
  } else {
    assert.equal(state, 'ok')
    assert.match(text, /^logs\.0\.journal: the journal _SYSTEMD_UNIT=app\.service can be read/)
  }
})

test(
  'a journal whose entries anybody can write is a warning, unless something says who wrote them',
  { skip: journalctlHere() === undefined && 'needs journalctl (package systemd)' },
  async () => {
    for (const matches of [['SYSLOG_IDENTIFIER=app'], ['_COMM=app'], ['_TRANSPORT=syslog', '_HOSTNAME=web1']]) {
      const { state, text } = await streamFinding(journal(matches))
      assert.equal(state, 'warning')
      assert.match(
        text,
        /every user of this host can write entries of the journal .*; name the unit in logs\.0\.journal/,
      )
    }
    for (const matches of [['SYSLOG_IDENTIFIER=app', '_UID=0'], ['_EXE=/usr/sbin/app']])
      assert.equal((await streamFinding(journal(matches))).state, 'ok')
  },
)

test(
  'the folder of a journal must be there, and be one',
  { skip: journalctlHere() === undefined && 'needs journalctl (package systemd)' },
  async (t) => {
    const folder = await temporaryFolder(t)
    mkdirSync(join(folder, 'journal'))
    writeFileSync(join(folder, 'file'), '')
    const look = async (name: string): Promise<string> => {
      const { state, text } = await streamFinding(journal(['_UID=0'], join(folder, name)))
      return `${state}: ${text.replaceAll(`${folder}/`, '')}`
    }
    assert.equal(await look('journal'), 'ok: logs.0.journal: the journal journal _UID=0 can be read with journalctl')
    assert.equal(await look('file'), 'failed: logs.0.journal: file is no folder; correct directory')
    assert.equal(await look('nowhere'), 'failed: logs.0.journal: nowhere is not there; correct directory')
  },
)
