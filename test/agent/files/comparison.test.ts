import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coverageOf, type Difference, differences } from '../../../agent/files/comparison.ts'
import type { Listed } from '../../../agent/files/listed.ts'

function file(name: string, more: Partial<Listed> = {}): Listed {
  return { name, type: 'f', mode: 0o644, uid: 0, gid: 0, size: 1, digest: { algorithm: 'sha256', hex: 'a' }, ...more }
}

async function told(before: readonly Listed[], after: readonly Listed[], covers = true): Promise<readonly string[]> {
  const all: Difference[] = []
  const sides = [before, after].map((entries) => ({ entries, covers: () => covers }))
  for await (const one of differences(sides[0] ?? assert.fail(), sides[1] ?? assert.fail())) all.push(one)
  return all.map((one) => {
    if (one.is === 'unknown') return `unknown ${one.name} ${one.reason}`
    if (one.is === 'new') return `new ${one.after.name}`
    return one.is === 'removed' ? `removed ${one.before.name}` : `changed ${one.after.name} ${one.aspects.join()}`
  })
}

test('each difference of each entry is told once, in the order of names', async () => {
  const before = [file('/a'), file('/b'), file('/c'), file('/e')]
  const after = [file('/b', { mode: 0o755, uid: 1, gid: 2 }), file('/c'), file('/d'), file('/e', { size: 2 })]
  assert.deepEqual(await told(before, after), [
    'removed /a',
    'changed /b mode,owner,group',
    'new /d',
    'changed /e size',
  ])
  const others: readonly Partial<Listed>[] = [
    { type: 'd' },
    { digest: { algorithm: 'sha256', hex: 'b' } },
    { type: 'l', target: 'x' },
  ]
  assert.deepEqual(await Promise.all(others.map((other) => told([file('/a')], [file('/a', other)]))), [
    ['changed /a type'],
    ['changed /a content'],
    ['changed /a type'],
  ])
  const link: Listed = { name: '/l', type: 'l', uid: 0, gid: 0, target: 'x' }
  assert.deepEqual(await told([link], [{ ...link, target: 'y' }]), ['changed /l target'])
  const device: Listed = { name: '/n', type: 'c', mode: 0o600, uid: 0, gid: 0, device: '1:3' }
  assert.deepEqual(await told([device], [{ ...device, device: '1:1' }]), ['changed /n device'])
})

test('what a list does not tell is not compared', async () => {
  const bare: Listed = { name: '/a', type: 'f', digest: { algorithm: 'sha256', hex: 'a' } }
  assert.deepEqual(await told([bare], [file('/a', { mode: 0o777 })]), [])
  assert.deepEqual(await told([bare], [file('/a', { digest: { algorithm: 'md5', hex: 'a' } })]), [
    'unknown /a one list has sha256, the other md5',
  ])
})

test('what could not be read is unknown, and not removed; so is all below a folder that could not be read', async () => {
  const unread = (name: string): Listed => ({ name, type: '?', reason: 'permission denied' })
  const [before, after] = [
    [file('/a'), file('/b', { type: 'd' }), file('/b.c'), file('/b/x'), file('/c')],
    [unread('/a'), file('/b', { type: 'd' }), unread('/b/')],
  ]
  const unknown = ['unknown /a permission denied', 'unknown /b/ permission denied']
  assert.deepEqual(await told(before, after), [unknown[0], 'removed /b.c', unknown[1], 'removed /c'])
  assert.deepEqual(await told(after, before), [unknown[0], 'new /b.c', unknown[1], 'new /c'])
})

test('what a list does not cover is neither new nor removed', async () => {
  assert.deepEqual(await told([file('/a')], [file('/b')], false), [])
  const covers = coverageOf({ trees: ['/etc'], excluded: ['/etc/*/tmp'] }, true)
  const names = ['/etc', '/etc/x', '/etc/x/tmp', '/etc/x/tmp/y/z', '/usr']
  assert.deepEqual(
    names.map((name) => covers(file(name))),
    [true, true, false, false, false],
  )
  assert.ok(!coverageOf({ trees: ['/etc'], excluded: [] }, false)(file('/etc/x', { type: 'l' })))
})
