import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { rpmFiles } from '../../../../agent/files/packages/rpm.ts'
import { createFileTree, type FileTree } from '../../../support/file-trees.ts'
import { unlessInstalled } from '../../../support/installed.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** A stamp as dpkg writes it, so many seconds from now. */
function stamp(seconds: number): string {
  const at = new Date(Date.now() + 1000 * seconds)
  const two = (number: number): string => String(number).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** A host below a folder, with a list of its files and dpkg's database. */
async function createDebianHost(t: TestContext): Promise<FileTree & { readonly made: string }> {
  const tree = await createFileTree(t)
  for (const name of ['usr/bin/ls', 'usr/bin/su', 'usr/bin/cp', 'etc/ls.conf', 'usr/bin/old', 'usr/bin/stranger'])
    tree.put(name, 'old')
  for (const name of ['etc', 'usr']) chmodSync(tree.path(name), 0o755)
  const { stdout } = await tree.run(['list', tree.path('etc'), tree.path('usr')])
  const made = join(tree.root, '../list')
  writeFileSync(made, stdout.replaceAll(tree.root, ''))
  tree.put('var/lib/dpkg/info/coreutils:amd64.md5sums', `${md5('new')}  bin/ls\n${md5('new')}  usr/bin/su\n`)
  tree.put('var/lib/dpkg/info/stale.md5sums', `${md5('new')}  usr/bin/old\n`)
  tree.put('var/lib/dpkg/status', `Package: coreutils\nConffiles:\n /etc/ls.conf ${md5('new')}\n\n`)
  const log = [
    `${stamp(-90)} upgrade stale:amd64 1 2`,
    `${stamp(60)} upgrade coreutils:amd64 9.1 9.2`,
    `${stamp(61)} status installed coreutils:amd64 9.2`,
    `${stamp(62)} configure cp:amd64 1 <none>`,
  ]
  tree.put('var/log/dpkg.log', `${log.join('\n')}\n`)
  return { ...tree, made }
}

test('what an update of a package brought is one line; all else is shown, and nothing is left out of the exit code', async (t) => {
  const host = await createDebianHost(t)
  const { root, put, run, made } = host
  for (const name of ['usr/bin/ls', 'usr/bin/su', 'etc/ls.conf', 'usr/bin/old']) put(name, 'new')
  put('usr/bin/stranger', 'mine')
  const { code, stdout } = await run(['check', made], { root })
  assert.equal(
    stdout,
    [
      'changed  /usr/bin/old: content',
      'changed  /usr/bin/stranger: content, size 3 -> 4',
      '3 files by 1 package update: coreutils (--all shows each file)',
      'New: 0, removed: 0, changed: 5, unknown: 0.\n',
    ].join('\n'),
  )
  assert.equal(code, 4)
  const all = await run(['check', made], { root, all: true })
  assert.match(all.stdout, /^changed {2}\/usr\/bin\/ls: content; by package coreutils$/m)
  assert.equal(all.stdout.split('\n').length, 7)
})

test('no update explains other content, other rights, or a new file with powers', async (t) => {
  const { root, path, put, run, made } = await createDebianHost(t)
  put('usr/bin/ls', 'evil')
  put('usr/bin/su', 'new')
  chmodSync(path('usr/bin/su'), 0o4755)
  put('usr/bin/extra', 'new')
  put('usr/bin/root', 'new')
  chmodSync(path('usr/bin/root'), 0o4755)
  const sums = join(root, 'var/lib/dpkg/info/coreutils:amd64.md5sums')
  writeFileSync(sums, `${readFileSync(sums, 'utf8')}${md5('new')}  usr/bin/extra\n${md5('new')}  usr/bin/root\n`)
  const { stdout } = await run(['check', made], { root })
  for (const name of ['ls', 'su', 'root']) assert.match(stdout, new RegExp(`^(changed|new) +/usr/bin/${name}: `, 'm'))
  assert.match(stdout, /^1 file by 1 package update: coreutils/m)
})

const DEBSUMS = '/usr/bin/debsums'

test(
  'what no update explains among the files of a package, debsums finds to be other than in the package',
  { skip: unlessInstalled(DEBSUMS, 'debsums') },
  async (t) => {
    const { root, path, put, run, made } = await createDebianHost(t)
    for (const name of ['usr/bin/ls', 'usr/bin/su', 'usr/bin/cp']) put(name, name === 'usr/bin/su' ? 'evil' : 'new')
    const sums = ['ls', 'su', 'cp'].map((name) => `${md5('new')}  usr/bin/${name}\n`)
    writeFileSync(path('var/lib/dpkg/info/coreutils.md5sums'), sums.join(''))
    put('var/lib/dpkg/info/coreutils.list', '/usr/bin/ls\n/usr/bin/su\n/usr/bin/cp\n')
    put(
      'var/lib/dpkg/status',
      'Package: coreutils\nStatus: install ok installed\nMaintainer: Anna <anna@example.com>\nArchitecture: all\nVersion: 9.2\nDescription: tools\n',
    )
    const theirs = spawnSync(DEBSUMS, [`--root=${root}`, '--changed', 'coreutils'], { encoding: 'utf8' })
    const { stdout } = await run(['check', made], { root })
    const ours = [...stdout.matchAll(/^changed +(.*): content/gm)].map(([, name = '']) => `${root}${name}\n`)
    assert.deepEqual([ours.join(''), ours.length], [theirs.stdout, 1])
    assert.match(stdout, /^2 files by 1 package update: coreutils/m)
  },
)

test('updates are found in rotated logs, packed or not; without a log nothing is explained', async (t) => {
  const { root, path, put, run, made } = await createDebianHost(t)
  put('usr/bin/ls', 'new')
  const log = readFileSync(path('var/log/dpkg.log'))
  writeFileSync(path('var/log/dpkg.log'), `${stamp(90)} startup archives unpack\n`)
  writeFileSync(path('var/log/dpkg.log.1'), `${stamp(80)} startup archives unpack\n`)
  writeFileSync(path('var/log/dpkg.log.2.gz'), gzipSync(log))
  assert.match((await run(['check', made], { root })).stdout, /^1 file by 1 package update/)
  rmSync(path('var/log/dpkg.log.2.gz'))
  assert.match((await run(['check', made], { root })).stdout, /^changed {2}\/usr\/bin\/ls/)
})

/** Stands in for rpm: answers as rpm 4.16 does, and keeps what it was asked. */
async function createRpm(
  t: TestContext,
  script: string,
): Promise<{ readonly program: string; readonly asked: string }> {
  const folder = await temporaryFolder(t)
  const [program, asked] = [join(folder, 'rpm'), join(folder, 'asked')]
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${asked}\n${script}`, { mode: 0o755 })
  return { program, asked }
}

test('rpm is asked for the packages of late, and for the digests of their files', async (t) => {
  const [one, other] = ['a'.repeat(64), 'b'.repeat(32)]
  const { program, asked } = await createRpm(
    t,
    String.raw`case $1 in
-qa) printf '1000\told-1-1.noarch\n2000\tbash-5-1.x86_64\n2001\t--eval=x\n' ;;
*) printf 'bash\t${one}\t/usr/bin/bash\nbash\t${other}\t/usr/bin/md5\nbash\t\t/usr/bin/sh\n' ;;
esac`,
  )
  const wanted = new Set(['/usr/bin/bash', '/usr/bin/md5', '/usr/bin/sh'])
  const found = await rpmFiles(1500, wanted, new AbortController().signal, program)
  assert.deepEqual([...found], [['/usr/bin/bash', { packageName: 'bash', digest: { algorithm: 'sha256', hex: one } }]])
  const [, second = ''] = readFileSync(asked, 'latin1').trimEnd().split('\n')
  assert.match(second, / -- bash-5-1\.x86_64$/)
})

test('an rpm that fails is told', async (t) => {
  const { program } = await createRpm(t, 'echo broken >&2; exit 1')
  await assert.rejects(rpmFiles(0, new Set(), new AbortController().signal, program), { name: 'ActionNeeded' })
})

test("the database of dpkg on this machine agrees with the digests of this machine's files", async (t) => {
  const sums = '/var/lib/dpkg/info/bash.md5sums'
  if (!existsSync(sums)) return t.skip('this machine has no bash of dpkg')
  const { root, run } = await createFileTree(t)
  // Such a list has the same form.
  const list = join(root, '../list')
  const lines = readFileSync(sums, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace('  ', '  /'))
  const there = lines.filter((line) => existsSync(line.slice(34)))
  writeFileSync(list, `${there.join('\n')}\n`)
  const { stdout } = await run(['check', list])
  assert.equal(stdout, 'New: 0, removed: 0, changed: 0, unknown: 0.\n')
  return undefined
})
