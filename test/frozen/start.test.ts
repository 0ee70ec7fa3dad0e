import assert from 'node:assert/strict'
import { readFile, rename, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { VERSIONS, expected, goOn } from './ice.ts'
import { type Sent, type SentEntry, entriesOf, haveCome, mailboxesOf, sceneOf } from './scene.ts'
import { type Server, readAll } from './server.ts'
import { type Row, listed, statusOf } from './shown.ts'

/** What else may have happened to the saved positions, and what is told of that. */
const DAMAGES: readonly {
  readonly name: string
  readonly damage: (spool: string, server: Server) => Promise<void>
  readonly told: readonly string[]
}[] = [
  { name: 'as it is', damage: async () => undefined, told: [] },
  {
    name: 'killed in the middle of a save',
    damage: (spool) => rename(join(spool, 'checkpoints.json'), join(spool, 'checkpoints.json.tmp')),
    told: [],
  },
  {
    name: 'with torn checkpoints',
    damage: (spool) => truncate(join(spool, 'checkpoints.json'), 700),
    told: ['checkpoints_unreadable'],
  },
  {
    name: 'with the previous checkpoints alone',
    damage: (spool) => rm(join(spool, 'checkpoints.json')),
    told: [],
  },
  {
    name: 'with reports alone',
    damage: async (spool, server) => {
      for (const name of ['checkpoints.json', 'checkpoints.previous.json']) await rm(join(spool, name))
      // That a pattern was known is lost, too.
      await readAll(server)
    },
    told: ['checkpoints_lost'],
  },
]

for (const version of VERSIONS) {
  suite(`a start on what ${version} left`, async () => {
    const waiting = await expected<readonly Sent[]>(version, 'waiting')
    const later = await expected<readonly SentEntry[]>(version, 'later')
    const before = await expected<readonly Row[]>(version, 'spool')
    const mailboxes = mailboxesOf(later)

    for (const { name, damage, told } of DAMAGES) {
      test(`${name}: sends all that waited, and then what was not sealed yet, once`, async (t) => {
        const { server, serve } = await sceneOf(t, version)
        const spool = join(server.folder, 'spool')
        const identity = await readFile(join(spool, 'identity.json'), 'utf8')
        await damage(spool, server)
        await goOn(version, server.folder)
        const sent = await serve('run', (sent) => haveCome(mailboxes, sent))
        assert.deepEqual(sent.slice(0, waiting.length), waiting)
        assert.deepEqual(entriesOf(sent.slice(waiting.length)), later)

        const now = await listed(server)
        assert.deepEqual(namesOf(now, 'waiting'), [])
        assert.deepEqual(namesOf(now, 'failed'), namesOf(before, 'failed'))
        assert.equal(await readFile(join(spool, 'identity.json'), 'utf8'), identity)
        const known = new Set(before.map((row) => row.name))
        const added = numbersOf(now.filter((row) => !known.has(row.name)))
        const highest = numbersOf(before).at(-1) ?? 0
        assert.deepEqual(
          added,
          added.map((_, index) => highest + index + 1),
        )
        const { counts } = (await statusOf(server)).collector.notices
        assert.deepEqual(
          Object.keys(counts).filter((code) => code.startsWith('checkpoints_')),
          told,
        )
      })
    }
  })
}

function namesOf(rows: readonly Row[], wanted: string): string[] {
  return rows.filter(({ state }) => state === wanted).map(({ name }) => name)
}

/** The numbers of reports, in order. */
function numbersOf(rows: readonly Row[]): number[] {
  const numbers = rows.map(({ name }) => Number(/^report\.(\d+)/.exec(name)?.[1] ?? 0))
  return numbers.sort((one, other) => one - other)
}
