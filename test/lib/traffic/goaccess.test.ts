// GoAccess counts the same log, by other code: its numbers must be ours.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { IntervalFold } from '../../../lib/traffic/interval-fold.ts'
import { TopLists } from '../../../lib/traffic/top-lists.ts'
import { unlessInstalled } from '../../support/installed.ts'
import { trafficLines } from '../../support/traffic-log.ts'
import { KeptIntervals, parserOf } from '../../support/traffic-scene.ts'

const GOACCESS = '/usr/bin/goaccess'

/** A row of one of GoAccess's panels. */
interface Item {
  readonly data: string
  readonly hits: { readonly count: number }
  readonly bytes: { readonly count: number }
}

interface Answer {
  readonly general: { readonly valid_requests: number; readonly failed_requests: number; readonly bandwidth: number }
  readonly status_codes: { readonly data: readonly Item[] }
  readonly hosts: { readonly data: readonly Item[] }
}

function askGoAccess(text: string): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-goaccess-'))
  try {
    const [log, answer] = [join(folder, 'access.log'), join(folder, 'answer.json')]
    writeFileSync(log, text, 'latin1')
    const words = [log, '--no-global-config', '--log-format=COMBINED', '--no-progress', '--num-tests=0', '-o', answer]
    const { status, stderr } = spawnSync(GOACCESS, words, { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return JSON.parse(readFileSync(answer, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test(
  'requests, bytes, classes of status and the first addresses are those of GoAccess',
  { skip: unlessInstalled(GOACCESS, 'goaccess') },
  () => {
    const text = [...trafficLines(20_000)].map((line) => `${line}\n`).join('')
    const theirs = askGoAccess(text)
    const [kept, fold] = [new KeptIntervals(), new IntervalFold({ interval: 10, outOfOrder: 10 })]
    const tops = new TopLists([{ key: 'ip', by: 'requests' }], { slots: 1024, seed: [1, 2] })
    const sink = { counted: tops.count.bind(tops), closed: kept.closed.bind(kept) }
    const now = 1_900_000_000
    fold.take(Buffer.from(text, 'latin1'), parserOf('combined'), { now }, sink)
    fold.advance(now, sink)

    const sum = (of: (interval: (typeof kept.intervals)[0]) => number): number =>
      kept.intervals.reduce((sum, each) => sum + of(each), 0)
    assert.deepEqual(
      { requests: sum(({ requests }) => requests), unrecognised: sum(({ unrecognised }) => unrecognised) },
      { requests: theirs.general.valid_requests, unrecognised: theirs.general.failed_requests },
    )
    assert.equal(
      sum(({ bytes }) => bytes),
      theirs.general.bandwidth,
    )
    for (const kind of [1, 2, 3, 4, 5]) {
      const item = theirs.status_codes.data.find(({ data }) => data.startsWith(`${kind}xx`))
      assert.equal(
        sum(({ classes }) => classes[kind - 1] ?? 0),
        item?.hits.count ?? 0,
        `${kind}xx`,
      )
    }
    const [addresses] = tops.certain(20)
    assert.equal(addresses?.entries.length, 20)
    assert.deepEqual(
      addresses.entries.map(({ requests }) => requests),
      theirs.hosts.data.slice(0, 20).map(({ hits }) => hits.count),
    )
    for (const { key, requests, bytes } of addresses.entries) {
      const item = theirs.hosts.data.find(({ data }) => data === key.toString())
      assert.deepEqual([item?.hits.count, item?.bytes.count], [requests, bytes], key.toString())
    }
  },
)
