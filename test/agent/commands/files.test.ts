import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, linkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { files } from '../../../agent/commands/files.ts'
import { typedIn } from '../../../lib/command-line/typed.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { createFileTree, type FileTree } from '../../support/file-trees.ts'

/** Everything that can stand in a folder, with names that somebody made up. */
function fill({ root, path, put }: FileTree): void {
  for (const name of ['a', 'a.b', 'f/x', 'f/y', 'new\nline', 'tab\tname', 'back\\slash', '\u001b[31mred', 'ret\rurn'])
    put(name, name)
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x9b])]), 'no UTF-8')
  linkSync(path('a'), path('hard'))
  symlinkSync('/etc/shadow', path('link'))
  execFileSync('mkfifo', [path('pipe')])
}

const SAME = 'New: 0, removed: 0, changed: 0, unknown: 0.\n'

test('sha256sum accepts our list, and we accept its list', async (t) => {
  const tree = await createFileTree(t)
  fill(tree)
  const list = await tree.list('list')
  const theirs = spawnSync('sha256sum', ['--strict', '-c', list], { encoding: 'latin1' })
  assert.equal(theirs.status, 0, theirs.stderr)
  assert.equal(theirs.stdout.trimEnd().split('\n').length, 11)
  const made = join(tree.root, '../made')
  execFileSync('sh', ['-c', 'find "$1" -type f -exec sha256sum {} + > "$2"', 'sh', tree.root, made])
  const ours = await tree.run(['check', made])
  assert.deepEqual([ours.code, ours.stdout], [0, SAME])
  assert.match(ours.stderr, /new\s+files are not known/)
  assert.deepEqual((await tree.run(['check', made, tree.root])).stdout, SAME)
  tree.put('f/x', 'other')
  assert.equal((await tree.run(['check', made])).code, 4)
})

test('a list that MailLog made with MD5 is compared, and ours in its form, too', async (t) => {
  const { root, put, run, list } = await createFileTree(t)
  for (const name of ['a', 'b', 'c']) put(name, name)
  const made = join(root, '../maillog')
  const script = String.raw`find "$1" -type f | while read -r f; do
    printf '%s\tmd5\t%s\t%s\n' "$(md5sum < "$f" | cut -c1-32 | tr a-f A-F | basenc --base16 -d | base64)" "$(stat -c %s "$f")" "$f"
  done > "$2"; printf 'warn\tcannot open /x\n' >> "$2"`
  execFileSync('bash', ['-c', script, 'bash', root, made])
  assert.equal((await run(['check', made])).stdout, SAME)
  const ours = await list('ours', [root], { format: 'maillog' })
  assert.equal((await run(['check', ours, root])).stdout, SAME)
  put('b', 'x')
  put('d', '')
  rmSync(join(root, 'c'))
  const told = `changed  ${root}/b: content\nremoved  ${root}/c: file, 1 byte\n`
  const sums = (added: number): string => `New: ${added}, removed: 1, changed: 1, unknown: 0.\n`
  assert.deepEqual([(await run(['check', made])).stdout, (await run(['check', made])).code], [told + sums(0), 6])
  const found = `new      ${root}/d: file, 0 bytes, mode 0644, owner ${process.geteuid?.()}\n`
  assert.equal((await run(['check', ours, root])).stdout, told + found + sums(1))
})

test('check tells what is new, removed and changed, and how; its exit code is the sum of bits', async (t) => {
  const tree = await createFileTree(t)
  const { root, path, put, run } = tree
  fill(tree)
  chmodSync(path('a'), 0o644)
  const list = await tree.list('list')
  assert.deepEqual(await run(['check', list]), { code: 0, stdout: SAME, stderr: '' })
  const steps: readonly (readonly [code: number, line: string, step: () => void])[] = [
    [1, `new      ${root}/z: file, 1 byte, mode 0644, owner ${process.geteuid?.()}`, () => put('z', 'z')],
    [5, `changed  ${root}/a: mode 0644 -> 4755`, () => chmodSync(path('a'), 0o4755)],
    [5, `changed  ${root}/hard: mode 0644 -> 4755`, () => undefined],
    [7, `removed  ${root}/f/x: file, 3 bytes, mode 0644, owner ${process.geteuid?.()}`, () => rmSync(path('f/x'))],
    [7, `changed  ${root}/a.b: content, size 3 -> 4`, () => put('a.b', 'long')],
    [
      7,
      `changed  ${root}/link: target /etc/shadow -> /tmp`,
      () => {
        rmSync(path('link'))
        symlinkSync('/tmp', path('link'))
      },
    ],
    [
      7,
      `changed  ${root}/f/y: type file -> link`,
      () => {
        rmSync(path('f/y'))
        symlinkSync('/tmp', path('f/y'))
      },
    ],
  ]
  for (const [code, line, step] of steps) {
    step()
    const checked = await run(['check', list])
    assert.ok(checked.stdout.split('\n').includes(line), `${line}\n${checked.stdout}`)
    assert.equal(checked.code, code)
  }
})

