import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathTo, placeAt } from '../../../../hub/console/state/place.ts'

test('an address names a page, what varies in its path, and its query', () => {
  const place = placeAt('/mailbox/ann%40example.com', '?differs=')
  assert.deepEqual([place?.page, place?.parameters], ['mailbox', { address: 'ann@example.com' }])
  assert.ok(place?.query.has('differs'))
})

test('what a page is named by comes back from its address, whatever letters it has', () => {
  for (const name of ['ann@example.com', 'a/b', '..', 'x?y#z', '<script>', '100%', 'é', "'"]) {
    const path = pathTo('mailbox', { address: name })
    const [address = ''] = path.split('?')
    assert.equal(placeAt(address, '')?.parameters['address'], name, path)
  }
})

test('no page is anywhere else', () => {
  for (const path of ['/nothing', '/mailbox/', '/mailbox/a/b', '/mailbox/%zz', '/events/', '//events'])
    assert.equal(placeAt(path, ''), undefined, path)
})
