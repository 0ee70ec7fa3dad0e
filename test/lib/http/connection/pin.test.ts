import assert from 'node:assert/strict'
import { createHash, createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { pinOf } from '../../../../lib/http/connection/pin.ts'
import { createTestCa } from '../../../support/test-ca.ts'

test('a pin is the digest of the public key alone: it outlives the renewal of a certificate', () => {
  const { cert, key } = createTestCa().issue()
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' })
  assert.equal(pinOf(cert), `sha256//${createHash('sha256').update(der).digest('base64')}`)
})