test('diff tells the same of two lists, without the files; exit codes are those of AIDE', async (t) => {
  const { root, put, run, list } = await createFileTree(t)
  put('a', 'a')
  const lists = [await list('1')]
  put('b', 'b')
  lists.push(await list('2'))
  put('b', 'c')
  lists.push(await list('3'))
  rmSync(root, { recursive: true })
  const [one = '', two = '', three = ''] = lists
  const cases: readonly (readonly [old: string, now: string, code: number])[] = [
    [one, one, 0],
    [one, two, 1],
    [two, one, 2],
    [two, three, 4],
  ]
  for (const [old, now, code] of cases) assert.equal((await run(['diff', old, now])).code, code)
})

test('what keeps a comparison from its end has an exit code of its own, beyond those that tell of differences', async (t) => {
  const { root, put, run, list } = await createFileTree(t)
  put('a', 'a')
  const made = await list('list')
  const whole = execFileSync('cat', [made], { encoding: 'latin1' })
  const broken: readonly (readonly [text: string, said: RegExp])[] = [
    [whole.slice(0, -1), /cut off/],
    [whole.replace(/#\tend.*\n/, ''), /cut off/],
    ['something\n', /line 1 is none of a list of files/],
    ['', /lists no file/],
    [`${'0'.repeat(64)}  /a\n${'0'.repeat(64)}  /a\n`, /names a file twice/],
  ]
  for (const [text, said] of broken) {
    writeFileSync(made, text, 'latin1')
    for (const words of [
      ['check', made],
      ['diff', made, made],
    ])
      await assert.rejects(
        run(words),
        (error) => error instanceof ActionNeeded && error.exitCode === 18 && said.test(error.message),
      )
  }
  await assert.rejects(run(['check', join(root, 'no')]), { exitCode: 18 })
  for (const words of [['check'], ['diff', made], ['list'], ['no']]) await assert.rejects(run(words), { exitCode: 2 })
})

test('a list comes through a pipe, in any order, and --root checks a host that is mounted', async (t) => {
  const tree = await createFileTree(t)
  fill(tree)
  const { root, run } = tree
  const { stdout } = await run(['list', root])
  assert.equal((await run(['check', '-'], {}, stdout)).stdout, SAME)
  const moved = join(root, '../mounted')
  execFileSync('mkdir', ['-p', `${moved}${join(root, '..')}`])
  renameSync(root, moved + root)
  assert.equal((await run(['check', '-'], { root: moved }, stdout)).stdout, SAME)
  const gone = await run(['check', '-'], {}, stdout)
  assert.equal(gone.code, 2)
  assert.match(gone.stdout, /^unknown {2}.*: nothing is there$/m)
})

test('nothing that is printed for people moves a cursor, and a list on a terminal does not either', async (t) => {
  const tree = await createFileTree(t)
  fill(tree)
  const list = await tree.list('list')
  for (const name of ['\u001b[31mred', 'new\nline', 'tab\tname']) rmSync(tree.path(name))
  const { stdout } = await tree.run(['check', list])
  assert.match(stdout, /removed {2}.*\?\[31mred: file/)
  // oxlint-disable-next-line no-control-regex -- what this is about
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f]/)
  const terminal = Object.assign(new PassThrough(), { isTTY: true })
  const io = { stdin: terminal, stdout: terminal, stderr: terminal, signal: new AbortController().signal }
  writeFileSync(tree.path('\u001b[31mred'), '')
  await files.run(['list', tree.root], {}, io)
  const shown = String(terminal.read())
  assert.match(shown, /\?\[31mred/)
  // oxlint-disable-next-line no-control-regex -- what this is about
  assert.doesNotMatch(shown, /[\u0000-\u0008\u000b-\u001f\u007f]/)
})

test('each list names the one before, in either form, so that a gap shows', async (t) => {
  const { root, put, run } = await createFileTree(t)
  put('a', 'a')
  const state = join(root, '../state')
  const first = await run(['list', root], { state })
  assert.match(first.stdout, /^#\tbefore\tnone$/m)
  const sum = execFileSync('sha256sum', { input: Buffer.from(first.stdout, 'latin1') })
    .toString()
    .slice(0, 64)
  const second = await run(['list', root], { state, format: 'maillog' })
  assert.equal(second.stdout.split('\n')[0], `warn\tSHA-256 of the list before this one: ${sum}`)
})

test('--exclude may be given again, and what it names is neither listed nor new', async (t) => {
  const { root, path, put, run, list } = await createFileTree(t)
  for (const name of ['a', 'b.log', 'cache/x']) put(name, '')
  const line = ['files', 'list', root, '--exclude', '*.log', `--exclude=${path('cache')}`]
  const typed = typedIn('spoor-agent', line, [files], ['files'])
  const exclude = typed.asks === 'work' ? typed.options['exclude'] : undefined
  assert.equal(exclude, `*.log\0${path('cache')}`)
  const made = await list('list', [root], { exclude })
  for (const name of ['c.log', 'cache/y']) put(name, '')
  assert.equal((await run(['check', made])).stdout, SAME)
  put('new', '')
  assert.equal((await run(['check', made])).code, 1)
})

test('what only one of two lists covers is not compared, and that is said', async (t) => {
  const { root, path, put, run, list } = await createFileTree(t)
  put('a/x', '')
  put('b/y', '')
  const lists = [await list('1', [root]), await list('2', [path('a')])]
  const { code, stdout, stderr } = await run(['diff', ...lists])
  assert.deepEqual([code, stdout], [0, SAME])
  assert.match(stderr, /different trees/)
})
