import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { byteTextOf } from '../../../agent/files/byte-text.ts'
import { passThrough } from '../../../agent/files/pass.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { createFileTree, type FileTree } from '../../support/file-trees.ts'

const LIST = 'ab'.repeat(32)
const [MINUTE, WEEK] = [60_000, 7 * 86_400_000]

interface Scene extends FileTree {
  readonly state: string
  /** Passes through the tree so many milliseconds from now; with the digests, and what was complained of. */
  readonly pass: (
    inMilliseconds: number,
    more?: { readonly isFull?: true; readonly isKilled?: true },
  ) => Promise<{
    readonly before: string | undefined
    readonly hexes: Readonly<Record<string, string | undefined>>
    readonly said: readonly string[]
  }>
}

async function createScene(t: TestContext): Promise<Scene> {
  const tree = await createFileTree(t)
  const state = join(tree.root, '../state')
  return {
    ...tree,
    state,
    pass: async (inMilliseconds, { isFull = false, isKilled = false } = {}) => {
      const said: string[] = []
      const request = {
        trees: [byteTextOf(tree.root)],
        excluded: [],
        state,
        isFull,
        signal: new AbortController().signal,
        now: Date.now() + inMilliseconds,
        complain: (sentence: string) => said.push(sentence),
      }
      return passThrough(request, async ({ head, entries, finish }) => {
        const hexes: Record<string, string | undefined> = {}
        for await (const { listed } of entries)
          if (listed.type === 'f') hexes[listed.name.slice(tree.root.length + 1)] = listed.digest?.hex
        if (!isKilled) await finish(LIST)
        return { before: head.before, hexes, said }
      })
    },
  }
}

/** Replaces the digests in a state with another one: whoever trusts the state then shows it. */
function mark(state: string): void {
  const script = String.raw`sed -E 's/^[0-9a-f]{64}  /'$(printf 'e%.0s' $(seq 64))'  /' "$1" | grep -av '^#.sum' > "$1.new"
    printf '#\tsum\t%s\n' $(sha256sum < "$1.new" | cut -c1-64) >> "$1.new"; chmod 600 "$1.new"; mv "$1.new" "$1"`
  execFileSync('bash', ['-c', script, 'bash', state])
}

const TRUSTED = 'e'.repeat(64)

test('an unchanged file is not read again, for a week; a pass names the list before', async (t) => {
  const { put, pass, state } = await createScene(t)
  put('a', 'x')
  const first = await pass(MINUTE)
  assert.equal(first.before, 'none')
  mark(state)
  const second = await pass(2 * MINUTE)
  assert.deepEqual([second.before, second.hexes['a'], second.said], [LIST, TRUSTED, []])
  // What is trusted again and again is read a week after it was read, and not after it was trusted.
  assert.equal((await pass(WEEK)).hexes['a'], TRUSTED)
  assert.deepEqual((await pass(WEEK + 2 * MINUTE)).hexes, first.hexes)
})

test('--full reads everything, and so does a clock that was set back', async (t) => {
  const { put, pass, state } = await createScene(t)
  put('a', 'x')
  const first = await pass(MINUTE)
  mark(state)
  assert.deepEqual((await pass(2 * MINUTE, { isFull: true })).hexes, first.hexes)
  mark(state)
  assert.deepEqual((await pass(0)).hexes, first.hexes)
})

test('a file that was changed is read, also with its size and its time set back', async (t) => {
  const { put, path, pass, state } = await createScene(t)
  put('a', 'x')
  const { atime, mtime } = statSync(path('a'))
  await pass(MINUTE)
  mark(state)
  writeFileSync(path('a'), 'y')
  utimesSync(path('a'), atime, mtime)
  assert.notEqual((await pass(2 * MINUTE)).hexes['a'], TRUSTED)
})

test('a file that was changed within two seconds before a pass is read by the next one', async (t) => {
  const { put, pass, state } = await createScene(t)
  put('a', 'x')
  const first = await pass(0)
  mark(state)
  assert.deepEqual((await pass(MINUTE)).hexes, first.hexes)
})

test('a pass that does not come to its end leaves what the one before saved', async (t) => {
  const { put, pass, state } = await createScene(t)
  put('a', 'x')
  await pass(MINUTE)
  const saved = readFileSync(state)
  await pass(2 * MINUTE, { isKilled: true })
  assert.deepEqual(readFileSync(state), saved)
  assert.ok(!existsSync(`${state}.tmp`))
  assert.equal(statSync(state).mode & 0o777, 0o600)
})

test('a state that is damaged, cut, foreign or a link is told, and everything is read', async (t) => {
  const { put, pass, state } = await createScene(t)
  put('a', 'x')
  const first = await pass(MINUTE)
  const whole = readFileSync(state)
  const faults: readonly (readonly [fault: RegExp, () => void])[] = [
    [/is cut off/, () => writeFileSync(state, whole.subarray(0, -30))],
    [/is cut off/, () => writeFileSync(state, '')],
    [/is damaged/, () => writeFileSync(state, whole.toString('latin1').replace('\t0644', '\t0645'), 'latin1')],
    [/can be written to by others/, () => chmodSync(state, 0o666)],
    [
      /cannot be opened \(ELOOP\)/,
      () => {
        execFileSync('mv', [state, `${state}.real`])
        symlinkSync(`${state}.real`, state)
      },
    ],
  ]
  for (const [fault, damage] of faults) {
    mark(state)
    damage()
    const { hexes, said, before } = await pass(2 * MINUTE)
    assert.deepEqual([hexes, before, said.length], [first.hexes, 'none', 1])
    assert.match(said[0] ?? '', fault)
    assert.deepEqual((await pass(3 * MINUTE)).said, [])
  }
})

test('two passes do not share a state at a time', async (t) => {
  const { put, pass, state } = await createScene(t)
  put('a', 'x')
  await passThrough(
    {
      trees: [],
      excluded: [],
      state,
      isFull: false,
      signal: new AbortController().signal,
      now: 0,
      complain: assert.fail,
    },
    async () => {
      await assert.rejects(pass(0), (error) => error instanceof ActionNeeded && error.exitCode === 75)
    },
  )
})
