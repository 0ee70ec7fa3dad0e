import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { spawnAgent } from '../support/agent-process.ts'
import { frozen, goOn } from './ice.ts'
import { meaningOf } from './meaning.ts'
import { type Scene, type Sent, byKey, entriesOf, forget, haveCome, thawed } from './scene.ts'
import { listed, statusOf } from './shown.ts'

/** Whose events follow when all that `goOn` does is read. */
const LATER = [
  'later',
  'in-the-copy',
  'many-last',
  ...Array.from({ length: 11 }, (_, copy) => `many-${copy + 1}`),
  ...['web', 'dav', 'old', 'all', 'rotated', 'long', 'new', 'many', 'lost', 'kept'].map((log) => `later-${log}`),
].map((name) => `${name}@example.com`)

/** Writes down what a version itself makes of its frozen server: what is expected of every later one. */
export async function record(version: string): Promise<void> {
  await mkdir(frozen(version, 'expected/config'), { recursive: true })
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(frozen(version, 'expected', `${name}.json`), `${JSON.stringify(value, null, 2)}\n`)
  const on = async (work: (scene: Scene) => Promise<void>): Promise<void> => {
    const scene = await thawed(version, spawnAgent)
    await work(scene)
    await scene.end()
  }

  for (const name of await readdir(frozen(version, 'config'))) {
    await write(`config/${name}`, await meaningOf(frozen(version, 'config', name)))
  }
  let waiting: readonly Sent[] = []
  await on(async ({ server, serve }) => {
    const rows = await listed(server)
    await write('spool', rows)
    await write('status', lasting(await statusOf(server)))
    // One goes in three parts.
    const requests = rows.filter(({ state }) => state === 'waiting').length + 2
    waiting = await serve('transmit', (sent) => sent.length === requests)
    await write('waiting', waiting)
    await server.run('spool', 'retry', '--all')
    const all = await serve('transmit', (sent) => haveCome(['one-too-many@example.com'], sent))
    await write('failed', byKey(all.slice(waiting.length)))
    assert.ok((await listed(server)).every(({ state }) => state === 'transmitted'))
  })
  await on(async ({ server, serve }) => {
    await goOn(version, server.folder)
    const { stdout } = await server.run('replay')
    await writeFile(frozen(version, 'expected/replayed.jsonl'), stdout)
    const all = await serve('run', (sent) => haveCome(LATER, sent))
    assert.deepEqual(
      (await listed(server)).filter(({ state }) => state === 'waiting'),
      [],
    )
    await write('later', entriesOf(all.slice(waiting.length)))
  })
  await on(async ({ server, serve }) => {
    await forget(server)
    await write('collected', byKey(await serve('run', (sent) => sent.length === 10)))
  })
}

/** What of `status` is no fact of the moment. */
function lasting(status: object): unknown {
  const passing = new Set([
    'health',
    'warnings',
    'version',
    'running',
    'pid',
    'startedAt',
    'rate',
    'oldest',
    'waitingBytes',
  ])
  return JSON.parse(JSON.stringify(status, (key, value: unknown) => (passing.has(key) ? undefined : value)))
}
